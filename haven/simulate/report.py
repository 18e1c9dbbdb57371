"""The report of a simulation: how many came, how long they waited, what it loaded and what it costs."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from haven.simulate.people import Heard
from haven.simulate.population import Population
from haven.simulate.stage import Played

#: What Telegram lets a bot send in a second, and how much of a core or of that one plans with.
TELEGRAM, PLANNED = 30, 0.7
DAYS, MIB = 30.4, 2**20
#: Seconds within which a first reply is counted.
WITHIN = (0.1, 0.5, 1.0, 2.0, 5.0)


@dataclass(frozen=True)
class Waited:
    """In one hour of the day: how many began to wait, and how many simulated minutes, the middle and the longest."""

    hour: int
    joined: int
    middle: float
    longest: float
    still: int


@dataclass(frozen=True)
class Report:
    """Shares are of one; `…_ms` real milliseconds; `per_…` as it says. None where it could not be measured."""

    hours: float
    arrivals: int
    paths: dict[str, int]
    languages: dict[str, int]
    within: dict[str, float]
    first_p50_ms: float
    first_p99_ms: float
    reply_p50_ms: float
    reply_p99_ms: float
    unanswered: int
    queue: tuple[Waited, ...]
    messages: int
    busiest_second: float
    cpu_seconds: float | None
    memory_mib: float | None
    disk_mib_per_1000: float | None
    carries_by_telegram: int | None
    carries_by_cpu: int | None
    price: float | None = None
    price_per_1000: float | None = None
    price_per_1000_full: float | None = None


def report(played: Played, population: Population, price: float | None) -> Report:
    """`price`: of the machine, per month, in whatever money."""
    arrivals, first = len(played.visits), sorted(one.first for one in played.visits if one.first is not None)
    replies = sorted(took for one in played.visits for took in one.replies)
    cpu = played.grown.cpu if played.grown else None
    telegram = _carries(population, TELEGRAM * PLANNED, len(played.sent) / arrivals if arrivals else 0)
    core = _carries(population, PLANNED, cpu / arrivals if arrivals and cpu else 0)
    a_month = arrivals / played.hours * 24 * DAYS if played.hours else 0
    full = min((most for most in (telegram, core) if most), default=0) * DAYS
    return Report(
        hours=round(played.hours, 2),
        arrivals=arrivals,
        paths=dict(Counter(one.visit.path.name for one in played.visits).most_common()),
        languages=dict(Counter(one.visit.language for one in played.visits).most_common()),
        within={f"{limit:g} s": _share(played.visits, limit) for limit in WITHIN},
        first_p50_ms=part(first, 0.5) * 1000,
        first_p99_ms=part(first, 0.99) * 1000,
        reply_p50_ms=part(replies, 0.5) * 1000,
        reply_p99_ms=part(replies, 0.99) * 1000,
        unanswered=sum(one.unanswered for one in played.visits),
        queue=waits(played),
        messages=len(played.sent),
        busiest_second=max(Counter(played.sent).values(), default=0) / 60,
        cpu_seconds=cpu,
        memory_mib=played.memory / MIB if played.grown else None,
        disk_mib_per_1000=played.grown.disk / MIB / arrivals * 1000 if played.grown and arrivals else None,
        carries_by_telegram=telegram,
        carries_by_cpu=core,
        price=price,
        price_per_1000=price / a_month * 1000 if price is not None and a_month else None,
        price_per_1000_full=price / full * 1000 if price is not None and full else None,
    )


def _carries(population: Population, a_second: float, each: float) -> int | None:
    """Contacts a day whose busiest hour still fits, where each needs so much of what a second gives."""
    return int(a_second * 3600 / each / population.busiest) if each else None


def _share(visits: Sequence[Heard], limit: float) -> float:
    return sum(one.first is not None and one.first <= limit for one in visits) / len(visits) if visits else 0.0


def part(ordered: Sequence[float], share: float) -> float:
    """The value that this share of them does not exceed; 0 where there is none."""
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)] if ordered else 0.0


def waits(played: Played) -> tuple[Waited, ...]:
    """Hour by hour of the day, those in which anyone began to wait."""
    office = played.office
    if office is None:
        return ()
    minutes: dict[int, list[float]] = defaultdict(list)
    for one in office.taken:
        minutes[one.hour].append(one.waited / 60)
    still = Counter(office.hour_of(since) for since in office.waiting.values())
    return tuple(
        Waited(hour, len(minutes[hour]) + still[hour], median(minutes[hour] or [0]), max(minutes[hour], default=0),
               still[hour])
        for hour in sorted({*minutes, *still})
    )  # fmt: skip


def table(found: Report) -> str:
    """For people to read."""
    lines = [
        f"{found.arrivals} contacts in {found.hours:g} hours: {_listed(found.paths)}; {_listed(found.languages)}",
        "",
        "First reply, in real time: "
        + ", ".join(f"{share:.1%} within {limit}" for limit, share in found.within.items()),
        f"  p50 {found.first_p50_ms:.0f} ms, p99 {found.first_p99_ms:.0f} ms; all replies p50"
        f" {found.reply_p50_ms:.0f} ms, p99 {found.reply_p99_ms:.0f} ms; never answered: {found.unanswered}",
        "",
        *_queue(found.queue),
        "",
        f"Messages sent: {found.messages}, in the busiest minute {found.busiest_second:.2f} a second of the"
        f" {TELEGRAM} Telegram allows.",
        *_load(found),
    ]
    return "\n".join(lines)


def _queue(queue: Sequence[Waited]) -> list[str]:
    if not queue:
        return ["Nobody waited for staff."]
    lines = ["Waiting for staff (played by the simulation, which only notes the takeover), in minutes",
             "  hour  joined  middle  longest  still waiting"]  # fmt: skip
    return lines + [
        f"  {one.hour:4}  {one.joined:6}  {one.middle:6.0f}  {one.longest:7.0f}  {one.still or '':>13}" for one in queue
    ]


def _load(found: Report) -> list[str]:
    lines = []
    if found.cpu_seconds is not None and found.memory_mib is not None and found.disk_mib_per_1000 is not None:
        lines += [
            f"CPU {found.cpu_seconds:.1f} s, memory {found.memory_mib:.0f} MiB at the end,"
            f" disk {found.disk_mib_per_1000:.1f} MiB for 1,000 contacts."
        ]
    else:
        lines += ["CPU, memory and disk: this system does not tell."]
    if found.carries_by_telegram:
        lines += [
            f"A bot carries about {found.carries_by_telegram:,} contacts a day by Telegram's limit"
            + (f", a core of this machine {found.carries_by_cpu:,}." if found.carries_by_cpu else ".")
            + f" (Each used to {PLANNED:.0%} in the busiest hour.)"
        ]
    if found.price is not None and found.price_per_1000 is not None:
        lines += [
            f"At {found.price:g} a month for the machine, 1,000 contacts cost {found.price_per_1000:.2f} at this load"
            + (f", {found.price_per_1000_full:.4f} at the most it carries." if found.price_per_1000_full else ".")
        ]
    return lines


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "nobody"


def plain(found: Report) -> dict[str, Any]:
    """For JSON."""
    return {name: [vars(one) for one in value] if name == "queue" else value for name, value in vars(found).items()}
