"""make bench: Haven beside its peers, one talk of eight updates, interleaved repetitions in one run.

The driver (people and Bot API) and PostgreSQL have one core, the bot under test the other. Absolute numbers mean
nothing elsewhere; ratios within one run do. Prints tables; with --write they go into docs/performance.md too.
"""

from __future__ import annotations

import argparse
import os
import random
from dataclasses import dataclass, replace

import uvloop

from benchmarks.bots import BOTS, HAVEN
from benchmarks.loads import FULL, QUICK, USUAL, Length
from benchmarks.machine import DRIVER_CORE
from benchmarks.measuring import Row, Weight, measure
from benchmarks.people import listen
from benchmarks.report import Measured, disturbance, summary, write
from benchmarks.running import Hall, hall, running
from benchmarks.talk import Talk


@dataclass(frozen=True)
class Plan:
    length: Length
    seed: int


async def learn(place: Hall) -> Talk:
    """What Haven says to each update; every other bot says the same."""
    async with running(HAVEN, place) as run:
        talk = await listen(run.crowd)
    if not all(talk.answers):
        raise RuntimeError("Haven left an update unanswered: benchmarks/talk.py no longer follows the flow")
    talk.save(place.talk_file)
    return talk


async def bench(plan: Plan) -> Measured:
    """All of it: every repetition in an order of its own, bots and loads alike."""
    os.sched_setaffinity(0, {DRIVER_CORE})
    chance = random.Random(plan.seed)
    length, rows, weights = plan.length, list[Row](), list[Weight]()
    with hall(any(bot.engine == "postgresql" for bot in length.bots)) as place:
        place.talk = await learn(place)
        for repeat in range(length.repeats):
            for bot in chance.sample(length.bots, len(length.bots)):
                loads = list(length.loads(bot))
                chance.shuffle(loads)
                found, weight = await measure(bot, loads, length, length.weighs(bot, repeat), place)
                rows += found
                weights.append(weight)
                for row in found:
                    print(f"{repeat + 1}/{length.repeats} {bot.name}, {row.load.name}: {row.rate:.0f}/s", flush=True)
        return Measured(tuple(rows), tuple(weights), place.talk.messages, length, plan.seed)


def asked_for() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__)
    size = asked.add_mutually_exclusive_group()
    size.add_argument("--quick", dest="length", action="store_const", const=QUICK, help="a minute, a first impression")
    size.add_argument("--full", dest="length", action="store_const", const=FULL, help="5 repetitions, long windows")
    asked.add_argument("--repeats", type=int, help="repetitions, instead of the length's own")
    asked.add_argument("--only", action="append", default=[], metavar="WORD", help="bots with this in their name")
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked.add_argument("--write", action="store_true", help="put tables and plot into docs/, unless disturbed")
    asked.set_defaults(length=USUAL)
    return asked.parse_args()


def chosen(told: argparse.Namespace) -> Length:
    length: Length = told.length or USUAL
    bots = tuple(bot for bot in BOTS if any(word in bot.name for word in told.only)) if told.only else length.bots
    return replace(length, bots=bots, repeats=told.repeats or length.repeats)


def main() -> int:
    told = asked_for()
    measured = uvloop.run(bench(Plan(chosen(told), told.seed)))
    print("\n" + summary(measured))
    if told.write and (why := disturbance(measured)):
        print(f"\nNot written: {why}")
        return 1
    if told.write:
        write(measured)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
