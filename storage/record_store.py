"""What storage knows of the record of what was done: whether it is whole, its newest number, and purging it in time."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from helpline.audit import AuditAsk, AuditPage, Findings, Head
from helpline.events import Event
from storage import record_views
from storage.auditing import Search, Walk
from storage.chain import Entry
from storage.desk_store import DeskStore
from storage.repositories import events

#: Events in memory at a time.
PAGE = 500


class RecordStore(DeskStore):
    """The store, as whoever checks the record sees it. All of it raises StorageTrouble."""

    async def audit(self, anchor: Head | None = None) -> Findings:
        """Walk the whole chain. `anchor`: a head that was kept elsewhere: only with one is seen that the end was cut
        off, or that all of it was exchanged for another."""
        walk = Walk(self._master.audit, anchor)
        async for page in self._pages():
            await asyncio.to_thread(walk.steps, page)
        found, search = walk.end(), Search(self._master.audit, walk)
        if not search.needed:
            return found
        async for page in self._pages():
            await asyncio.to_thread(search.pass_by, page)
        return search.findings(found)

    async def audit_head(self) -> Head:
        return Head(*(await self.database.read(events.head)))

    async def purge_events(self, now: datetime, keep: timedelta) -> int:
        """Take what events say that are older than that; their digests stay. Returns how many there were."""
        through, total = await self.database.read(lambda: events.outdated(now - keep)), 0
        while through:
            name = secrets.token_urlsafe(9)
            count = await self.database.run(lambda name=name: events.empty(self._master.audit, through, name, now))  # type: ignore[misc]
            total += count
            if count < events.AT_A_TIME:
                break
        if total:
            self.news.here("events")
        return total

    async def _pages(self) -> AsyncIterator[list[Entry]]:
        after = events.BELOW
        while page := await self.database.read(lambda after=after: events.page(after, PAGE)):  # type: ignore[misc]
            yield page
            after = page[-1].seq

    # ── what was found, and who read it ───────────────────────────────────────────────────────────────────────────
    async def last_verified(self) -> datetime | None:
        """When the whole of it was walked last."""
        found = await self.database.read(record_views.verified)
        return found.at if found else None

    async def note_verified(self, found: Findings, now: datetime) -> None:
        about = {"through": found.head.seq, "count": found.count, "broken": len(found.broken) + found.more}
        event = Event(secrets.token_urlsafe(9), "audit_verified", now, None, about)
        await self.database.run(lambda: events.append([event]))
        self.news.here("events")

    async def audit_page(self, asked: AuditAsk, sign_in: str, staff_id: str, now: datetime) -> AuditPage:
        """What an auditor asked for; that she reads is noted first, once an hour for each sign-in."""
        name = secrets.token_urlsafe(9)
        if await self.database.run(lambda: record_views.note_read(name, sign_in, staff_id, now)):
            self.news.here("events")
        lookup = None if asked.number is None else self._number_lookup(asked.number)
        return await self.database.read(lambda: record_views.page(asked, lookup))
