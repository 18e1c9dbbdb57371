"""One measurement: a bot, a load, a window of time; and what came of it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from benchmarks.bots import Bot
from benchmarks.loads import HOUR, Length, Load, Visit
from benchmarks.machine import PLENTY, Use, memory_mib
from benchmarks.running import Hall, Running, running
from benchmarks.talk import UPDATES

#: The step of the talk at which people are left waiting, to weigh what a bot keeps of them.
MID_TALK = UPDATES // 2
#: From this share of its core on, the driver may be what is slow.
FULL = 0.93
#: Seconds in which a house full of cases should have come to rest after its start.
PATIENCE = 240.0


@dataclass(frozen=True)
class Row:
    """One repetition. `rate` in updates/s; `p50`, `p95`, `p99` in ms from the update to its whole answer; `cpu` and
    `database` in ms an update; `driver` and `foreign` in cores; `faults` are errors and people never answered; `syncs`
    of the disk for an update, where somebody counts them."""

    bot: Bot
    load: Load
    rate: float
    p50: float
    p95: float
    p99: float
    cpu: float
    database: float
    driver: float
    foreign: float
    faults: int
    syncs: float | None = None

    @property
    def held_back(self) -> bool:
        """The driver's core had no time left: then it was the driver that was measured."""
        return self.driver + (0 if PLENTY else self.database * self.rate / 1e3) > FULL


@dataclass(frozen=True)
class Weight:
    """`start` in MiB, half a second old; `chat` in KB for each person left waiting; `rest` in seconds until it had done
    what it does at its start. None: not measured."""

    bot: Bot
    start: float
    chat: float | None = None
    rest: float | None = None


async def measure(visit: Visit, length: Length, weigh: bool, hall: Hall) -> tuple[list[Row], Weight]:
    """One bot, started afresh, under one load after the other."""
    bot = visit.bot
    async with running(bot, hall) as run:
        start = weight_of(run)
        rows, rest = await first_hour(bot, run, hall) if bot.stored else ([], None)
        rows += [await under(bot, load, length.factor, run, hall) for load in visit.loads]
        return rows, Weight(bot, start, await weighed(run, length.waiting) if weigh else None, rest)


async def under(bot: Bot, load: Load, factor: float, run: Running, hall: Hall) -> Row:
    """Warm up, then count what is answered within the window."""
    crowd, database = run.crowd, hall.database_pid(bot)
    crowd.times.clear()
    crowd.errors.clear()
    crowd.begin(load.chats, load.think)
    await asyncio.sleep(load.warm_up)
    synced = await syncs_until_now(bot, run, hall)
    before, began = Use.now(run.pids, database), time.perf_counter()
    await asyncio.sleep(load.seconds * factor)
    used, ended = Use.now(run.pids, database).since(before), time.perf_counter()
    synced = None if synced is None else (await syncs_until_now(bot, run, hall) or synced) - synced
    stuck = await crowd.end()
    if crowd.errors.total():
        print(f"errors of {bot.name} under {load.name}: {dict(crowd.errors)}", flush=True)
    took = sorted(seconds for at, seconds in crowd.times if began <= at <= ended) or [0.0]
    span = ended - began
    return Row(
        bot,
        load,
        rate=len(took) / span,
        p50=part(took, 0.5),
        p95=part(took, 0.95),
        p99=part(took, 0.99),
        cpu=used.bot / len(took) * 1e3,
        database=used.database / len(took) * 1e3,
        driver=used.driver / span,
        foreign=used.foreign / span,
        faults=stuck + crowd.errors.total(),
        syncs=None if synced is None else synced / len(took),
    )


async def syncs_until_now(bot: Bot, run: Running, hall: Hall) -> int | None:
    """As a slow disk of SQLite counted them, or PostgreSQL (from 18 on, and up to a second late); else None."""
    if bot.engine == "postgresql":
        return await hall.server_syncs()
    return int(run.place.syncs.read_text()) if run.place.syncs.exists() else None


async def first_hour(bot: Bot, run: Running, hall: Hall) -> tuple[list[Row], float]:
    """What people notice of the chores of the hour, and the seconds until the bot and its database have done them."""
    began, database = time.monotonic(), hall.database_pid(bot)
    rows = [await under(bot, HOUR, 1.0, run, hall)]
    still = 0
    while still < 4 and time.monotonic() - began < PATIENCE:
        before = Use.now(run.pids, database)
        await asyncio.sleep(0.5)
        used = Use.now(run.pids, database).since(before)
        still = still + 1 if used.bot + used.database < 0.05 else 0
    return rows, time.monotonic() - began


def weight_of(run: Running) -> float:
    return sum(map(memory_mib, run.pids))


def part(ordered: list[float], share: float) -> float:
    """Milliseconds within which this share was answered."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1e3


async def weighed(run: Running, people: int) -> float:
    """KB a person, when so many have stopped in mid-talk."""
    before = weight_of(run)
    run.crowd.begin(64, until=MID_TALK, people=people)
    await run.crowd.went_home.wait()
    await asyncio.sleep(0.5)
    return (weight_of(run) - before) * 1024 / people
