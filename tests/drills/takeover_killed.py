"""The house is killed again and again while staff and contacts talk, and while cases change hands.

Half of the deaths come at a named moment (`failpoints.py`). Staff ask over HTTP as a browser does, and ask again with
the same ids while the house is down. Afterwards it is judged like the races.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import aiohttp

from emulator.server import Emulator
from haven.wiring import furnish
from helpline.errors import AlreadyTaken, Declined, NotHers
from helpline.staff import Staff
from tests.drills.crash import noted, open_stopped, settings, until_sent
from tests.drills.failpoints import ARMED, NOTES
from tests.drills.finding import Finding
from tests.drills.haven_process import HavenProcess
from tests.drills.takeover_house import ROLES, Street, hired, now, put_case, slow_line
from tests.drills.takeover_judge import judge, judge_all
from tests.drills.takeover_race import SECRET, Race, Tried

#: Moments a case changes hands by, and how likely a death is at each.
MOMENTS = tuple(
    f"{name}.{side}" for name in ("save", "commit", "send", "settle", "decide") for side in ("before", "after")
)
LIKELY, LATE = 0.05, 1.5
#: How often each thing is done.
ACTS = {"take_over": 5, "reply": 6, "note": 1, "hand_back": 1, "transfer": 2, "release": 1, "close": 1, "reopen": 2}
REFUSED: Mapping[str, type[Declined]] = {"already_taken": AlreadyTaken, "not_hers": NotHers}
#: Seconds at most between two things one of the staff does, and all contacts do; until a try is given up; between two.
PAUSE, WRITES, PATIENCE, AGAIN = 0.05, 0.15, 60.0, 0.1


@dataclass(frozen=True)
class Plan:
    """`acts`: of staff, between two deaths."""

    people: int = 12
    kills: int = 20
    acts: int = 60
    seed: int = 1


@dataclass
class Shift:
    """Everybody who writes. `races`: one for each contact. `over`: nobody begins anything more."""

    houses: Sequence[HavenProcess]
    races: Sequence[Race]
    cookies: Mapping[str, str]
    chance: Random
    over: asyncio.Event = field(default_factory=asyncio.Event)
    typed: int = 0

    async def staff(self, who: str) -> None:
        """She goes from case to case, and is there."""
        async with aiohttp.ClientSession() as session:
            last = 0.0
            while not self.over.is_set():
                if (time := asyncio.get_running_loop().time()) - last > 5:
                    last = time
                    await self._ask(session, who, "/console/api/here", {"case": None, "available": True})
                await self._acts(session, who, self.chance.choice(self.races))
                await asyncio.sleep(PAUSE * self.chance.random())

    async def contacts(self) -> None:
        while not self.over.is_set():
            await self.chance.choice(self.races).phone.says(f"it is me {self.chance.random()}")
            await asyncio.sleep(WRITES * self.chance.random())

    @property
    def acts(self) -> int:
        return sum(len(race.tried) for race in self.races)

    async def _acts(self, session: aiohttp.ClientSession, who: str, race: Race) -> None:
        [verb] = self.chance.choices(list(ACTS), list(ACTS.values()))
        action = {"verb": verb, **self._more(verb, who, race)}
        answer, again = await self._ask(session, who, f"/console/api/cases/{race.case}/act", action)
        told = None
        if "refusal" in answer:
            told = REFUSED.get(answer["refusal"], Declined)(**answer["about"])
        fresh = bool(answer.get("fresh"))
        race.tried.append(Tried(who, verb, str(action.get("id", "")), told, fresh, again=again))

    def _more(self, verb: str, who: str, race: Race) -> dict[str, Any]:
        self.typed += 1
        own_id = f"{verb}-{self.typed:08}-{who}"
        match verb:
            case "reply":
                race.said[own_id] = f"{who} writes {race.number}/{self.typed}"
                return {"id": own_id, "text": race.said[own_id]}
            case "note":
                return {"id": own_id, "text": f"{SECRET} {own_id}"}
            case "hand_back":
                return {"to": self.chance.choice(["rest", "welcome"])}
            case "transfer":
                to = self.chance.choice([one for one in ROLES if one != who])
                return {"staff": race.street.staff[to].id, "note": f"{SECRET} {own_id}"}
            case "close":
                return {"outcome": "helped"}
        return {}

    async def _ask(self, session: aiohttp.ClientSession, who: str, path: str, body: Any) -> tuple[Any, bool]:
        """The answer, and whether it was asked more than once. Raises TimeoutError where the house stays away."""
        again = False
        async with asyncio.timeout(PATIENCE):
            while True:
                house = self.chance.choice(self.houses)
                try:
                    async with session.post(
                        f"http://127.0.0.1:{house.port}{path}", json=body, headers=self._headers(who, house)
                    ) as answer:
                        if answer.status < 500:
                            return await answer.json(), again
                except (aiohttp.ClientError, ConnectionError):
                    pass
                again = True
                await asyncio.sleep(AGAIN)

    def _headers(self, who: str, house: HavenProcess) -> dict[str, str]:
        here = f"localhost:{house.port}"
        return {"Host": here, "Origin": f"http://{here}", "Cookie": f"__Host-haven={self.cookies[who]}"}


async def prepare(
    emulator: Emulator, haven: HavenProcess, plan: Plan
) -> tuple[list[Race], dict[str, str], dict[str, Staff]]:
    """Staff with a sign-in each, and people whose cases wait for one of them or are with the bot."""
    store = await open_stopped(haven)
    try:
        house = await furnish(settings(haven), store, now)
        staff = await hired(store.people)
        cookies = {who: (await store.people.sign_in_for_show(one.id, now())).token for who, one in staff.items()}
        here, races = Street(emulator, (), staff, io.StringIO()), []
        for number in range(plan.people):
            race = Race(here, number, Random(number), "a shift", emulator.phone(language="en"))
            race.kind = "bot" if number % 3 == 0 else "queue"
            race.case = await put_case(store, house(), race.phone.chat_id, 1_000_000_000 + number, race.kind)
            races.append(race)
        return races, cookies, staff
    finally:
        await store.close()


async def killed(emulator: Emulator, houses: Sequence[HavenProcess], plan: Plan, engine: str) -> Finding:
    finding = Finding("killed while cases change hands", 0, plan.seed, engine, f"{len(houses)} at work")
    slow_line(emulator, Random(plan.seed))
    races, cookies, _ = await prepare(emulator, houses[0], plan)
    for house in houses:
        await house.start()
    shift = Shift(houses, races, cookies, Random(plan.seed))
    async with asyncio.TaskGroup() as group:
        for who in ROLES:
            group.create_task(shift.staff(who))
        group.create_task(shift.contacts())
        await deaths(houses, shift, plan, finding)
        shift.over.set()
    await emulator.settled(120)
    await until_sent(houses[0])
    for house in houses:
        await asyncio.to_thread(house.stop)
    store = await open_stopped(houses[0])
    try:
        for race in races:
            await judge(race, store, finding)
        await judge_all(emulator, store, finding)
    finally:
        await store.close()
    finding.count = finding.seen["acts"]
    return finding.done()


async def deaths(houses: Sequence[HavenProcess], shift: Shift, plan: Plan, finding: Finding) -> None:
    """One house after the other, at a moment of chance or a named one; each rises again."""
    chance, notes = Random(plan.seed + 1), houses[0].folder / "died_at"
    for number in range(plan.kills):
        house, due = chance.choice(houses), shift.acts + plan.acts
        while house.alive and shift.acts < due:  # noqa: ASYNC110 - work goes on meanwhile, in a process apart
            await asyncio.sleep(0.01)
        await asyncio.to_thread(house.ended, LATE if house.extra.get(ARMED) else chance.uniform(0, PAUSE))
        house.kill()
        await rise(house, chance, notes, named=number % 2 == 0 and number < plan.kills - 1)
    finding.seen["kills"] += plan.kills
    finding.seen["at named moments"] += len(noted(notes))
    for house in houses:
        house.extra.pop(ARMED, None)
        if not house.alive:
            await house.start()


async def rise(house: HavenProcess, chance: Random, notes: Any, named: bool) -> None:
    house.extra.pop(ARMED, None)
    if named:
        armed = f"{chance.choice(MOMENTS)}:kill:{LIKELY}:{chance.randrange(1 << 30)}"
        house.extra |= {ARMED: armed, NOTES: str(notes)}
    await house.begin()
    if not await house.ready() and not named:
        raise RuntimeError(f"Haven did not start: {house.log.read_text()[-2000:]}")
