"""What was measured, as a table a person can read, with the machine named."""

from __future__ import annotations

import platform
import statistics
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"


@dataclass(frozen=True)
class Row:
    """One repetition. `rate` in updates/s; `p50`, `p99` in ms from the update to its whole answer; `memory` in MiB."""

    bot: str
    chats: int
    rate: float
    p50: float
    p99: float
    cpu: float
    memory: float


def machine() -> str:
    processor = next(
        (
            row.split(":")[1].strip()
            for row in Path("/proc/cpuinfo").read_text().splitlines()
            if row.startswith("model name")
        ),
        "?",
    )
    cores = Path("/proc/cpuinfo").read_text().count("processor\t")
    return f"{cores} × {processor}, {platform.system()} {platform.release()}, CPython {platform.python_version()}"


def spread(values: list[float], digits: int) -> str:
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def table(rows: list[Row]) -> str:
    """Medians with the smallest and largest, and the ratio of Haven's rate to the peer's of the same run."""
    groups: dict[tuple[int, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.chats, row.bot].append(row)
    base = {
        chats: statistics.median(row.rate for row in found)
        for (chats, bot), found in groups.items()
        if bot.startswith("aiogram")
    }
    lines = [
        "| chats | bot | updates/s | × | p50 ms | p99 ms | CPU ms/update | MiB |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for (chats, bot), found in sorted(groups.items()):
        rates = [row.rate for row in found]
        lines.append(
            f"| {chats} | {bot} | {spread(rates, 0)} | {statistics.median(rates) / base[chats]:.2f} "
            f"| {spread([r.p50 for r in found], 1)} | {spread([r.p99 for r in found], 1)} "
            f"| {spread([r.cpu for r in found], 2)} | {statistics.median(r.memory for r in found):.0f} |"
        )
    return "\n".join(lines)


def write(text: str, how: str) -> None:
    """Put the table between the marks of docs/performance.md."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    PAGE.write_text(f"{before}{BEGIN}\n\n{machine()}; {how}.\n\n{text}\n\n{END}{after}", encoding="utf-8")
