"""A house that lives for a while, is backed up again and again, is lost, and is brought back from its oldest and newest
backups: what each held is there and opens, and what was erased since is neither."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from helpline.case import Case
from storage import SealBroken, Store
from storage.keys import load_keys
from storage.repositories.cases import cell
from storage.seal import Key, open_sealed
from storage.statements import ask, chunks
from tests.drills.finding import Finding
from tests.haven.backed import Copies, Place
from tests.storage.people import HOUSE, NOW, Decision, case, line, says, session, writes

#: Erased cases whose bytes are tried with every key there is.
TRIED = 20
#: People who write at the same moment.
AT_ONCE = 40


@dataclass
class Town:
    """Everybody's case as it is now, and as it was at each backup, with its key."""

    place: Place
    copies: Copies
    finding: Finding
    chance: Random
    now: dict[str, Case] = field(default_factory=dict)
    then: list[Mapping[str, tuple[Case, str, bytes]]] = field(default_factory=list)

    # ── it lives ──────────────────────────────────────────────────────────────────────────────────────────────────
    def live(self, newcomers: int) -> None:
        """Some come, some erase their case, some take a link back out of it."""
        before = sorted(self.now)
        leaving = self.chance.sample(before, len(before) // 6)
        changing = [who for who in self.chance.sample(before, len(before) // 6) if who not in leaving]
        coming = [f"{len(self.then)}-{number}" for number in range(newcomers)]

        async def living(store: Store) -> None:
            decided: dict[str, Decision] = {}
            for who in coming:
                self.now[who] = kept = case(number=f"K{who}")
                heard = (line("her own words"),)
                decided[who] = Decision(session=session(), case=kept, transcript=heard, outgoing=says("x"))
            for who in changing:
                self.now[who] = less = replace(self.now[who], items=self.now[who].items[:1])
                decided[who] = Decision(case=less)
            for who in leaving:
                del self.now[who]
                decided[who] = Decision(session=None, case=None)
            await self._all_told(store, decided)
            while await store.number_events():
                pass

        self.place.opened(living)

    async def _all_told(self, store: Store, decided: Mapping[str, Decision]) -> None:
        for some in chunks(decided.items(), AT_ONCE):
            await asyncio.gather(*(self._told(store, who, one) for who, one in some))

    async def _told(self, store: Store, who: str, decided: Decision) -> None:
        self.place.update += 1
        await store.work_off(writes(self.place.update, who), NOW, HOUSE, decided)

    def back_up(self) -> None:
        """Data and keys, and what they should hold."""
        number = len(self.then)
        for what in ("data", "keys"):
            self.copies.taken(self.place, what, name=f"haven-{what}-{number}.age")
        rows = {row[0]: (str(row[1]), bytes(row[2])) for row in self.place.rows("SELECT id, key_id, sealed FROM cases")}
        self.then.append({who: (kept, *rows[kept.id]) for who, kept in self.now.items()})

    # ── it is lost and brought back ───────────────────────────────────────────────────────────────────────────────
    def lose_keys(self, number: int) -> None:
        self.place.lose_keys()
        self._brought_back("keys", number)
        held = self.then[number]
        keys_now = {row[0]: row[1] for row in self.place.rows("SELECT id, key_id FROM cases")}
        same = {who for who in held.keys() & self.now.keys() if keys_now[self.now[who].id] == held[who][1]}
        self._judge(number, same, {who: self.now[who] for who in same})

    def lose_data(self, number: int, keys_now: Mapping[str, str]) -> None:
        """`keys_now`: of each living case, the id of its key in the key store of today."""
        self.place.lose_data()
        self._brought_back("data", number)
        held = self.then[number]
        same = {who for who in held.keys() & self.now.keys() if keys_now[self.now[who].id] == held[who][1]}
        gone = [held[who][0].id for who in held.keys() - self.now.keys()]
        left = {row[0] for row in self.place.rows("SELECT id FROM cases")} & set(gone)
        left |= {row[0] for table in ("line", "item") for row in self.place.rows(f"SELECT case_id FROM {table}")} & set(
            gone
        )
        for _ in left:
            self.finding.add("rows of an erased case are back", number)
        self.finding.seen["erased and not back"] += len(gone) - len(left)
        self._judge(number, same, {who: held[who][0] for who in same})

    def _brought_back(self, what: str, number: int) -> None:
        began = time.monotonic()
        if self.copies.brought_back(self.place, what, name=f"haven-{what}-{number}.age"):
            self.finding.add(f"{what} not brought back", number)
        self.finding.seen[f"milliseconds for {what}"] += round(1000 * (time.monotonic() - began))

    def _judge(self, number: int, who: Collection[str], expected: Mapping[str, Case]) -> None:
        async def looking(store: Store) -> None:
            looks = {one: Decision(outgoing=()) for one in sorted(who)}
            await self._all_told(store, looks)
            for one, look in looks.items():
                if not is_same(look.last.case, expected[one]):
                    self.finding.add("a case that was held does not open", number)
            self.finding.seen["opened again"] += len(who)
            self.finding.count += len(who)
            while await store.number_events():
                pass
            if not (await store.audit()).whole:
                self.finding.add("the record is broken", number)
            erased = [(held[0].id, held[2]) for one, held in self.then[number].items() if one not in self.now]
            await self._try_all(store, number, erased[:TRIED])

        self.place.opened(looking)

    async def _try_all(self, store: Store, number: int, erased: Sequence[tuple[str, bytes]]) -> None:
        """What the backup still holds of erased cases, with every key that this key store has."""
        keys = await every_key(store)
        for case_id, sealed in erased:
            for key in keys:
                if opens(key, case_id, sealed):
                    self.finding.add("an erased case opens", number)
        self.finding.seen["keys tried on erased bytes"] += len(keys) * len(erased)


def is_same(found: Case | None, held: Case) -> bool:
    return found is not None and (found.id, found.words, found.items) == (held.id, held.words, held.items)


async def every_key(store: Store) -> list[Key]:
    ids = [row[0] for row in await store.keys.database.read(lambda: ask("SELECT id FROM data_key"))]
    return await store.keys.read(lambda: load_keys(store.keys.masters, ids))


def opens(key: Key, case_id: str, sealed: bytes) -> bool:
    try:
        open_sealed(key, cell(case_id), sealed)
    except SealBroken:
        return False
    return True
