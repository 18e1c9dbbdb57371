"""A team's cases full of hashes, some of them of one picture: filled by chance, and looked through plainly."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from helpline.case import Holder
from helpline.evidence import Item
from helpline.matching import Compared, lyings
from helpline.staff import Staff
from storage import Store
from tests.drills.finding import Finding, chance_of
from tests.storage.people import HOUSE, NOW, Decision, case, some_id, writes

#: Hashes of a case: those of two pictures and a video.
EACH = 5
VERA = Staff("vera", "vera", "Vera", frozenset({"supervisor"}), frozenset({"helpline"}))


@dataclass(frozen=True)
class Planted:
    """A case: its id, who wrote it, whose it is, and its hashes."""

    id: str
    update: int
    team: str
    items: tuple[Item, ...]


def hashed(algorithm: str, value: str) -> Item:
    return Item(some_id(), "hash", "", NOW, "consent", algorithm=algorithm, value=value)


def any_items(chance: Random, picture: int, file: str) -> tuple[Item, ...]:
    """Mostly of something else; one case in ten has the picture or something near it, one in forty the file."""
    values = [chance.getrandbits(256) for _ in range(2)]
    if chance.random() < 0.1:
        values[0] = turned(chance, picture, chance.choice((0, 7, 30, 31, 32, 33)))
    sha = file if chance.random() < 0.025 else f"{chance.getrandbits(256):064x}"
    made = [hashed("pdq", f"{value:064x}") for value in values]
    return (*made, hashed("sha256", sha), hashed("md5", sha[:32]), hashed("sha256", f"{values[1]:064x}"))


def turned(chance: Random, picture: int, bits: int) -> int:
    """The picture in some way it can lie, so many bits off."""
    lies = chance.choice([value for _, value in lyings(f"{picture:064x}")])
    return lies ^ sum(1 << at for at in chance.sample(range(256), bits))


async def fill(store: Store, count: int, chance: Random, picture: int, file: str) -> list[Planted]:
    """So many cases, some at a time; the last of them is of another team."""
    planted = []
    for number in range(count):
        team = "helpline" if number % 8 else "child_focus"
        planted.append(Planted(some_id(), 1_000 + number, team, any_items(chance, picture, file)))
    for start in range(0, count, 200):
        await asyncio.gather(*(keep(store, one) for one in planted[start : start + 200]))
    return planted


async def keep(store: Store, one: Planted) -> None:
    number = f"{one.update // 10_000:04}-{one.update % 10_000:04}"
    holder = Holder("queue", one.team, None, 1, NOW)
    made = case(id=one.id, number=number, holder=holder, waiting_since=NOW, items=one.items)
    await store.work_off(writes(one.update, str(one.update)), NOW, HOUSE, Decision(case=made))


def plainly(picture: int, file: str, among: Sequence[Planted], most: int = 31) -> set[str]:
    """The cases that hold it, each looked at bit by bit."""
    ways = [value for _, value in lyings(f"{picture:064x}")]
    return {
        one.id
        for one in among
        if one.team == "helpline"
        for item in one.items
        if (item.algorithm == "sha256" and item.value == file)
        or (item.algorithm == "pdq" and any((way ^ int(item.value or "", 16)).bit_count() <= most for way in ways))
    }


async def looked_through(store: Store, count: int, seed: int, most: int = 31) -> Finding:
    """Fill a house, erase some of it, and ask. `most`: what the onlooker takes for near."""
    finding, chance = Finding("the same picture", seed=seed, engine=store.database.dialect), chance_of(seed, count)
    picture, file = chance.getrandbits(256), f"{chance.getrandbits(256):064x}"
    mine = Planted(some_id(), 1, "helpline", (hashed("pdq", f"{picture:064x}"), hashed("sha256", file)))
    await keep(store, mine)
    planted = await fill(store, count, chance, picture, file)
    gone = set(chance.sample(range(count), count // 10))
    for number in gone:
        update = planted[number].update
        await store.work_off(writes(10_000_000 + update, str(update)), NOW, HOUSE, Decision(case=None))
    there = [one for number, one in enumerate(planted) if number not in gone]
    began = time.perf_counter()
    told = await store.matched(mine.id, "helpline", mine.items, VERA, NOW)
    finding.seen["milliseconds"] = round((time.perf_counter() - began) * 1000)
    judge(finding, told, there, plainly(picture, file, there, most))
    return finding.done()


def judge(finding: Finding, told: Compared, there: Sequence[Planted], right: set[str]) -> None:
    found = {match.case for match in told.matches}
    place = {one.id: number for number, one in enumerate(there)}
    for missed in right - found:
        finding.add("not found", place[missed])
    for wrong in found - right:
        finding.add("found, though it is another, erased or not of the team", place.get(wrong, -1))
    finding.count = told.hashes
    finding.seen["cases found"] = len(found)
    if told.hashes != EACH * sum(one.team == "helpline" for one in there):
        finding.add("not compared with all", told.hashes)
