"""python -m benchmarks.consoles: open consoles beside people who write, on both engines. Part of make bench."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

import uvloop

from benchmarks.bots import Bot
from benchmarks.consoles.found import Found
from benchmarks.consoles.measuring import measured
from benchmarks.consoles.report import disturbance, summary, write
from benchmarks.consoles.standing import HOUSES, QUICK, Size, standing
from benchmarks.running import hall, pin


async def bench(houses: Sequence[Bot], size: Size) -> tuple[Found, ...]:
    """One house after the other."""
    found = list[Found]()
    with hall(any(bot.engine == "postgresql" for bot in houses)) as place:
        pin(place)
        for bot in houses:
            async with standing(bot, size, place) as house:
                found.append(await measured(house))
                print(f"{bot.name}: measured", flush=True)
    return tuple(found)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument(
        "--quick", dest="size", action="store_const", const=QUICK, default=Size(), help="a first impression"
    )
    asked.add_argument("--only", default="", metavar="WORD", help="houses with this in their name")
    asked.add_argument("--write", action="store_true", help="put the tables into docs/, unless disturbed")
    told = asked.parse_args()
    houses = [bot for bot in HOUSES if told.only in bot.name]
    if not houses:
        raise SystemExit(f"no house has {told.only} in its name")
    began = time.monotonic()
    found = uvloop.run(bench(houses, told.size))
    print(f"\ntook {time.monotonic() - began:.0f} s\n\n{summary(found)}")
    if not told.write:
        return 0
    why = disturbance(found) or ("only some of it was measured" if told.only or told.size is QUICK else "")
    if why:
        print(f"\nNot written: {why}")
        return 1
    write(found)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
