"""python -m benchmarks.consoles: open consoles beside people who write, on both engines. Part of make bench."""

from __future__ import annotations

import argparse

from benchmarks.consoles.bench import show
from benchmarks.consoles.standing import HOUSES, QUICK, Size


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--quick", action="store_true", help="fewer cases, a first impression")
    asked.add_argument("--only", default="", metavar="WORD", help="houses with this in their name")
    asked.add_argument("--write", action="store_true", help="put the tables into docs/, unless disturbed")
    told = asked.parse_args()
    houses = [bot for bot in HOUSES if told.only in bot.name]
    if not houses:
        raise SystemExit(f"no house has {told.only} in its name")
    return int(not show(houses, QUICK if told.quick else Size(), told.write))


if __name__ == "__main__":
    raise SystemExit(main())
