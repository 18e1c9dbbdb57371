"""Updates: what waits for the bot until it confirms. Ids go up by one; nothing waits for ever."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from emulator.clock import Clock

#: Only sent to bots that ask for them by name.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
DAY = timedelta(hours=24)
#: The button of a callback query stops spinning on the phone; Telegram then no longer delivers the press.
PRESS = timedelta(seconds=150)

#: All of these share the line of their chat. Presses, reactions … each have a line of their own on Telegram's
#: server (tdlib/telegram-bot-api, Client.cpp, `webhook_queue_id`), so a press may overtake a text.
_IN_CHAT_LINE = ("message", "edited_message", "channel_post", "edited_channel_post")


@dataclass(slots=True, repr=False)
class Delivered:
    """One update, and how far its delivery got."""

    update_id: int
    chat_id: int | None
    payload: dict[str, Any]
    made_at: datetime
    expires_at: datetime
    line: tuple[str, int]
    confirmed_at: datetime | None = None
    attempts: int = 0
    dropped: str | None = None  # "expired", "forgotten": it will never be delivered

    def __repr__(self) -> str:
        return f"<update {self.update_id} attempts={self.attempts} confirmed={self.confirmed_at is not None}>"


class Updates(list[Delivered]):
    """Every update ever made, oldest first; `pending` are those not confirmed yet."""

    def __init__(self, clock: Clock, first_id: int = 700_000_001) -> None:
        super().__init__()
        self._clock = clock
        self._next_id = first_id
        self.pending: dict[int, Delivered] = {}
        #: How long a press is worth delivering; longer where the clock runs faster than the wire.
        self.press_lives = PRESS
        self.allowed: frozenset[str] | None = None  # None: all but those on request
        self.on_new: Callable[[Delivered], None] = lambda _: None
        self.on_done: Callable[[], None] = lambda: None

    def wants(self, kind: str) -> bool:
        return kind not in ON_REQUEST if self.allowed is None else kind in self.allowed

    def allow(self, kinds: list[str] | None) -> None:
        """As getUpdates and setWebhook say it: an empty list means the default, None leaves it as it was."""
        if kinds is not None:
            self.allowed = frozenset(kinds) if kinds else None

    def make(self, kind: str, payload: dict[str, Any], chat_id: int | None) -> Delivered | None:
        """Queue one update of a kind; None when the bot did not ask for this kind."""
        if not self.wants(kind):
            return None
        line = ("chat" if kind in _IN_CHAT_LINE else kind, chat_id or 0)
        return self._queue({kind: payload}, chat_id, line, self.press_lives if kind == "callback_query" else DAY)

    def make_raw(self, body: dict[str, Any], chat_id: int | None) -> Delivered:
        """Queue anything at all. A given `update_id` is kept, so that a test can deliver one twice."""
        kind = next((key for key in body if key != "update_id"), "raw")
        line = ("chat" if kind in _IN_CHAT_LINE else kind, chat_id or 0)
        return self._queue(body, chat_id, line, DAY)

    def _queue(self, body: dict[str, Any], chat_id: int | None, line: tuple[str, int], lives: timedelta) -> Delivered:
        given = body.get("update_id")
        number = given if isinstance(given, int) else self._next_id
        self._next_id = max(self._next_id, number + 1)
        now = self._clock.now()
        payload = {"update_id": number} | body
        made = Delivered(number, chat_id, payload, now, now + lives, line)
        self.append(made)
        self.pending[number] = made
        self.on_new(made)
        return made

    def confirm(self, update: Delivered) -> None:
        update.confirmed_at = self._clock.now()
        self._done(update)

    def _done(self, update: Delivered) -> None:
        if self.pending.get(update.update_id) is update:
            del self.pending[update.update_id]
        self.on_done()

    def forget(self, update: Delivered, why: str) -> None:
        update.dropped = why
        self._done(update)

    def forget_all(self) -> None:
        for update in list(self.pending.values()):
            self.forget(update, "forgotten")

    def waiting(self) -> list[Delivered]:
        """Those still to be delivered, by id; what is too old is dropped on the way, as Telegram does."""
        now = self._clock.now()
        for update in [one for one in self.pending.values() if one.expires_at <= now]:
            self.forget(update, "expired")
        return [self.pending[number] for number in sorted(self.pending)]
