"""The crash drill: Haven is killed again and again while people write, and nothing is lost or doubled.

People whose cases wait in a queue write numbered lines, newcomers say hello. Meanwhile the process gets SIGKILL at
random moments and starts again on the same folders. Counts come from the database and the emulator's ledger alone.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from emulator.phone import Phone
from emulator.server import Emulator
from haven.settings import Settings, read_settings
from storage import Store, open_store
from storage.repositories.parts import load_lines
from storage.ring import UnitKeys
from storage.statements import Steps, ask
from tests.drills.haven_process import HavenProcess
from tests.drills.looking import look
from tests.road import to_the_queue


@dataclass(frozen=True)
class Plan:
    """`hello`: the share of newcomers who only say hello. `pause`: the most seconds between writing and a kill."""

    updates: int = 200
    kills: int = 10
    waiting: int = 4
    hello: float = 0.2
    pause: float = 0.4
    seed: int = 1


@dataclass(frozen=True)
class Outcome:
    """What was found afterwards."""

    kills: int
    lost: int
    doubled: int
    out_of_order: int
    unanswered: int
    repeats: int
    ambiguous: int


#: A word that is heard as nothing but itself; "word 15" would be Dutch for turning fifteen.
WORD = "line number"


def numbered(number: int) -> str:
    return f"{WORD} {number + 1000}"


async def storm(emulator: Emulator, haven: HavenProcess, plan: Plan) -> Outcome:
    """Run the drill. Raises TimeoutError when Haven does not come back by itself."""
    chance = random.Random(plan.seed)
    await haven.start()
    waiting = [emulator.phone(language="en") for _ in range(plan.waiting)]
    await asyncio.gather(*(to_the_queue(phone) for phone in waiting))
    written: dict[int, list[str]] = {number: [] for number in range(plan.waiting)}
    newcomers: list[Phone] = []

    async def write(number: int) -> None:
        if chance.random() < plan.hello:
            newcomers.append(emulator.phone(language="en"))
            await newcomers[-1].says("hello")
            return
        whose = chance.randrange(plan.waiting)
        written[whose].append(numbered(number))
        await waiting[whose].says(numbered(number))

    kill_before = {round(plan.updates * (kill + 1) / (plan.kills + 1)) for kill in range(plan.kills)}
    for number in range(plan.updates):
        if number in kill_before:
            await asyncio.sleep(chance.uniform(0, plan.pause))  # a moment to be killed in, not a wait for anything
            haven.kill()
            await haven.start()
        await write(number)
    await emulator.settled(60)
    await until_sent(haven)
    haven.stop()
    return await judge(emulator, haven, list(written.values()), newcomers, len(kill_before))


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
        found = yield from load_lines(case, keys.key(key))
        return [line.words.plain for line in found if line.by == "contact"]

    try:
        rows = await store.database.run(lambda: ask("SELECT id, key_id FROM cases"))
        return [await store._with_keys(lambda keys, row=row: lines(keys, row[0], row[1])) for row in rows]
    finally:
        await store.close()


async def judge(
    emulator: Emulator, haven: HavenProcess, written: Sequence[list[str]], newcomers: Sequence[Phone], kills: int
) -> Outcome:
    kept = [[words for words in said if words.startswith(WORD)] for said in await transcripts(haven)]
    wanted, found = Counter(w for said in written for w in said), Counter(w for said in kept for w in said)
    greeted = [list(emulator.ledger.of("sendMessage", chat_id=phone.chat_id)) for phone in newcomers]
    greeting = min((len(each) for each in greeted), default=0)
    store = await open_stopped(haven)
    try:
        counts = await store.counts()
    finally:
        await store.close()
    return Outcome(
        kills=kills,
        lost=(wanted - found).total(),
        doubled=(found - wanted).total(),
        out_of_order=sum(sorted(said, key=lambda w: int(w.split()[-1])) != said for said in kept),
        unanswered=sum(not each for each in greeted),
        repeats=sum(len(each) - greeting for each in greeted),
        ambiguous=int(counts["ambiguous"]),
    )
