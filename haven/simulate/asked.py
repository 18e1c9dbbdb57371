"""`haven simulate`: what may be asked of it, and what it prints."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from haven.simulate.plan import Visit
    from haven.simulate.population import Population
    from haven.simulate.stage import Played

USUAL = Path(__file__).with_name("population.yaml")

ABOUT = """\
Plays a population against a Haven of its own, faster than real time, and reports who waits how long, what it loads and
what it costs. It starts an emulator and a Haven on a folder that is thrown away afterwards; your settings and your data
are not touched, and nobody real is written to.

Who writes when, in which language, what for, and who is on duty stands in a table of assumptions. To change it:

  haven simulate --show-population > mine.yaml
  haven simulate --population mine.yaml
"""
EXAMPLES = """\
examples:
  haven simulate                                         a day with 200 contacts, in 24 minutes
  haven simulate --hours 4 --begin 20 --speed 120        an evening, in two minutes
  haven simulate --staff 9-17:2,17-23:3 --contacts 500   more people on duty
  haven simulate --price 12 --json                       for a machine of 12 a month, as JSON
"""


def add_to(simulate: argparse.ArgumentParser) -> None:
    """The words after `haven simulate`."""
    simulate.description, simulate.epilog = ABOUT, EXAMPLES
    simulate.formatter_class = argparse.RawDescriptionHelpFormatter
    simulate.add_argument("--hours", type=float, default=24.0, help="simulated hours (default 24)")
    simulate.add_argument("--contacts", type=float, default=200.0, help="contacts in a whole day (default 200)")
    simulate.add_argument("--speed", type=float, default=60.0, help="simulated seconds in a real one (default 60)")
    simulate.add_argument("--begin", type=int, default=0, metavar="HOUR", help="begin at this o'clock (default 0)")
    simulate.add_argument("--seed", type=int, default=1, help="the same seed plays the same people (default 1)")
    simulate.add_argument("--staff", metavar="SHIFTS", help="who is on duty instead, such as 9-17:2,17-23:3")
    simulate.add_argument("--population", type=Path, default=USUAL, metavar="FILE", help="another table of assumptions")
    simulate.add_argument("--price", type=float, metavar="MONEY", help="of the machine, a month: adds what it costs")
    simulate.add_argument("--json", action="store_true", help="print the report as JSON")
    simulate.add_argument("--show-population", action="store_true", help="print the table of assumptions, and no more")


@dataclass(frozen=True)
class Bound:
    """What a number may be."""

    name: str
    least: float
    most: float

    def hold(self, asked: argparse.Namespace) -> None:
        from haven.settings import WrongSetting

        value = getattr(asked, self.name)
        if value is not None and not self.least <= value <= self.most:
            raise WrongSetting(f"--{self.name} must be from {self.least:g} to {self.most:g}.")


#: Beyond these a run would take days, or the clock would outrun the house.
BOUNDS = (
    Bound("hours", 0.05, 24 * 31),
    Bound("contacts", 1, 1_000_000),
    Bound("speed", 1, 1200),
    Bound("begin", 0, 23),
    Bound("price", 0, 1_000_000),
)


def simulate(asked: argparse.Namespace) -> int:
    """Play, and print the report. Raises WrongSetting. Ctrl-C ends it early: the report is of what there is by then."""
    import asyncio

    from haven.simulate.plan import plan
    from haven.simulate.population import load, shifts
    from haven.simulate.report import plain, report, table

    if asked.show_population:
        sys.stdout.write(USUAL.read_text(encoding="utf-8"))
        return 0
    for bound in BOUNDS:
        bound.hold(asked)
    population = load(asked.population)
    if asked.staff:
        population = replace(population, staff=replace(population.staff, on_duty=shifts(asked.staff)))
    visits = plan(asked.seed, population, asked.contacts, asked.hours, asked.begin)
    found = report(asyncio.run(_play(asked, population, visits)), population, asked.price)
    print(json.dumps(plain(found), ensure_ascii=False, indent=2) if asked.json else table(found))
    return 0


async def _play(asked: argparse.Namespace, population: Population, visits: tuple[Visit, ...]) -> Played:
    import asyncio

    from haven.run import stop_on_signals
    from haven.simulate.stage import play

    stop_on_signals(stop := asyncio.Event())
    return await play(
        visits,
        population.staff,
        hours=asked.hours,
        speed=asked.speed,
        begin=asked.begin,
        seed=asked.seed,
        stop=stop,
        told=lambda words: print(f"haven simulate: {words}", file=sys.stderr, flush=True),
    )
