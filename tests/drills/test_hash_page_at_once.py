"""A page that does everything at once, while what it was opened for ends: nothing is kept that may not be, or twice.

The page belongs to somebody who lies: it keeps the same hash from two sides, moves to another browser meanwhile, and is
opened from the chat as well. What the house holds afterwards is read from the database.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import orjson
import pytest

from helpline.agreeing import withdraw
from helpline.intake import decide
from helpline.ports import Changes, House, Loaded
from helpline.reception import PAGE, open_case
from storage import Store
from storage.repositories import page_sessions
from storage.statements import Steps, ask
from tests.drills.finding import Finding, amount, chance_of, seed, trouble
from tests.drills.page_door import NOW, Door, Person, door
from tests.storage.people import Decision, writes
from tests.storage.test_desk import Act

#: What may become of her case meanwhile; of the first three, nothing of hashes is left.
ENDS = ("minor", "erased", "withdrawn", "hidden", "shut out", "nothing")
GONE, MOST = ENDS[:3], 20
#: What the house may answer to a page that comes too late.
REFUSED = (401, 409)


@dataclass
class Round:
    """One of them, in all she does. `shown`: every word that was ever good for her page; `kept`: as she was told, by
    `sent` files."""

    house: Door
    one: Person
    end: str
    number: int
    shown: list[str] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)
    sent: int = 0
    strange: list[str] = field(default_factory=list)

    async def asks(self, **act: Any) -> Any:
        answered = await self.house.asks(orjson.dumps(act))
        if answered.status not in (200, *REFUSED):
            self.strange.append(f"{act['act']} answered {answered.status}")
        return orjson.loads(answered.body) if answered.status == 200 else None

    async def keeps(self, session: str, value: int) -> bool:
        digest = hashlib.sha256(b"%d %d" % (self.number, value)).hexdigest()
        file = {"kind": "file", "size": "<1MB", "tool": "haven-page 1", "adults": True}
        told = await self.asks(
            act="keep", session=session, files=[file | {"hashes": [{"label": "sha256", "value": digest}]}]
        )
        if told:
            self.kept.add(value)
            self.sent += 1
        return told is not None

    async def moves(self) -> None:
        moved = await self.asks(act="again", session=self.one.session)
        if moved:
            self.shown.append(moved["secret"])
            await self.opens(secret=moved["secret"])

    async def opens(self, **by: str) -> None:
        opened = await self.asks(act="open", **by)
        if opened:
            self.shown.append(opened["session"])
            await self.keeps(opened["session"], 4)

    async def ends(self) -> None:
        self.house.updates += 1
        hers = writes(self.house.updates, str(self.one.chat), "/hide", at=NOW)
        store, home = self.house.store, self.house.house
        if self.end == "minor":
            await self.asks(act="minor", session=self.one.session, fact="unsure")
        elif self.end == "erased":
            await store.act(self.one.case_id, NOW, home, Act(case=None, session=None))
        elif self.end == "withdrawn":
            await store.act(self.one.case_id, NOW, home, taken_back)
        elif self.end == "hidden":
            await store.work_off(hers, NOW, home, decide)
        elif self.end == "shut out":
            await store.work_off(hers, NOW, home, Decision(bar_until=NOW + timedelta(hours=1)))

    async def all_at_once(self, chance: Random) -> None:
        self.shown.append(self.one.session)
        acts: list[Awaitable[object]] = [self.keeps(self.one.session, value) for value in (1, 2, 2, 3)]
        acts += [self.moves(), self.opens(launch=self.house.launch(self.one.chat)), self.ends()]
        await asyncio.gather(*(sometime(act, chance.random() / 50) for act in acts))

    # ── afterwards ────────────────────────────────────────────────────────────────────────────────────────────────
    async def judged(self) -> list[str]:
        """What is wrong. A page that came first to the end may have ended nothing: then it is told once more."""
        if self.end == "minor" and await self._count("cases", "id"):
            self.one.session = await self._newest()
            await self.ends()
        items, pages = await self._count("item"), await self._count("page_session")
        wrong = list(self.strange)
        if self.end in GONE:
            wrong += ["kept, and there still"] if items else []
        elif items != len(self.kept):
            wrong.append("told of more or fewer than were kept")
        if self.end == "nothing":
            wrong += [] if pages == 1 and await self._left() == MOST - self.sent else ["files counted wrong"]
        else:
            wrong += ["open still"] if [one for one in self.shown if await self.keeps(one, 5)] else []
            wrong += ["opens still"] if await self.asks(act="open", secret=self.one.secret) else []
        if self.end in ("minor", "erased", "hidden"):
            wrong += ["a page of nothing"] if pages or await self._count("ticket") else []
        return wrong

    async def _newest(self) -> str:
        opened = await self.house.does(act="open", launch=self.house.launch(self.one.chat))
        return str(opened["session"])

    async def _count(self, table: str, column: str = "case_id") -> int:
        sql = f"SELECT COUNT(*) FROM {table} WHERE {column} = $1"
        return int((await self.house.store.database.read(lambda: ask(sql, self.one.case_id)))[0][0])

    async def _left(self) -> int:
        sql = "SELECT files FROM page_session WHERE case_id = $1"
        return int((await self.house.store.database.read(lambda: ask(sql, self.one.case_id)))[0][0])


async def sometime(act: Awaitable[object], seconds: float) -> None:
    """Each comes first in some round."""
    await asyncio.sleep(seconds)
    await act


def taken_back(loaded: Loaded, now: datetime, house: House) -> Changes:
    return withdraw(open_case(loaded, PAGE, now, house), "hashes").changes()


async def drill(store: Store, finding: Finding, rounds: int) -> Finding:
    house = await door(store, 0)
    for number in range(rounds):
        await house.comes_in(number)
        one = Round(house, house.people[-1], ENDS[number % len(ENDS)], number)
        try:
            await house.opens(one.one, by_launch=False)
            if one.end != "nothing":  # leave for another page waits
                await house.given(one.one)
            await one.all_at_once(chance_of(finding.seed, number))
            for wrong in await one.judged():
                finding.add(f"{one.end}: {wrong}", number)
        except Exception as error:
            finding.add(f"{one.end}: {trouble(error)}", number)
        finding.seen[f"{one.end} {len(one.kept)}"] += 1
        finding.count += 1
    for failure in house.failures:
        finding.add(trouble(failure), 0)
    return finding.done()


@pytest.mark.timeout(3600)
async def test_whatever_ends_meanwhile_nothing_is_kept_that_may_not_be(store: Store, engine: str) -> None:
    finding = await drill(store, Finding("hash page at once", seed=seed(), engine=engine), amount(600, 18))
    print(finding)
    assert finding.holds, finding


@pytest.mark.parametrize("careless", ["gate", "use"])
async def test_the_drill_finds_a_house_that_asks_once(
    store: Store, engine: str, careless: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if careless == "gate":
        for where in ("pages.hashing.gate", "helpline.on_device.sent.gate"):
            monkeypatch.setattr(where, lambda loaded, now: loaded.case)
    else:

        def not_looked_at(case_id: str, used: object, now: datetime) -> Steps[None]:
            yield from ()

        monkeypatch.setattr(page_sessions, "use", not_looked_at)
    finding = await drill(store, Finding("careless", seed=seed(), engine=engine), len(ENDS))
    assert finding.wrong, careless
