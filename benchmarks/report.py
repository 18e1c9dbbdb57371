"""What was measured, as tables a person can read, with the machine named; and where they are kept."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from pathlib import Path

from benchmarks import machine
from benchmarks.bots import AIOGRAM, BOTS, CEILING
from benchmarks.checker import Checked
from benchmarks.engine import Step
from benchmarks.loads import HOUR, LOADS, MANY, PACE, USUAL, Length, Load
from benchmarks.measuring import Row, Weight
from benchmarks.plot import Bar, Panel, drawing
from benchmarks.targets import TARGETS, Medians, Value

DOCS = Path(__file__).parent.parent / "docs"
PAGE, PLOT = DOCS / "performance.md", DOCS / "images" / "performance.svg"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
#: Cores that others may use of the two while we measure, at the median. Quiet, the kernel's own work is in it.
QUIET = 0.15


@dataclass(frozen=True)
class Measured:
    """One whole run. `messages` is what the bot says to one update, on average."""

    rows: tuple[Row, ...]
    weights: tuple[Weight | Step | Checked, ...]
    messages: float
    length: Length
    seed: int

    @property
    def medians(self) -> Medians:
        return Medians(self.rows, self.weights)


def disturbance(measured: Measured) -> str:
    """Why these numbers are not fit to be kept; empty when they are."""
    foreign = statistics.median(row.foreign for row in measured.rows)
    if foreign > QUIET:
        return f"other programs used {foreign:.2f} of the two cores meanwhile (at most {QUIET} on a quiet machine)"
    if faults := sum(row.faults for row in measured.rows):
        return f"{faults} updates failed or were never answered"
    if measured.length.name == "quick" or measured.length.cases < USUAL.cases:
        return "a quick run is a first impression"
    return "" if set(measured.length.bots) == set(BOTS) else "only some of the bots were asked"


def summary(measured: Measured) -> str:
    """All of it as Markdown."""
    foreign = statistics.median(row.foreign for row in measured.rows)
    about = (
        f"{machine.named()}; seed {measured.seed}, medians (smallest–largest) of up to {measured.length.rounds} "
        f"interleaved repetitions; {measured.messages:.2g} messages to an update; errors and people never answered: "
        f"{sum(row.faults for row in measured.rows)}; cores used by others meanwhile: {foreign:.2f}."
    )
    tables = [f"### {load.name}\n\n{table(measured, load)}" for load in (*LOADS, HOUR) if _rows(measured, load)]
    return "\n\n".join(
        [about, "### Targets\n\n" + targets(measured), *tables, "### Memory, and the start\n\n" + memory(measured)]
    )


def targets(measured: Measured) -> str:
    lines = ["| measure | must | goal | measured | |", "|---|---|---|---|---|"]
    for target in TARGETS:
        found = target.measured(measured.medians)
        sign = "≤" if target.low else "≥"
        shown = "–" if found is None else f"{found:.2f} {target.unit}"
        bounds = f"{sign} {target.must:g} {target.unit} | {sign} {target.goal:g} {target.unit}"
        lines.append(f"| {target.about} | {bounds} | {shown} | {target.verdict(found)} |")
    return "\n".join(lines)


def table(measured: Measured, load: Load) -> str:
    """× is updates/s beside the first peer; CPU is the bot's, with its database server's after a +. A * says that the
    driver's core was full."""
    base = measured.medians.get(Value(AIOGRAM, "rate", load))
    lines = ["| bot | updates/s | × | p50 ms | p95 ms | p99 ms | CPU ms | syncs |", "|---|---|---|---|---|---|---|---|"]
    for bot in measured.length.bots:
        found = [row for row in _rows(measured, load) if row.bot == bot]
        if not found:
            continue
        rates = [row.rate for row in found]
        ratio = f"{statistics.median(rates) / base:.2f}" if base else "–"
        delays = " | ".join(spread([getattr(row, name) for row in found], 1) for name in ("p50", "p95", "p99"))
        served = statistics.median(row.database for row in found)
        cpu = f"{statistics.median(row.cpu for row in found):.2f}" + (f" + {served:.2f}" if served else "")
        synced = measured.medians.get(Value(bot, "syncs", load))
        mark = " \\*" if statistics.median(row.held_back for row in found) else ""
        lines.append(
            f"| {bot.name}{mark} | {spread(rates, 0)} | {ratio} | {delays} | {cpu} "
            f"| {'–' if synced is None else f'{synced:.2f}'} |"
        )
    return "\n".join(lines)


def memory(measured: Measured) -> str:
    """Done after: seconds until a house full of cases had done the chores of the hour, people talking meanwhile; not
    less than the time that was measured."""
    lines = ["| bot | MiB at start | KB for each who waits | chores done after, s |", "|---|---|---|---|"]
    for bot in measured.length.bots:
        starts = measured.medians.values(Value(bot, "start"))
        if starts and not bot.slow:
            chat, rest = (measured.medians.get(Value(bot, field)) for field in ("chat", "rest"))
            told = f"{'–' if chat is None else f'{chat:.2f}'} | {'–' if rest is None else f'{rest:.0f}'}"
            lines.append(f"| {bot.name} | {spread(starts, 0)} | {told} |")
    return "\n".join(lines)


def spread(values: list[float], digits: int) -> str:
    middle = f"{statistics.median(values):.{digits}f}"
    return middle if len(values) == 1 else f"{middle} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def plot(measured: Measured) -> str:
    """Two pictures: how many updates a second with 64 chats, how long a reply takes at Telegram's pace."""
    shown = ((MANY, "rate", "64 chats: updates a second"), (PACE, "p99", "Telegram's pace: p99 to the reply, ms"))
    return drawing([Panel(title, _bars(measured, load, field)) for load, field, title in shown])


def _bars(measured: Measured, load: Load, field: str) -> tuple[Bar, ...]:
    bars = []
    for bot in measured.length.bots:
        if bot == CEILING:  # beside it nobody else would be seen
            continue
        values = measured.medians.values(Value(bot, field, load))
        if values:
            bars.append(Bar(bot.name, statistics.median(values), min(values), max(values), bot.is_haven))
    return tuple(bars)


def _rows(measured: Measured, load: Load) -> list[Row]:
    return [row for row in measured.rows if row.load == load]


def write(measured: Measured) -> None:
    """Put tables and plot between the marks of docs/performance.md and beside it."""
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    picture = "![Updates a second, and the slowest of a hundred replies](images/performance.svg)"
    text = f"{before}{BEGIN}\n\n{picture}\n\n{summary(measured)}\n\n{END}{after}"
    PAGE.write_text(text, encoding="utf-8")
    PLOT.write_text(plot(measured), encoding="utf-8")
