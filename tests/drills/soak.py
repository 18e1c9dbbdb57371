"""The soak drill: people come, talk and go, hour after hour; the house gets neither heavier nor slower.

Latencies come from the emulator's own times; memory and files from the operating system, taken again and again.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from emulator.server import Emulator
from emulator.updates import Delivered
from tests.drills.finding import Finding
from tests.drills.flood import part, wait
from tests.drills.haven_process import HavenProcess
from tests.drills.weighing import Weight, weigh
from tests.road import press

#: A whole talk: /start, and these.
PRESSES = ("English", "It's about me", "18 or older", "No, everyone was 18 or older", "This is enough for now")
UPDATES = 1 + len(PRESSES)
PATIENCE = 60.0


@dataclass(frozen=True)
class Plan:
    """`rate` in updates a second, for `seconds`, after `warm` seconds of the same and `before` talks at once.
    `drift`: how much heavier the house may be in the end than when it was warm."""

    rate: float
    seconds: float
    warm: float
    before: int = 0
    drift: float = 0.05
    think: float = 1.0


@dataclass(frozen=True)
class Sample:
    at: float
    weight: Weight


async def drill(haven: HavenProcess, plan: Plan) -> Finding:
    """The house must not run yet; it is stopped in the end. `count`: updates confirmed in the measured time."""
    finding = Finding("soak", mode=haven.mode, engine="postgresql" if haven.database else "sqlite")
    await haven.start()
    await asyncio.gather(*(talk(haven.emulator, 0.05) for _ in range(plan.before)))
    samples: list[Sample] = []
    weighing = asyncio.ensure_future(weighed(haven, plan, samples))
    people = await arrivals(haven.emulator, plan)
    await asyncio.gather(*people)
    await haven.emulator.settled(PATIENCE)
    weighing.cancel()
    judge(haven.emulator, plan, samples, finding)
    haven.stop()
    return finding.done()


async def arrivals(emulator: Emulator, plan: Plan) -> list[asyncio.Task[None]]:
    """One after the other, at an even pace, whether or not those before are done."""
    loop, people = asyncio.get_running_loop(), []
    began, gap = loop.time(), UPDATES / plan.rate
    for number in range(round((plan.warm + plan.seconds) / gap)):
        await asyncio.sleep(max(0.0, began + number * gap - loop.time()))
        people.append(asyncio.ensure_future(talk(emulator, plan.think)))
    return people


async def talk(emulator: Emulator, think: float) -> None:
    phone = emulator.phone("en")
    await phone.says("/start")
    for label in PRESSES:
        await press(phone, label, PATIENCE)
        await asyncio.sleep(think)
    await phone.sees("You can write here again", PATIENCE)


async def weighed(haven: HavenProcess, plan: Plan, samples: list[Sample]) -> None:
    """Some two hundred times, all through."""
    loop, every = asyncio.get_running_loop(), (plan.warm + plan.seconds) / 200
    began = loop.time()
    while True:
        samples.append(Sample(loop.time() - began, weigh(haven)))
        await asyncio.sleep(every)


def judge(emulator: Emulator, plan: Plan, samples: list[Sample], finding: Finding) -> None:
    """A tenth of the measured time at its beginning, and the last tenth, side by side."""
    tenth = plan.seconds / 10
    first = between(samples, plan.warm, plan.warm + tenth)
    last = between(samples, plan.warm + plan.seconds - tenth, plan.warm + plan.seconds)
    warm, end = (median(one.memory for one in some) for some in (first, last))
    drift = end / warm - 1
    told: dict[int | None, list[datetime]] = defaultdict(list)
    for entry in emulator.ledger.of("sendMessage"):
        told[entry.chat_id].append(entry.at)
    since = emulator.updates[plan.before * UPDATES + round(plan.warm * plan.rate)].made_at
    measured = [update for update in emulator.updates if update.made_at >= since]
    finding.count = sum(update.confirmed_at is not None for update in measured)
    latencies(measured, told, finding)
    finding.seen.update(
        {
            "drift in 1/1000": round(drift * 1000),
            "memory KiB": round(end / 1024),
            "disk KiB": last[-1].disk // 1024,
            "disk grown KiB": (last[-1].disk - first[0].disk) // 1024,
            "CPU us per update": round((last[-1].cpu - first[0].cpu) * 1e6 / max(1, finding.count)),
        }
    )
    if drift > plan.drift:
        finding.add("heavier", round(drift * 1000))
    if finding.count < len(measured):
        finding.add("not confirmed", len(measured) - finding.count)
    if len(measured) < plan.rate * plan.seconds * 0.8:
        finding.add("not as many as planned", len(measured))


def between(samples: list[Sample], begin: float, end: float) -> list[Weight]:
    """What it weighed then; where the machine had no time to look, as soon afterwards as it was seen."""
    then = [one.weight for one in samples if begin <= one.at <= end]
    return then or [min(samples, key=lambda one: abs(one.at - end)).weight]


def latencies(measured: list[Delivered], told: dict[int | None, list[datetime]], finding: Finding) -> None:
    """To the reply, and to the 200 behind which it is durable; in the first and in the second half as well."""
    replies = [wait(told[update.chat_id], update.made_at) for update in measured]
    taken = [(one.confirmed_at - one.made_at).total_seconds() for one in measured if one.confirmed_at]
    half = len(replies) // 2
    for name, each in (("reply", replies), ("200", taken), ("late reply", replies[half:])):
        for share in (0.5, 0.99):
            finding.seen[f"{name} p{share * 100:.0f} us"] = round(part(sorted(each), share) * 1e6)
