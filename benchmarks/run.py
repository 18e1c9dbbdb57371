"""make bench: Haven beside its peers, one talk of eight updates, interleaved repetitions in one run.

The driver (people and Bot API) and PostgreSQL have one core, the bot under test the other. Absolute numbers mean
nothing elsewhere; ratios within one run do. Prints tables; with --write they go into docs/performance.md too. Then the
consoles (benchmarks/consoles), which have no peer.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass, replace

import uvloop

from benchmarks import checker, engine
from benchmarks.bots import HAVEN
from benchmarks.checker import Checked
from benchmarks.consoles import bench as consoles
from benchmarks.consoles.standing import HOUSES, Size
from benchmarks.engine import Step
from benchmarks.loads import FULL, QUICK, USUAL, Length
from benchmarks.measuring import Row, Weight, measure
from benchmarks.people import listen
from benchmarks.report import Measured, disturbance, summary, write
from benchmarks.running import Hall, hall, pin, running, store_cases
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
    """All of it: every round in an order of its own, bots and loads alike."""
    chance, length = random.Random(plan.seed), plan.length
    rows, weights, steps = list[Row](), list[Weight](), list[Step | Checked]()
    print(f"takes about {length.seconds() / 60:.1f} minutes; seed {plan.seed}", flush=True)
    with hall(any(bot.engine == "postgresql" for bot in length.bots)) as place:
        if full := [bot for bot in length.bots if bot.stored]:
            began = time.monotonic()
            await store_cases(place, full, length.cases)
            print(f"{length.cases} cases stored in {time.monotonic() - began:.0f} s", flush=True)
        pin(place)
        place.talk = await learn(place)
        for number, visits in enumerate(length.visits(chance), 1):
            steps.append(engine.measured())
            for visit in visits:
                weigh = length.weighs(visit.bot) and visit.bot not in {each.bot for each in weights}
                found, weight = await measure(visit, length, weigh, place)
                rows += found
                weights.append(weight)
                for row in found:
                    print(f"{number}/{length.rounds} {row.bot.name}, {row.load.name}: {row.rate:.0f}/s", flush=True)
        steps.append(checker.measured(engine.measured(), times=7))
        return Measured(tuple(rows), (*weights, *steps), place.talk.messages, length, plan.seed)


def asked_for() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__)
    size = asked.add_mutually_exclusive_group()
    size.add_argument("--quick", dest="length", action="store_const", const=QUICK, help="a minute, a first impression")
    size.add_argument("--full", dest="length", action="store_const", const=FULL, help="twice as often, twice as long")
    asked.add_argument("--repeats", type=int, help="no more repetitions than this")
    asked.add_argument("--cases", type=int, help="cases in a house that is to be full")
    asked.add_argument("--only", action="append", default=[], metavar="WORD", help="bots with this in their name")
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked.add_argument("--write", action="store_true", help="put tables and plot into docs/, unless disturbed")
    asked.set_defaults(length=USUAL)
    return asked.parse_args()


def chosen(told: argparse.Namespace) -> Length:
    length: Length = told.length or USUAL
    length = length.only(told.only) if told.only else length
    length = length.at_most(told.repeats) if told.repeats else length
    return replace(length, cases=told.cases or length.cases)


def main() -> int:
    told = asked_for()
    try:
        length = chosen(told)
    except ValueError as error:
        raise SystemExit(str(error)) from None
    began = time.monotonic()
    measured = uvloop.run(bench(Plan(length, told.seed)))
    print(f"\ntook {(time.monotonic() - began) / 60:.1f} minutes")
    print("\n" + summary(measured))
    kept = not (told.write and (why := disturbance(measured)))
    if not kept:
        print(f"\nNot written: {why}")
    elif told.write:
        write(measured)
    if not told.only and length.name != QUICK.name:
        kept = consoles.show(HOUSES, Size(), told.write) and kept
    return int(not kept)


if __name__ == "__main__":
    raise SystemExit(main())
