"""The crash drill: Haven is killed again and again while people write, and nothing is lost or doubled.

Half of the deaths come at a random moment, half at a named one (`failpoints.py`). People go on writing while the house
is down. Afterwards it is judged by the database and the emulator's ledger alone.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from emulator.server import Emulator
from haven.settings import Settings, read_settings
from storage import Store, open_store
from storage.repositories.parts import load_fates
from storage.ring import UnitKeys
from storage.statements import Steps, ask
from tests.drills.crowd import WORD, Crowd
from tests.drills.failpoints import ARMED, MOMENTS, NOTES
from tests.drills.finding import Finding
from tests.drills.haven_process import HavenProcess
from tests.drills.looking import look
from tests.soon import LOOK, Counted

#: Moments that belong to one way of receiving.
ONLY = {"offset": "polling", "verify": "webhook", "answer": "webhook"}
#: Moments that come with every update or message, and how likely a death is at each; the others come at the start.
OFTEN = frozenset({"verify", "receive", "load", "decide", "save", "commit", "answer", "offset", "send", "settle"})
LIKELY, RARELY = 0.06, 0.8
#: Seconds in which nothing comes or goes any more, before a death at a named moment is not waited for any longer.
GRACE = 1.0


@dataclass(frozen=True)
class Plan:
    """`hello`, `walking`: the shares of newcomers. `pause`: the most seconds between an update and its kill.

    `moments`: half of the deaths come at named ones. `patience`: how long a person waits for her next button.
    """

    updates: int = 200
    kills: int = 10
    waiting: int = 4
    hello: float = 0.15
    walking: float = 0.05
    pause: float = 0.3
    moments: bool = True
    patience: float = 100.0
    seed: int = 1


async def storm(emulator: Emulator, haven: HavenProcess, plan: Plan, engine: str = "sqlite") -> Finding:
    """Run the drill. Raises TimeoutError when Haven does not come back by itself."""
    finding = Finding("crash storm", seed=plan.seed, engine=engine, mode=haven.mode)
    crowd = Crowd(emulator, Random(plan.seed), plan.hello, plan.walking, plan.patience)
    await haven.start()
    await crowd.gather(plan.waiting)
    writing = asyncio.ensure_future(crowd.write(plan.updates))
    try:
        died = await Death(emulator, haven, crowd, plan).reign()
        await writing
    finally:
        writing.cancel()
    await emulator.settled(120)
    await until_sent(haven)
    haven.stop()
    finding.seen.update(died)
    await judge(emulator, haven, crowd, finding)
    return finding.done()


def moments_of(mode: str) -> list[str]:
    """The named moments there are in this way of receiving."""
    return [moment for moment in MOMENTS if ONLY.get(moment.partition(".")[0], mode) == mode]


class Death:
    """Kills the house so often, spread over the updates, and has it started again each time."""

    def __init__(self, emulator: Emulator, haven: HavenProcess, crowd: Crowd, plan: Plan) -> None:
        self._emulator, self._haven, self._crowd, self._plan = emulator, haven, crowd, plan
        self._chance = Random(plan.seed + 1)
        self._notes = haven.folder / "died_at"
        self._moments = moments_of(haven.mode)

    async def reign(self) -> Counter[str]:
        """How often it died, in all and at named moments. Ends with a living house.

        People are one share of updates ahead of each death: they write while it comes, and while the house is down.
        """
        begun, total = len(self._emulator.updates), self._plan.kills
        share = (self._plan.updates - begun) / (total + 1)
        named = False
        for number in range(total):
            self._crowd.limit = begun + round(share * (number + 2))
            due = begun + round(share * (number + 1))
            while self._haven.alive and len(self._emulator.updates) < due:  # noqa: ASYNC110 - a process apart
                await asyncio.sleep(0.01)
            if named:
                await self._dead_or_idle()
            else:  # a moment to be killed in
                await asyncio.to_thread(self._haven.ended, self._chance.uniform(0, self._plan.pause))
            self._haven.kill()
            named = self._plan.moments and number % 2 == 0 and number < total - 1
            await self._rise(named)
        return Counter({"kills": total, "at named moments": len(noted(self._notes))}) + Counter(noted(self._notes))

    async def _dead_or_idle(self) -> None:
        """Until it died by itself, or there is nothing left for it to die of."""
        before, idle = (0, 0, 0), Counted()
        while self._haven.alive and idle.looks * LOOK < GRACE:
            updates = self._emulator.updates
            if (now := (len(updates), len(updates.pending), len(self._emulator.ledger))) != before:
                before, idle = now, Counted()
            await idle.look()

    async def _rise(self, named: bool) -> None:
        """A new house; one that is to die at a named moment may do so before it was ready."""
        self._haven.extra.pop(ARMED, None)
        if named:
            moment = self._chance.choice(self._moments)
            likely = LIKELY if moment.partition(".")[0] in OFTEN else RARELY
            self._haven.extra |= {
                ARMED: f"{moment}:kill:{likely}:{self._chance.randrange(1 << 30)}",
                NOTES: str(self._notes),
            }
        await self._haven.begin()
        if not await self._haven.ready() and not named:
            raise RuntimeError(f"Haven did not start: {self._haven.log.read_text()[-2000:]}")


def noted(notes: Path) -> list[str]:
    return [line.split()[0] for line in notes.read_text().splitlines()] if notes.exists() else []


async def until_sent(haven: HavenProcess, timeout: float = 60) -> None:
    """Until the outbox is empty, as the database says; looked at from outside, without disturbing anything."""
    async with asyncio.timeout(timeout):
        while (await look(settings(haven).database, "SELECT COUNT(*) FROM outbox"))[0][0]:  # noqa: ASYNC110 - a process apart
            await asyncio.sleep(0.1)


def settings(haven: HavenProcess) -> Settings:
    return read_settings(haven.environment())


async def open_stopped(haven: HavenProcess) -> Store:
    """The store of a house that has stopped."""
    found = settings(haven)
    return await open_store(found.database, found.keystore, found.keys, process="drill")


async def transcripts(haven: HavenProcess) -> list[list[str]]:
    """What each contact wrote, case by case, opened from the database."""
    store = await open_stopped(haven)

    def lines(keys: UnitKeys, case: str, key: str) -> Steps[list[str]]:
        keys.want(key)
        found = yield from load_fates(case, keys.key(key))
        return [line.words.plain for line, _ in found if line.by == "contact"]

    try:
        rows = await store.database.run(lambda: ask("SELECT id, key_id FROM cases"))
        return [await store._with_keys(lambda keys, row=row: lines(keys, row[0], row[1])) for row in rows]
    finally:
        await store.close()


async def judge(emulator: Emulator, haven: HavenProcess, crowd: Crowd, finding: Finding) -> None:
    """What the database and the ledger say, into the finding."""
    kept = [[words for words in said if words.startswith(WORD)] for said in await transcripts(haven)]
    wanted, found = Counter(w for said in crowd.written for w in said), Counter(w for said in kept for w in said)
    seen = {row[0] for row in await ask_here(haven, "SELECT update_id FROM seen")}
    cases = len(crowd.waiting) + len(crowd.walkers) - crowd.stranded
    finding.count = len(emulator.updates)
    wrong = {
        "lines lost": (wanted - found).total(),
        "lines doubled": (found - wanted).total(),
        "transcripts out of order": sum(sorted(said, key=number_of) != said for said in kept),
        "confirmed without a row": sum(update.update_id not in seen for update in emulator.updates),
        "updates dropped": sum(update.dropped is not None for update in emulator.updates),
        "cases too many or few": abs(len(kept) - cases),
        "people stranded": crowd.stranded,
        "texts not heard": crowd.missing(),
        "heard out of order": crowd.disordered(),
        "failed or parked": (await ask_here(haven, "SELECT COUNT(*) FROM failure"))[0][0],
    }
    repeats = await repeated(emulator, haven)
    ambiguous = sum(row[0] for row in await ask_here(haven, "SELECT amount FROM tally WHERE name = 'ambiguous'"))
    wrong["repeats not flagged"] = max(0, repeats - ambiguous)
    finding.wrong.update({kind: count for kind, count in wrong.items() if count})
    finding.seen.update({"repeats": repeats, "flagged ambiguous": ambiguous, "lines": found.total(), "cases": cases})


async def repeated(emulator: Emulator, haven: HavenProcess) -> int:
    """Messages that Telegram brought and no row remembers: each was brought again. Those taken back had a row too."""
    sent = sum(1 for _ in emulator.ledger.of("sendMessage"))
    back = {number for entry in emulator.ledger.of("deleteMessages") for number in entry.params["message_ids"]}
    return sent - len(back) - int((await ask_here(haven, "SELECT COUNT(*) FROM message WHERE mine"))[0][0])


async def ask_here(haven: HavenProcess, question: str) -> Sequence[Sequence[object]]:
    return await look(settings(haven).database, question)


def number_of(line: str) -> int:
    return int(line.split()[-1])
