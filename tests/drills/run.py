"""Every drill at its full count, and one table at the end: `make drill`, or `make drill only="crash fuzz"`.

The full counts are those of the promises; `make test` runs a small share of the same. `DRILL_SEED=7` plays another run;
the seed in the table plays this one again. `DRILL_WORKERS` (2): so many at once. The exit code is 1 where anything was
found. Counts come from the databases and the emulator's ledger, never from what Haven says of itself.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from tests.drills.finding import FULL, SEED, seed
from tests.drills.workers import WORKERS


@dataclass(frozen=True)
class Drill:
    """`where`: its tests, positive controls among them."""

    name: str
    where: str
    shows: str


DRILLS = (
    Drill("forged", "test_forged.py", "100,000 forged webhooks: none gets in, none of Telegram's own is refused"),
    Drill("page", "test_hash_page_forged.py", "100,000 forgeries at the hash page: none opens one, all good ones do"),
    Drill("at_once", "test_hash_page_at_once.py", "600 pages that do all at once while their case ends: none keeps on"),
    Drill("power", "test_power_cut.py", "500 power cuts, 1,000 confirmations: a sync before each, none missing"),
    Drill("weather", "test_weather.py", "Telegram in every trouble, a backlog of 50,000: all told, in order"),
    Drill("crash", "test_crash.py", "10,000 updates, 150 deaths, both engines, both modes: none lost, none doubled"),
    Drill("errors", "test_failpoints.py", "an error at every named moment: nothing lost, no word let out"),
    Drill("many", "test_many.py", "houses on one database killed, frozen, restarted in turn: none lost, none doubled"),
    Drill("restart", "test_database_restart.py", "PostgreSQL restarted, stopped short, killed: no confirmed word lost"),
    Drill("leaks", "test_leaks.py", "a canary in every input: none open on disk"),
    Drill("no_fetch", "test_no_fetch.py", "nobody is spoken to but the Bot API"),
    Drill("canary", "test_canary.py", "the scanner finds what it looks for"),
    Drill("fuzz", "test_fuzz.py", "1,000,000 mangled updates: no error, the sound ones answered"),
    Drill("flows", "test_flow_files.py", "100,000 broken flow files: read, or every mistake told; refutations happen"),
    Drill("edits", "test_edited.py", "101,000 edits of drafts: what passes harms nobody, what is refused is shown"),
    Drill("blocked", "test_blocked.py", "who blocked the bot is left in peace, and told everything when she is back"),
    Drill("outage", "test_outage.py", "a day without anyone, 50,000 wait: all answered, nobody new waits behind them"),
    Drill("poison", "test_poison.py", "one update in a thousand breaks a seam: nobody else notices, staff hear once"),
    Drill("disk", "test_disk.py", "a full, a read-only and a damaged disk: nothing confirmed, told, and it goes on"),
    Drill("clock", "test_clock.py", "the clock jumps a day and back: no talk forgotten, nothing waits for tomorrow"),
    Drill("flood", "test_flood.py", "100,000 who write once beside a chat that never stops: help comes within 2 s"),
    Drill("entering", "test_entering.py", "1,000 times 100 at once with one code, 10,000 guesses: one gets in, none"),
    Drill("hiding", "test_hiding.py", "20 times 100 messages hidden: gone in 3 s, of 250 nothing is left on the phone"),
    Drill("phone", "../helpline/test_phone_holder.py", "her phone in other hands, wherever she was: as if never used"),
    Drill("tried", "../helpline/talks/test_as_in_reality.py", "2,000 talks at random: as tried, so they really go"),
    Drill("unasked", "../helpline/test_weeks_without_her.py", "a year without her: nothing unwanted comes"),
    Drill("guessing", "test_guessing.py", "100,000 guesses of number and PIN: none opens, none tells, she comes back"),
    Drill("withdraw", "test_taking_over.py", "1,000 pairs of takers, 1,000 takeovers in flight: one holds, no bot"),
    Drill("takeover", "test_takeover.py", "1,000 races for a case in every moment of it: one holds it, one is heard"),
    Drill("shift", "test_takeover_killed.py", "20 deaths while cases change hands: one holds each, no word is lost"),
    Drill("pinned", "test_pinned.py", "500 people, 20 publishes, a restart: none lost, none hears another one"),
    Drill("master", "test_master_key.py", "100 deaths while the master key changes: no failed reading, 0 old rows"),
    Drill("restore", "test_restore.py", "20,000 cases backed up, lost, brought back: none lost, no erased one opens"),
    Drill("erased", "test_erased.py", "22 kinds in every byte of a house, every key tried: of who went nothing opens"),
    Drill("kept", "test_kept.py", "3,000 lives of a case, 500 thefts: nothing goes early or late, what went is gone"),
    Drill("prints", "../web/test_hash_core.py", "10,000 pictures made by chance: each the published fingerprint"),
    Drill("pictures", "../web/test_hash_worker.py", "320 files of every kind in a browser: the published fingerprints"),
    Drill("same", "test_matching.py", "100,000 hashes, the same picture looked for: each case found, no other"),
    Drill("record", "test_record.py", "1,000 hands in the record of what was done: all found, none suspected wrongly"),
    Drill("soak", "test_soak.py", "half an hour of talks: no heavier, no slower; DRILL_MINUTES, DRILL_POSTGRES"),
)
#: These measure, or fill the machine by themselves: nothing else runs beside them.
ALONE = frozenset({"forged", "fuzz", "flows", "outage", "flood", "guessing", "hiding", "soak"})
#: A finding as a drill prints it.
PRINTED = re.compile(
    r"(?P<what>[\w(][^\[\]]*) \[(?P<engine>\w+), (?P<mode>[^\]]+)\]: (?P<count>\d+) cases, seed (?P<seed>\d+),"
    r" (?P<seconds>[\d.]+) s; wrong: (?P<wrong>.*?); (?P<seen>.*)"
)
#: The last line of pytest.
SUMMARY = re.compile(r"(?:^|= )(\d+ (?:passed|failed|error).* in [\d.]+s)")


@dataclass
class Row:
    """A drill in the table: its findings, how many of its tests passed, how long it took."""

    drill: str
    findings: list[re.Match[str]]
    tests: str = ""
    seconds: float = 0.0
    holds: bool = False

    def hear(self, line: str) -> None:
        if found := PRINTED.search(line):
            self.findings.append(found)
        elif ended := SUMMARY.search(line):
            self.tests = ended[1]


def run(drill: Drill, workers: int) -> Row:
    """One drill in a process of its own, its words passed on as they come."""
    began, row = time.monotonic(), Row(drill.name, [])
    words = [sys.executable, "-m", "pytest", f"tests/drills/{drill.where}", "-s", "-p", "no:cacheprovider"]
    environment = os.environ | {FULL: "1", SEED: str(seed()), WORKERS: str(workers)}
    with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        for line in running.stdout:
            with printing:
                print(f"{drill.name:<10}{line}", end="", flush=True)
            row.hear(line)
    row.seconds, row.holds = time.monotonic() - began, running.returncode == 0
    return row


printing = threading.Lock()


def play(drills: Sequence[Drill], workers: int) -> list[Row]:
    """Side by side as far as they let others live, then the others one by one with the whole machine."""
    with ThreadPoolExecutor(workers) as beside:
        rows = list(beside.map(partial(run, workers=1), [drill for drill in drills if drill.name not in ALONE]))
    return rows + [run(drill, workers) for drill in drills if drill.name in ALONE]


def table(rows: Sequence[Row]) -> str:
    """What was found, in one look. A positive control's finding is wrong on purpose: the drill's verdict counts."""
    lines = [f"{'drill':<46}{'count':>9}{'seconds':>9}  verdict; what was found (seed {seed()})"]
    for row in rows:
        lines.append(f"{row.drill:<55}{row.seconds:>9.0f}  {'holds' if row.holds else 'BROKEN'}; {row.tests}")
        for found in row.findings:
            what = f"  {found['what']} [{found['engine']}, {found['mode']}]"
            told = f"wrong: {found['wrong']}; {found['seen']}; seed {found['seed']}"
            lines.append(f"{what:<46}{found['count']:>9}{float(found['seconds']):>9.1f}  {told}")
    return "\n".join(lines)


def main(names: Sequence[str]) -> int:
    """0 where all of them hold. Raises SystemExit for a name nobody knows."""
    unknown = set(names) - {drill.name for drill in DRILLS}
    if unknown:
        listed = "\n".join(f"  {drill.name:<10}{drill.shows}" for drill in DRILLS)
        sys.exit(f"no drill called {', '.join(sorted(unknown))}; there are\n{listed}")
    asked = [drill for drill in DRILLS if not names or drill.name in names]
    rows = play(asked, max(1, int(os.environ.get(WORKERS, "2"))))
    print(f"\n{table(rows)}")
    return int(not all(row.holds for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
