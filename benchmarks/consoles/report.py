"""What was found of a house, as tables a person can read; and where they are kept."""

from __future__ import annotations

from benchmarks import machine
from benchmarks.consoles.found import Delay, Found
from benchmarks.report import PAGE, QUIET


def summary(found: Found) -> str:
    """All of it as Markdown."""
    about = (
        f"{machine.named()}; news missing and updates failed: {found.missing}; "
        f"cores used by others meanwhile: {found.foreign:.2f}."
    )
    return "\n\n".join((about, delays(found), speeds(found), costs(found)))


def delays(found: Found) -> str:
    lines = ["| milliseconds of | p50 | p99 | worst | count | must, p99 | |", "|---|---|---|---|---|---|---|"]
    return "\n".join((*lines, *(row(delay) for delay in found.delays)))


def row(delay: Delay) -> str:
    shown = " | ".join(f"{value:.1f}" for value in (delay.part(0.5), delay.part(0.99), max(delay.values)))
    must, verdict = ("–", "") if delay.must is None else (f"≤ {delay.must:g}", "holds" if delay.holds else "missed")
    return f"| {delay.about} | {shown} | {len(delay.values)} | {must} | {verdict} |"


def speeds(found: Found) -> str:
    lines = ["| people write | consoles | updates/s | ×, to none | CPU ms an update |", "|---|---|---|---|---|"]
    for load, consoles in found.loads:
        speed, alone = found.speed(load, consoles), found.speed(load, 0)
        cpu = f"{speed.cpu:.2f}" + (f" + {speed.database:.2f}" if speed.database else "")
        lines.append(f"| {load} | {consoles} | {speed.rate:.0f} | {speed.rate / alone.rate:.2f} | {cpu} |")
    return "\n".join(lines)


def costs(found: Found) -> str:
    lines = ["| one of | commits | statements |", "|---|---|---|"]
    return "\n".join((*lines, *(f"| {cost.about} | {cost.commits:g} | {cost.statements:g} |" for cost in found.costs)))


def disturbance(found: Found) -> str:
    """Why these numbers are not fit to be kept; empty when they are."""
    if found.foreign > QUIET:
        return (
            f"other programs used {found.foreign:.2f} of the two cores meanwhile (at most {QUIET} on a quiet machine)"
        )
    return f"{found.missing} pieces of news or updates went missing" if found.missing else ""


def marks(house: str) -> tuple[str, str]:
    return f"<!-- consoles: {house} -->", f"<!-- /consoles: {house} -->"


def write(found: Found) -> None:
    """Put the tables between the marks of this house in docs/performance.md."""
    begin, end = marks(found.house)
    before, rest = PAGE.read_text(encoding="utf-8").split(begin, 1)
    after = rest.split(end, 1)[1]
    PAGE.write_text(f"{before}{begin}\n\n{summary(found)}\n\n{end}{after}", encoding="utf-8")
