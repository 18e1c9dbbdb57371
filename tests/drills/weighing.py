"""What a house weighs: its process' memory, and its files, as the operating system counts them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from tests.drills.haven_process import HavenProcess

PAGE, TICK = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Weight:
    """`memory` and `disk` in bytes, `cpu` in seconds since the start of the process, `commits` where it counts them."""

    memory: int
    disk: int
    cpu: float

    def since(self, before: Weight) -> Weight:
        return Weight(self.memory - before.memory, self.disk - before.disk, self.cpu - before.cpu)


def weigh(haven: HavenProcess) -> Weight:
    """As it stands just now. On PostgreSQL the files are the server's, and not in here."""
    assert haven.process is not None
    about = Path(f"/proc/{haven.process.pid}")
    memory = int((about / "statm").read_text().split()[1]) * PAGE
    fields = (about / "stat").read_text().rpartition(")")[2].split()
    files = (path for name in ("data", "keys") for path in (haven.folder / name).rglob("*"))
    return Weight(memory, sum(_size(path) for path in files), (int(fields[11]) + int(fields[12])) / TICK)


def _size(path: Path) -> int:
    """Bytes on the disk; a journal may go while one looks."""
    try:
        return path.stat().st_blocks * 512 if path.is_file() else 0
    except FileNotFoundError:
        return 0


def mib(count: int) -> float:
    return round(count / 2**20, 1)
