"""What a process and its files weigh, as the operating system counts them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PAGE, TICK = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Weight:
    """`memory` and `disk` in bytes, `cpu` in seconds since the process began."""

    memory: int
    disk: int
    cpu: float

    def since(self, before: Weight) -> Weight:
        return Weight(self.memory - before.memory, self.disk - before.disk, self.cpu - before.cpu)


def weigh(pid: int, folders: Iterable[Path]) -> Weight:
    """As it stands just now. Raises OSError where there is no such process, or no /proc to ask."""
    about = Path(f"/proc/{pid}")
    memory = int((about / "statm").read_text().split()[1]) * PAGE
    fields = (about / "stat").read_text().rpartition(")")[2].split()
    files = (path for folder in folders for path in folder.rglob("*"))
    return Weight(memory, sum(_size(path) for path in files), (int(fields[11]) + int(fields[12])) / TICK)


def _size(path: Path) -> int:
    """Bytes on the disk; a journal may go while one looks."""
    try:
        return path.stat().st_blocks * 512 if path.is_file() else 0
    except FileNotFoundError:
        return 0
