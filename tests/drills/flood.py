"""The flood drill: a crowd of people who write once, a chat that never stops, and a few who need help in between.

Telegram's hour may be played faster: then its sending limits are faster as well, and every wait counts as much longer.
Latencies come from the emulator's own times, of the update and of the first message to that phone after it.
"""

from __future__ import annotations

import asyncio
import random
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from emulator.phone import Phone
from emulator.server import Emulator
from tests.drills.finding import Finding
from tests.drills.haven_process import HavenProcess
from tests.drills.weighing import Weight, weigh
from tests.road import press

#: What a machine sends without end: nonsense, and words that work everywhere.
NOISE = ("x", "qwerty", "y", "/start", "z", "hallo", "/help", "1 2 3")
NOISE_EVERY = 1 / 200
#: What people say who write only once.
ONCE = ("/start", "hallo", "hi", "bonjour", "?", "test")
HELP = ("English", "It's about me", "18 or older", "No, everyone was 18 or older")
WARM_UP, PATIENCE = 60, 600.0
#: What leaves evenly arrives in bunches where the machine is busy.
BUNCHED, SOME = 1.2, 0.02
#: Seconds, as Telegram counts them, within which 99 of 100 must be answered.
SOON = 2.0


@dataclass(frozen=True)
class Plan:
    """`contacts` write once, `rate` of them in one of Telegram's seconds; `genuine` talk. `speed`: how much faster.
    `soon`: within which they must be answered, in Telegram's seconds."""

    contacts: int
    genuine: int
    speed: float = 1.0
    rate: float = 100_000 / 3600
    seed: int = 1
    noise: bool = True
    fifo: bool = False
    soon: float = SOON

    @property
    def seconds(self) -> float:
        return self.contacts / self.rate / self.speed

    def program(self) -> dict[str, str]:
        return {"DRILL_SPEED": str(self.speed), "HAVEN_PACING": "on"} | ({"DRILL_FIFO": "1"} if self.fifo else {})


@dataclass
class Flood:
    """Everyone who writes. `crowd` said one thing; `helped` are those who reached the end of their talk."""

    emulator: Emulator
    plan: Plan
    crowd: list[Phone] = field(default_factory=list)
    genuine: list[Phone] = field(default_factory=list)
    helped: set[int] = field(default_factory=set)
    noise: int = 0

    async def rise(self) -> None:
        """All of it; returns when the last of the crowd has written and the talks are over."""
        chance = random.Random(self.plan.seed)
        talks = [self.talks(chance.uniform(0, 0.9) * self.plan.seconds) for _ in range(self.plan.genuine)]
        noisy = asyncio.ensure_future(self.never_stops()) if self.plan.noise else None
        gaps = (chance.expovariate(self.plan.rate * self.plan.speed) for _ in range(self.plan.contacts))
        await asyncio.gather(self.all_of_them(gaps, chance), *talks)
        if noisy is not None:
            noisy.cancel()
            await asyncio.wait({noisy})

    async def all_of_them(self, gaps: Iterable[float], chance: random.Random) -> None:
        loop = asyncio.get_running_loop()
        at = loop.time()
        for gap in gaps:
            at += gap
            await asyncio.sleep(max(0.0, at - loop.time()))
            self.crowd.append(self.emulator.phone(chance.choice(("nl", "fr", "en"))))
            await self.crowd[-1].says(chance.choice(ONCE))

    async def talks(self, after: float) -> None:
        """She comes, reads, and presses on, until she has the Institute's number."""
        await asyncio.sleep(after)
        phone = self.emulator.phone("en")
        self.genuine.append(phone)
        await phone.says("/start")
        for label in HELP:
            await press(phone, label, PATIENCE)
            await asyncio.sleep(1 / self.plan.speed)
        await phone.sees("What comes closest", PATIENCE)
        self.helped.add(phone.chat_id)

    async def never_stops(self) -> None:
        loop, phone = asyncio.get_running_loop(), self.emulator.phone("nl")
        at = loop.time()
        while True:
            await phone.says(NOISE[self.noise % len(NOISE)])
            self.noise += 1
            at += NOISE_EVERY
            await asyncio.sleep(max(0.0, at - loop.time()))


