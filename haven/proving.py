"""The promises that rest on the directory (P4, P8) are proved again every day, and at every edit of it.

An edit of the files is taken in while Haven runs, so that a corrected number reaches everyone at once. One that cannot
be read, or with which a promise would be broken, is not: the directory before it stays, and staff are told. Where
editors have published an edition of their own, the files are only what Haven ships with.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from haven.logs import Log
from haven.premises import Premises
from helpline import safety
from helpline.book import read, shipped
from helpline.directory import Directory
from helpline.entries import DirectoryErrors

#: Seconds between two looks at the files.
LOOK = 30.0


class Proving:
    """`tell` alerts staff, by the code `promise`."""

    def __init__(
        self, premises: Premises, folder: Path, clock: Callable[[], datetime], log: Log, tell: Callable[[str], None]
    ) -> None:
        self._premises, self._folder, self._clock, self._log, self._tell = premises, folder, clock, log, tell
        self._seen = _stamp(folder)
        self._proved_on: date | None = None

    async def look(self) -> None:
        """Once in a while. Does nothing but look where nothing changed since the last time."""
        now, published = self._clock(), self._premises.edition is not None
        if not published and (stamp := _stamp(self._folder)) != self._seen:
            self._seen = stamp
            await self._take_in(now)
        elif self._proved_on != now.date():
            await self._holds(self._premises.house.directory, now)
        self._proved_on = now.date()

    async def _take_in(self, now: datetime) -> None:
        try:
            edited = await asyncio.to_thread(lambda: read(shipped(self._folder)))
        except (DirectoryErrors, OSError) as error:
            self._log.incident("directory_broken", error)
            self._tell("promise")
            return
        if await self._holds(edited.directory, now) and self._premises.edition is None:
            self._premises.use(edited)
            self._log.write("directory_loaded")

    async def _holds(self, directory: Directory, now: datetime) -> bool:
        house = self._premises.house
        refuted = await asyncio.to_thread(safety.check, house.revisions[house.running], directory, now)
        for found in refuted:
            self._log.write("promise_refuted", kind=found.promise)
        if refuted:
            self._tell("promise")
        return not refuted


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells an edit: names, times and sizes of the files."""
    found = ((path.name, path.stat()) for path in sorted(folder.glob("*.yaml")))
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in found)
