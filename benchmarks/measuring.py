"""One measurement: a bot, a load, a window of time; and what came of it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from benchmarks.bots import Bot
from benchmarks.loads import Length, Load
from benchmarks.machine import Use, memory_mib
from benchmarks.running import Hall, Running, running
from benchmarks.talk import UPDATES

#: The step of the talk at which people are left waiting, to weigh what a bot keeps of them.
MID_TALK = UPDATES // 2


@dataclass(frozen=True)
class Row:
    """One repetition. `rate` in updates/s; `p50`, `p95`, `p99` in ms from the update to its whole answer; `cpu` and
    `database` in ms an update; `driver` and `foreign` in cores; `faults` are errors and people never answered."""

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


@dataclass(frozen=True)
class Weight:
    """`start` in MiB, one second old; `chat` in KB for each person left waiting, None where it was not weighed."""

    bot: Bot
    start: float
    chat: float | None


async def measure(bot: Bot, loads: list[Load], length: Length, weigh: bool, hall: Hall) -> tuple[list[Row], Weight]:
    """One bot, started afresh, under one load after the other."""
    async with running(bot, hall) as run:
        start = memory_mib(run.pid)
        rows = [await under(bot, load, length.factor, run, hall) for load in loads]
        return rows, Weight(bot, start, await weighed(run, length.waiting) if weigh else None)


async def under(bot: Bot, load: Load, factor: float, run: Running, hall: Hall) -> Row:
    """Warm up, then count what is answered within the window."""
    crowd, database = run.crowd, hall.database_pid(bot)
    crowd.times.clear()
    crowd.errors.clear()
    crowd.begin(load.chats, load.think)
    await asyncio.sleep(load.warm_up)
    before, began = Use.now(run.pid, database), time.perf_counter()
    await asyncio.sleep(load.seconds * factor)
    used, ended = Use.now(run.pid, database).since(before), time.perf_counter()
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
    )


def part(ordered: list[float], share: float) -> float:
    """Milliseconds within which this share was answered."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1e3


async def weighed(run: Running, people: int) -> float:
    """KB a person, when so many have stopped in mid-talk."""
    before = memory_mib(run.pid)
    run.crowd.begin(64, until=MID_TALK, people=people)
    await run.crowd.went_home.wait()
    await asyncio.sleep(0.5)
    return (memory_mib(run.pid) - before) * 1024 / people
