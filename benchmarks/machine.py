"""The machine under the benchmark: its name, who used its cores, what a process cost."""

from __future__ import annotations

import os
import platform
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CORES = sorted(os.sched_getaffinity(0))
#: With two cores the driver (people, Bot API) and PostgreSQL share one, the bot under test has the other. With four or
#: more, PostgreSQL has one to itself, and each process of a bot.
PLENTY = len(CORES) >= 4
DRIVER_CORE = CORES[0]
DATABASE_CORE = CORES[1] if PLENTY else DRIVER_CORE
BOT_CORES = CORES[2:] if PLENTY else CORES[-1:]
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def named() -> str:
    about = Path("/proc/cpuinfo").read_text()
    model = next((row.split(":")[1].strip() for row in about.splitlines() if row.startswith("model name")), "?")
    cores = about.count("processor\t")
    return f"{cores} × {model}, {platform.system()} {platform.release()}, CPython {platform.python_version()}"


def cores_for(number: int, processes: int) -> set[int]:
    """Where a bot's process runs. Too few cores for all of them: then they, the driver and the database share all."""
    return {BOT_CORES[number]} if processes <= len(BOT_CORES) else set(CORES)


def cpu_seconds(pid: int) -> float:
    """All its threads, with the children it has waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(int(field) for field in fields[11:15]) / TICK


def family_seconds(pid: int | None) -> float:
    """A process and its living children; 0 where there is none."""
    if pid is None:
        return 0.0
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return cpu_seconds(pid) + sum(_seconds_if_there(int(child)) for child in children)


def _seconds_if_there(pid: int) -> float:
    try:
        return cpu_seconds(pid)
    except (FileNotFoundError, ProcessLookupError):
        return 0.0


def busy_seconds() -> float:
    """What everyone on this machine has used of our cores, ourselves included."""
    rows = (row.split() for row in Path("/proc/stat").read_text().splitlines() if row.startswith("cpu"))
    wanted = {f"cpu{core}" for core in {DRIVER_CORE, DATABASE_CORE, *BOT_CORES[:2]}}
    used = (row for row in rows if row[0] in wanted)
    return sum(sum(int(row[at]) for at in (1, 2, 3, 6, 7, 8)) for row in used) / TICK


def memory_mib(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 2**20


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@dataclass(frozen=True)
class Use:
    """Seconds of CPU used so far: by the bot, by its database server, by the driver, by everyone."""

    bot: float
    database: float
    driver: float
    all: float

    @staticmethod
    def now(bots: Sequence[int], database: int | None) -> Use:
        return Use(sum(map(cpu_seconds, bots)), family_seconds(database), sum(os.times()[:2]), busy_seconds())

    def since(self, before: Use) -> Use:
        return Use(
            self.bot - before.bot,
            self.database - before.database,
            self.driver - before.driver,
            self.all - before.all,
        )

    @property
    def foreign(self) -> float:
        """By nobody who takes part: what disturbs the measurement. The kernel's own work is in it too."""
        return max(0.0, self.all - self.bot - self.database - self.driver)
