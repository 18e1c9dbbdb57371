"""Who is there, at which case, and who takes new ones: told by each console, kept for all, shown to colleagues."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import orjson

from console.hub import Hub
from console.stream import event
from helpline.people import Visit
from helpline.staff import Staff
from helpline.views import Present

#: A browser that sleeps or is starved by its system says nothing for long; its open line speaks for it then.
SILENT = timedelta(seconds=20)


class Keeper(Protocol):
    """What it needs of storage."""

    async def be_here(
        self, sign_in: str, staff_id: str, case_id: str | None, available: bool, now: datetime
    ) -> None: ...
    async def still_here(self, sign_in: str, staff_id: str, now: datetime) -> None: ...
    async def presence(self, now: datetime) -> Sequence[Present]: ...


class Presence:
    """One per process. Where somebody is stands in the database alone: any process may have heard it."""

    def __init__(self, keeper: Keeper, hub: Hub) -> None:
        self._keeper, self._hub = keeper, hub
        #: Sign-in → when this process last heard of it.
        self._heard: dict[str, datetime] = {}
        self._last: tuple[Present, ...] | None = None
        self._colleagues: Mapping[str, Staff] = {}
        self._teams: Mapping[str, str | None] = {}
        #: Set when somebody came or moved, at whichever process: then a look need not wait.
        self.changed = asyncio.Event()

    async def be_here(self, visit: Visit, case: str | None, available: bool, now: datetime) -> None:
        """She says where she is."""
        self._heard[visit.sign_in] = now
        await self._keeper.be_here(visit.sign_in, visit.staff.id, case, available, now)

    async def available(self, visit: Visit, now: datetime) -> bool:
        """Whether she takes cases: as she last said on this sign-in, else on any; who has said nothing yet does."""
        hers = [one for one in await self._keeper.presence(now) if one.staff_id == visit.staff.id]
        said = [one for one in hers if one.sign_in == visit.sign_in] or hers
        return any(one.available for one in said) if said else visit.staff.may("talk")

    async def set_available(self, visit: Visit, available: bool, now: datetime) -> None:
        there = await self._keeper.presence(now)
        case = next((one.case_id for one in there if one.sign_in == visit.sign_in), None)
        await self.be_here(visit, case, available, now)

    async def speak_for_silent(self, now: datetime) -> None:
        """An open line counts as being there, also while its browser says nothing, or says it to another process."""
        self._heard = {one: at for one, at in self._heard.items() if now - at < SILENT}
        for sign_in, staff_id in {line.sign_in: line.staff.id for line in self._hub.lines}.items():
            if sign_in not in self._heard:
                await self._keeper.still_here(sign_in, staff_id, now)

    async def look(self, colleagues: Mapping[str, Staff], now: datetime) -> frozenset[str]:
        """Who takes cases now, by id. Consoles are told where something has changed."""
        present = tuple(sorted(await self._keeper.presence(now), key=lambda one: (one.staff_id, one.case_id or "")))
        if present != self._last or colleagues != self._colleagues:
            self._last, self._colleagues = present, colleagues
            await self.tell()
        return frozenset(one.staff_id for one in present if one.available)

    async def tell(self) -> None:
        """To every console: who of her colleagues is there, and who looks at which case of her teams."""
        self._teams = await self._hub.teams_of(one.case_id for one in self._last or () if one.case_id)
        known: dict[tuple[frozenset[str], bool, bool], bytes] = {}

        def said(staff: Staff) -> bytes:
            sees = (staff.teams, staff.may("see_staff"), staff.may("see_queue"))
            if sees not in known:
                known[sees] = self._said(staff)
            return known[sees]

        self._hub.tell("here", said)

    def now(self, staff: Staff) -> bytes:
        """For a line just opened: how it was at the last look."""
        return event("here", self._said(staff))

    def _said(self, staff: Staff) -> bytes:
        return orjson.dumps(_seen_by(staff, self._last or (), self._colleagues, self._teams))


def _seen_by(
    staff: Staff, present: Collection[Present], colleagues: Mapping[str, Staff], teams: Mapping[str, str | None]
) -> dict[str, object]:
    looking: dict[str, list[dict[str, str]]] = {}
    there: dict[str, dict[str, object]] = {}
    for one in present:
        who = colleagues.get(one.staff_id)
        if who is None or not (who.teams & staff.teams or staff.may("see_staff")):
            continue
        entry = there.setdefault(who.id, {"id": who.id, "alias": who.alias, "available": False})
        entry["available"] = bool(entry["available"]) or (one.available and who.may("talk"))
        if one.case_id and teams.get(one.case_id) in staff.teams and staff.may("see_queue"):
            at = looking.setdefault(one.case_id, [])
            if all(other["id"] != who.id for other in at):
                at.append({"id": who.id, "alias": who.alias})
    return {"looking": looking, "present": list(there.values())}
