"""What was found, as tables a person can read; and where they are kept."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks import machine
from benchmarks.consoles.found import Delay, Found
from benchmarks.report import PAGE, QUIET

BEGIN, END = "<!-- consoles -->", "<!-- /consoles -->"


def summary(found: Sequence[Found]) -> str:
    """All of it as Markdown."""
    wrong, foreign = sum(one.missing for one in found), max(one.foreign for one in found)
    about = (
        f"{machine.named()}; news missing and updates failed: {wrong}; cores used by others meanwhile: {foreign:.2f}."
    )
    return "\n\n".join((about, delays(found), speeds(found), costs(found)))


def delays(found: Sequence[Found]) -> str:
    lines = [
        "| house | milliseconds of | p50 | p99 | worst | count | must, p99 | |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [row(one.house, delay) for one in found for delay in one.delays]
    return "\n".join(lines)


def row(house: str, delay: Delay) -> str:
    shown = " | ".join(f"{value:.1f}" for value in (delay.part(0.5), delay.part(0.99), max(delay.values)))
    must, verdict = ("–", "") if delay.must is None else (f"≤ {delay.must:g}", "holds" if delay.holds else "missed")
    return f"| {house} | {delay.about} | {shown} | {len(delay.values)} | {must} | {verdict} |"


def speeds(found: Sequence[Found]) -> str:
    lines = [
        "| house | people write | consoles | updates/s | CPU ms an update | ×, to none |",
        "|---|---|---|---|---|---|",
    ]
    for one in found:
        for load, consoles in one.loads:
            speed, alone = one.speed(load, consoles), one.speed(load, 0)
            cpu = f"{speed.cpu:.2f}" + (f" + {speed.database:.2f}" if speed.database else "")
            lines.append(
                f"| {one.house} | {load} | {consoles} | {speed.rate:.0f} | {cpu} | {speed.rate / alone.rate:.2f} |"
            )
    return "\n".join(lines)


def costs(found: Sequence[Found]) -> str:
    lines = ["| house | one of | commits | statements |", "|---|---|---|---|"]
    lines += [
        f"| {one.house} | {cost.about} | {cost.commits:g} | {cost.statements:g} |"
        for one in found
        for cost in one.costs
    ]
    return "\n".join(lines)


def disturbance(found: Sequence[Found]) -> str:
    """Why these numbers are not fit to be kept; empty when they are."""
    if (foreign := max(one.foreign for one in found)) > QUIET:
        return f"other programs used {foreign:.2f} of the two cores meanwhile (at most {QUIET} on a quiet machine)"
    if wrong := sum(one.missing for one in found):
        return f"{wrong} pieces of news or updates went missing"
    return ""


def write(found: Sequence[Found]) -> None:
    """Put the tables between their marks in docs/performance.md."""
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    PAGE.write_text(f"{before}{BEGIN}\n\n{summary(found)}\n\n{END}{after}", encoding="utf-8")
