"""News: what other processes on this database should look at now, and not at their next look. It says only what about.

News is a hint: it may come twice or not at all, so whoever hears it looks into the database, and everybody looks by
themselves once in a while. On SQLite there is one process, and it tells itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Literal, get_args

import asyncpg

#: `due`: something waits in the outbox that anyone may send. `revision`: a flow was published; `edition`: a directory.
#: `sign_ins`: somebody is signed out. `events`: something happened that has no number yet. `numbered`: it has one now.
#: `here`: somebody at a console came, or is elsewhere now. `drafts`: somebody has a draft open, and which (ids).
#: `taken`: what another process has in hand is not to be sent any more.
Topic = Literal["due", "revision", "edition", "sign_ins", "events", "numbered", "here", "drafts", "taken"]
TOPICS: tuple[Topic, ...] = get_args(Topic)
#: Seconds between two attempts at hearing again, and between two looks whether the line still stands.
AGAIN, BEAT = 0.5, 15.0
#: What says that the server, or the way to it, failed. The driver calls a connection that died in its hands internal.
TROUBLES = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError)


class News:
    """In one process. `hear` before `listen`."""

    def __init__(self) -> None:
        self._ears: dict[Topic, list[Callable[[str], object]]] = {topic: [] for topic in TOPICS}

    def hear(self, topic: Topic, callback: Callable[[], object]) -> None:
        """From now on `callback` is called when there is such news; it must be quick."""
        self.hear_of(topic, lambda _: callback())

    def hear_of(self, topic: Topic, callback: Callable[[str], object]) -> None:
        """The same, with the ids it is about; with none where something may have been told that nobody heard."""
        self._ears[topic].append(callback)

    def here(self, topic: Topic, about: str = "") -> None:
        """Tell this process alone."""
        for callback in self._ears[topic]:
            callback(about)

    async def tell(self, topic: Topic, about: str = "") -> None:
        """Tell every process, this one as well. Never fails: those who did not hear it look by themselves, later."""
        self.here(topic, about)

    async def listen(self) -> None:
        """Hear what others tell, for ever, where there can be others."""


class PostgresNews(News):
    """LISTEN on a connection of its own, NOTIFY on one of the pool. What a lost connection did not bring is made good
    by one look at everything when there is a new one."""

    def __init__(self, pool: Any, address: str) -> None:
        super().__init__()
        self._pool, self._address = pool, address

    async def tell(self, topic: Topic, about: str = "") -> None:
        self.here(topic, about)
        try:
            async with self._pool.acquire() as connection:
                await connection.execute("SELECT pg_notify($1, $2)", f"haven_{topic}", about)
        except TROUBLES:
            return

    async def listen(self) -> None:
        while True:
            try:
                await self._listen()
            except TROUBLES:
                await asyncio.sleep(AGAIN)

    async def _listen(self) -> None:
        """Until the connection is lost; then it raises one of TROUBLES, or returns."""
        connection = await asyncpg.connect(
            self._address, timeout=5, command_timeout=5, server_settings={"application_name": "haven news"}
        )
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        try:
            for topic in TOPICS:
                await connection.add_listener(f"haven_{topic}", lambda *told, topic=topic: self.here(topic, told[3]))
            for topic in TOPICS:  # what was told while nobody listened
                self.here(topic)
            while not lost.is_set():
                try:
                    async with asyncio.timeout(BEAT):
                        await lost.wait()
                except TimeoutError:
                    await connection.execute("SELECT 1")
        finally:
            connection.terminate()
