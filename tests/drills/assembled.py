"""A whole house in the drill's own process, called at its door without a network: the real store, parts and site.

What it sends goes to an emulator. Its log is kept, and every code in it that tells of trouble can be counted.
"""

from __future__ import annotations

import asyncio
import io
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from bot.telegram.webhook import SECRET_HEADER, webhook_path
from emulator.server import Emulator
from haven.logs import Log, mute_loop
from haven.loops import Loops, claim_forever, settle_forever
from haven.wiring import Parts, assemble, furnish, open_database
from tests import shipped  # noqa: F401  what is shipped is read once
from tests.bot.asgi import Answered, call
from tests.haven.running import SECRET, settings_for

GOOD = ((SECRET_HEADER, SECRET.encode()), (b"content-type", b"application/json"))
PATH = webhook_path(SECRET)
#: Codes of the log that no stranger may ever cause.
TROUBLE = frozenset(
    {"update_unreadable", "decision_failed", "parking_failed", "storage_trouble", "incident", "library"}
)


@dataclass(frozen=True)
class Assembled:
    """`parts.store` and `emulator` tell what really happened."""

    parts: Parts
    emulator: Emulator
    log: io.StringIO

    async def call(
        self,
        body: bytes,
        headers: Iterable[tuple[bytes, bytes]] = GOOD,
        method: str = "POST",
        path: str = PATH,
    ) -> Answered:
        """One HTTP call, as the web server would hand it over."""
        return await call(self.parts.site, method, path, headers, body)

    def troubles(self) -> Counter[str]:
        """Codes of trouble in the log so far, with the class of the error and the place in the code."""
        lines = [orjson.loads(line) for line in self.log.getvalue().splitlines()]
        return Counter(
            f"{line['event']}: {line.get('error')} at {str(line.get('where')).rpartition(',')[2]}"
            for line in lines
            if line["event"] in TROUBLE
        )

    async def sent(self, patience: float = 60) -> None:
        """Until nothing is left to send."""
        async with asyncio.timeout(patience):
            while (await self.parts.store.counts())["outbox"]:  # noqa: ASYNC110 - the table is what counts
                await asyncio.sleep(0.05)


@asynccontextmanager
async def assembled(folder: Path) -> AsyncIterator[Assembled]:
    """Open it, and close it as the operator would. Nothing polls; nobody is introduced."""
    async with Emulator() as emulator:
        settings, log = settings_for(emulator, folder, "webhook"), io.StringIO()
        loop = asyncio.get_running_loop()
        mute_loop(Log(log), loop)
        store = await open_database(settings, "drill")
        try:
            house = await furnish(settings, store, now)
            async with asyncio.TaskGroup() as group:
                loops = Loops(group, Log(log))
                parts = assemble(settings, Log(log), now, store, house, loops)
                loops.keep("settle", lambda: settle_forever(parts.lanes))
                loops.keep("claim", lambda: claim_forever(parts.lanes))
                try:
                    yield Assembled(parts, emulator, log)
                finally:
                    await parts.lanes.close(0.4)
                    await loops.close()
                    await parts.api.close()
                    await parts.lanes.settle()
        finally:
            loop.set_exception_handler(None)
            await store.close()


def now() -> datetime:
    return datetime.now(UTC)


def written(payload: object) -> bytes:
    """JSON with half characters as escapes, as Telegram writes them."""
    return json.dumps(payload).encode()
