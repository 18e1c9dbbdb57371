"""What polling and the webhook have in common: read one update, have it worked off, say what the press is answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.telegram.channel import TelegramChannel
from bot.telegram.updates import read
from helpline.ports import Incoming


@dataclass(frozen=True)
class Runner:
    """`receive` works an incoming off durably and returns a press's answer, or raises `helpline.receiving.NotNow`.

    `told(code, error)` hears of what should never happen.
    """

    receive: Callable[[Incoming], Awaitable[str | None]]
    channel: TelegramChannel
    clock: Callable[[], datetime]
    told: Callable[[str, BaseException], None]
    silent: Callable[[], None] = lambda: None
    #: The group of staff: the one group it stays in. It reads nothing there either.
    staff_chat: int | None = None

    def read(self, payload: object) -> Incoming | None:
        """None: nothing to do, confirm. One unreadable update must never stop the others, whatever it is."""
        try:
            incoming = read(payload, self.clock())
        except Exception as error:
            self.told("update_unreadable", error)
            return None
        if incoming is None:
            self.silent()
        return incoming

    async def work_off(self, incoming: Incoming) -> str | None:
        """Raises NotNow: do not confirm. Otherwise all that came of it is durable."""
        if incoming.kind == "joined_group":
            if incoming.address.plain != str(self.staff_chat):
                await self.channel.leave(incoming.address)
            return None
        return await self.receive(incoming)
