"""Every drill at its full count, one after the other, and one table at the end: `python -m tests.drills.run [name …]`.

The full counts are those of the promises; `make test` runs a small share of the same. `DRILL_SEED=7` plays another run;
the seed in the table plays this one again. The exit code is 1 where anything was found.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tests.drills.finding import FULL, seed


@dataclass(frozen=True)
class Drill:
    """`where`: its tests, positive controls among them; `needs`: what the machine must have."""

    name: str
    where: str
    shows: str


DRILLS = (
    Drill("forged", "test_forged.py", "100,000 forged webhooks: none gets in, none of Telegram's own is refused"),
    Drill("power", "test_power_cut.py", "500 power cuts, 1,000 confirmations: a sync before each, none missing"),
    Drill("weather", "test_weather.py", "Telegram in every trouble, a backlog of 50,000: all told, in order"),
    Drill("crash", "test_crash.py", "killed in the middle, both engines, both modes: none lost, none doubled"),
    Drill("leaks", "test_leaks.py", "a canary in every input: none open on disk"),
    Drill("no_fetch", "test_no_fetch.py", "nobody is spoken to but the Bot API"),
    Drill("canary", "test_canary.py", "the scanner finds what it looks for"),
    Drill("fuzz", "test_fuzz.py", "1,000,000 mangled updates: no error, the sound ones answered"),
    Drill("flows", "test_flow_files.py", "100,000 broken flow files: read, or every mistake told"),
    Drill("flood", "test_flood.py", "100,000 who write once beside a chat that never stops: help comes within 2 s"),
    Drill("soak", "test_soak.py", "half an hour of talks: no heavier, no slower; DRILL_MINUTES, DRILL_POSTGRES"),
)
#: A finding as a drill prints it; the crash drill prints its plan and its outcome.
PRINTED = re.compile(r"\S.*: \d+ cases, seed .*|Plan\(.*Outcome\(.*")


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    drill: str
    told: tuple[str, ...]
    seconds: float
    verdict: str


def run(drill: Drill) -> Row:
    """One drill in a process of its own, its words passed on as they come."""
    began = time.monotonic()
    words = [sys.executable, "-m", "pytest", f"tests/drills/{drill.where}", "-s", "-p", "no:cacheprovider"]
    told: list[str] = []
    with subprocess.Popen(words, env=os.environ | {FULL: "1"}, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        for line in running.stdout:
            print(line, end="", flush=True)
            if found := PRINTED.search(line):
                told.append(found[0].lstrip(".F"))
    return Row(drill.name, tuple(told), time.monotonic() - began, "holds" if running.returncode == 0 else "BROKEN")


def table(rows: Sequence[Row]) -> str:
    """What was found, in one look."""
    lines = [f"{'drill':<10}{'seconds':>9}  verdict   (seed {seed()})"]
    for row in rows:
        lines.append(f"{row.drill:<10}{row.seconds:>9.0f}  {row.verdict}")
        lines += [f"{'':<12}{told}" for told in row.told]
    return "\n".join(lines)


def main(names: Sequence[str]) -> int:
    """0 where all of them hold. Raises SystemExit for a name nobody knows."""
    unknown = set(names) - {drill.name for drill in DRILLS}
    if unknown:
        listed = "\n".join(f"  {drill.name:<10}{drill.shows}" for drill in DRILLS)
        sys.exit(f"no drill called {', '.join(sorted(unknown))}; there are\n{listed}")
    rows = [run(drill) for drill in DRILLS if not names or drill.name in names]
    print(f"\n{table(rows)}")
    return int(any(row.verdict != "holds" for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
