"""Live news for every open console: read once, told to those whose teams it is about, and to nobody else.

One per process. What happened is read from the numbered events, so a console that was away takes up where it stopped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

import orjson

from console.changes import Change, changes_of, news
from console.stream import BEAT, Line, event, reset
from helpline.ports import House
from helpline.staff import Staff

if TYPE_CHECKING:
    from helpline.views import NewsItem, QueueRow

#: Seconds: how long news is gathered, how long until we look although nobody called, and between two signs of life.
GATHER, LOOK, SIGN_OF_LIFE = 0.1, 2.0, 15.0
#: Who is further behind than this fetches everything anew.
FAR_BEHIND = 1000
#: Lines of one sign-in, one for each of her tabs; with one more the oldest ends.
MOST_LINES = 32


class Source(Protocol):
    """What it needs of storage."""

    async def news_since(self, seq: int, limit: int) -> Sequence[NewsItem]: ...
    async def last_seq(self) -> int: ...
    async def rows(self, case_ids: Collection[str]) -> Sequence[QueueRow]: ...
    async def seen(self, case_ids: Collection[str]) -> Mapping[str, Mapping[str, int]]: ...


class Hub:
    """`still` says whether a sign-in is still good, and the cookie the one it had at that step-up."""

    def __init__(
        self,
        source: Source,
        house: Callable[[], House],
        still: Callable[[str, datetime | None], Awaitable[bool]],
        version: str = "",
    ) -> None:
        self._source, self._house, self._still, self._version = source, house, still, version
        self._lines: dict[Line, None] = {}  # in the order in which they were opened
        self._seq: int | None = None
        self._heard = asyncio.Event()
        self._closing = False
        #: Case → the team it was of when we last looked.
        self._teams: dict[str, str | None] = {}

    # ── from outside ──────────────────────────────────────────────────────────────────────────────────────────────
    def hear(self) -> None:
        """There may be news."""
        self._heard.set()

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(self._lines)

    async def open(
        self, sign_in: str, staff: Staff, since: int | None, stepped_up_until: datetime | None = None
    ) -> Line:
        """A line for a console that was told everything up to `since`; None: it has just fetched everything."""
        seq = await self._up_to()
        opening = [event("hello", orjson.dumps({"seq": seq, "version": self._version}))]
        told = seq if since is None else since
        while told != seq:
            opening.append(await self._missed(staff, told, seq))
            told, seq = seq, self._seq or seq  # news may have come while we looked
        line = Line(sign_in, staff, seq, stepped_up_until)
        for chunk in opening:
            line.put(chunk)
        if self._closing:
            line.end(event("bye", b"{}"))
        else:
            self._make_room(sign_in)
            self._lines[line] = None
        return line

    def leave(self, line: Line) -> None:
        self._lines.pop(line, None)

    def close(self) -> None:
        """The house closes: every line says so and ends."""
        self._closing = True
        for line in self._lines:
            line.end(event("bye", b"{}"))

    # ── by itself ─────────────────────────────────────────────────────────────────────────────────────────────────
    async def run(self) -> None:
        """Tell news, until cancelled."""
        while True:
            self._heard.clear()
            await self._bring()
            await asyncio.sleep(GATHER)
            try:
                async with asyncio.timeout(LOOK):
                    await self._heard.wait()
            except TimeoutError:
                continue

    async def watch(self) -> None:
        """Once: lines of those who are signed out by now are ended, and those whose cookie is not hers any more."""
        for of in {(line.sign_in, line.stepped_up_until) for line in self._lines}:
            if not await self._still(*of):
                for line in self.lines:
                    if (line.sign_in, line.stepped_up_until) == of:
                        line.end()

    def beat(self) -> None:
        """A sign of life, so that no proxy cuts the line; and how far the news is, for whoever had none."""
        for line in self._lines:
            behind = self._seq is not None and line.seq < self._seq
            line.put(self._quiet(line) if behind else BEAT)

    def tell(self, kind: str, data: Callable[[Staff], bytes]) -> None:
        """Something else than news, to each console in its own words."""
        for line in self._lines:
            line.put(event(kind, data(self._staff(line))))

    async def teams_of(self, case_ids: Iterable[str]) -> dict[str, str | None]:
        """The team of each of these cases."""
        asked = set(case_ids)
        if unknown := asked - self._teams.keys():
            self._note(await self._source.rows(tuple(unknown)))
            self._teams |= dict.fromkeys(unknown - self._teams.keys())
        return {case: self._teams[case] for case in asked}

    # ── inside ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _make_room(self, sign_in: str) -> None:
        hers = [line for line in self._lines if line.sign_in == sign_in]
        for line in hers[: max(0, len(hers) + 1 - MOST_LINES)]:
            line.end()
            self.leave(line)

    async def _up_to(self) -> int:
        if self._seq is None:
            self._seq = await self._source.last_seq()
        return self._seq

    async def _bring(self) -> None:
        if not self._lines and await self._skip():
            return
        seq = await self._up_to()
        while items := await self._source.news_since(seq, FAR_BEHIND):
            found = await self._changes(items)
            seq = self._seq = items[-1].seq
            for line in self.lines:
                self._tell(line, seq, found)

    async def _skip(self) -> bool:
        """Nobody listens here: whoever comes begins at the newest. False where somebody came while we looked."""
        newest = await self._source.last_seq()
        if self._lines:
            return False
        self._seq = newest
        self._teams.clear()  # what is passed over may have moved cases
        return True

    async def _missed(self, staff: Staff, since: int, seq: int) -> bytes:
        """What happened from `since` to `seq`; or that it is too much, or not our numbering at all."""
        if since > seq:  # told by another process, which has looked more lately than we have
            return b"" if since <= await self._source.last_seq() else reset(seq)
        items = [item for item in await self._source.news_since(since, FAR_BEHIND + 1) if item.seq <= seq]
        if len(items) > FAR_BEHIND:
            return reset(seq)
        found = await self._changes(items)
        return event("news", news(seq, found, staff) or news(seq), seq)

    async def _changes(self, items: Sequence[NewsItem]) -> tuple[Change, ...]:
        cases = {item.case: None for item in items if item.case}
        rows = await self._source.rows(tuple(cases)) if cases else ()
        seen = await self._source.seen([row.id for row in rows]) if rows else {}
        before = {case: team for case in cases if (team := self._teams.pop(case, None))}
        self._note(rows)
        return changes_of(items, rows, seen, before)

    def _note(self, rows: Sequence[QueueRow]) -> None:
        if len(self._teams) > 10 * FAR_BEHIND:
            self._teams.clear()
        self._teams |= {row.id: row.team for row in rows}

    def _tell(self, line: Line, seq: int, found: Sequence[Change]) -> None:
        before, staff = line.staff, self._staff(line)
        if staff.teams != before.teams or staff.roles != before.roles:
            line.staff, line.seq = staff, seq
            return line.put(reset(seq))
        if data := news(seq, found, staff):
            line.seq = seq
            line.put(event("news", data, seq))
        return None

    def _quiet(self, line: Line) -> bytes:
        assert self._seq is not None
        line.seq = self._seq
        return event("news", news(self._seq), self._seq)

    def _staff(self, line: Line) -> Staff:
        return self._house().colleagues.get(line.staff.id, line.staff)