async def drill(haven: HavenProcess, plan: Plan) -> Finding:
    """The house must not run yet; it is stopped in the end."""
    emulator, finding = haven.emulator, Finding("flood", count=plan.contacts, seed=plan.seed, mode=haven.mode)
    emulator.telegram.limits.on, emulator.telegram.limits.chat_burst = True, 10_000
    emulator.telegram.limits.per_second = round(30 * plan.speed * BUNCHED) + 30  # a burst is allowed as well
    await haven.start()
    await warm_up(emulator, plan)
    before = weigh(haven)
    flood = Flood(emulator, plan)
    await flood.rise()
    await all_told(emulator, flood)
    judge(flood, weigh(haven).since(before), finding)
    haven.stop()
    return finding.done()


async def warm_up(emulator: Emulator, plan: Plan) -> None:
    """Some who write before anything is weighed: whatever is made once is made now."""
    phones = [emulator.phone("en") for _ in range(WARM_UP)]
    for phone in phones:
        await phone.says("/start")
    await asyncio.gather(*(phone.hears(PATIENCE) for phone in phones))
    await asyncio.sleep(30 / (30 * plan.speed))  # the burst that the limits allow is full again


async def all_told(emulator: Emulator, flood: Flood) -> None:
    """Until everyone of the crowd has been told something; the judge finds who was not. The noise may go on waiting."""
    waiting = {phone.chat_id for phone in flood.crowd}
    heard, until = 0, asyncio.get_running_loop().time() + PATIENCE
    while waiting and asyncio.get_running_loop().time() < until:
        waiting -= {entry.chat_id for entry in emulator.ledger[heard:] if entry.ok and entry.method == "sendMessage"}
        heard = len(emulator.ledger)
        await asyncio.sleep(0.1)


def judge(flood: Flood, grown: Weight, finding: Finding) -> None:
    """Milliseconds are Telegram's: a wait in a faster hour counts as much longer."""
    told: dict[int, list[datetime]] = defaultdict(list)
    for entry in flood.emulator.ledger:
        if entry.ok and entry.method == "sendMessage" and entry.chat_id is not None:
            told[entry.chat_id].append(entry.at)
    for phone in flood.crowd:
        if not told[phone.chat_id]:
            finding.add("never answered", phone.chat_id)
        elif len(told[phone.chat_id]) > 1:
            finding.add("answered twice", phone.chat_id)
    for phone in flood.genuine:
        if phone.chat_id not in flood.helped:
            finding.add("did not get help", phone.chat_id)
    first, later = waits(flood, told)
    finding.seen.update({"memory KiB": grown.memory // 1024, "disk KiB": grown.disk // 1024, "noise": flood.noise})
    for name, each in (("first reply", first), ("next reply", later), ("crowd", crowd_waits(flood, told))):
        for share in (0.5, 0.99):
            finding.seen[f"{name} p{share * 100:.0f} ms"] = round(part(each, share) * flood.plan.speed * 1000)
    for name in ("first reply", "next reply"):
        if finding.seen[f"{name} p99 ms"] > flood.plan.soon * 1000:
            finding.add(f"{name} too late", finding.seen[f"{name} p99 ms"])
    finding.seen["refused"] = sum(entry.error_code == 429 for entry in flood.emulator.ledger)
    if finding.seen["refused"] > SOME * len(told):
        finding.add("sent faster than Telegram allows", finding.seen["refused"])


def crowd_waits(flood: Flood, told: dict[int, list[datetime]]) -> list[float]:
    crowd = {phone.chat_id for phone in flood.crowd}
    return sorted(wait(told[one.chat_id], one.made_at) for one in flood.emulator.updates if one.chat_id in crowd)


def waits(flood: Flood, told: dict[int, list[datetime]]) -> tuple[list[float], list[float]]:
    """Seconds from each thing a genuine person sent to the first message after it: her first, and the later ones."""
    genuine = {phone.chat_id for phone in flood.genuine}
    sent: dict[int, list[datetime]] = defaultdict(list)
    for update in flood.emulator.updates:
        if update.chat_id in genuine:
            sent[update.chat_id].append(update.made_at)
    first = [wait(told[who], times[0]) for who, times in sent.items()]
    return sorted(first), sorted(wait(told[who], at) for who, times in sent.items() for at in times[1:])


def wait(told: Sequence[datetime], since: datetime) -> float:
    at = bisect_left(told, since)
    return (told[at] - since).total_seconds() if at < len(told) else PATIENCE


def part(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
