"""What is measured of a busy house, one thing after the other."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from typing import Any

from benchmarks.consoles.acting import deeds
from benchmarks.consoles.found import NEWS, Delay, Found, Speed
from benchmarks.consoles.hearing import Room
from benchmarks.consoles.looking import lists
from benchmarks.consoles.standing import Standing
from benchmarks.consoles.writing import Writers

#: So many write at once, the next one as soon as the words of one were taken.
FAST, TOGETHER = "64 at once", 64
#: Without and with consoles, so often; the windows alternate.
ROUNDS = 2


async def measured(house: Standing) -> Found:
    """All of it. The lists first, while nothing is in memory yet."""
    began, before = time.perf_counter(), house.used()
    delays = [*await lists(house), *await deeds(house)]
    writers = Writers(house.busy.held_by("queue", "staff")[: house.size.writers])
    await writers.come_to(house.door, house.api)
    await writers.everyone(TOGETHER)  # so that the keys of all of them are at hand
    room = Room(house.origin, house.busy.staff, writers)
    speeds = [speed for _ in range(ROUNDS) for speed in await without_and_with(house, writers, room)]
    speeds.append(await at_a_pace(house, writers, 0))
    await room.open()
    await settled(house)
    speeds.append(await at_a_pace(house, writers, len(room.lines)))
    missing = await room.has_heard_all() + writers.errors.total()
    news = [
        Delay("news at a console, after it was sent", milliseconds(room.after_sent), NEWS),
        Delay("news at a console, after it was kept", milliseconds(room.after_kept), NEWS),
    ]
    await room.close()
    foreign = house.used().since(before).foreign / (time.perf_counter() - began)
    return Found(house.bot.name, (*news, *delays), tuple(speeds), house.costs, missing, foreign)


def milliseconds(seconds: list[float]) -> tuple[float, ...]:
    return tuple(one * 1e3 for one in seconds) or (float("inf"),)


async def settled(house: Standing) -> None:
    """Until the house has told what it had to tell, or for five seconds."""
    for _ in range(10):
        before = house.used()
        await asyncio.sleep(0.5)
        if house.used().since(before).bot < 0.1:
            return


async def without_and_with(house: Standing, writers: Writers, room: Room) -> tuple[Speed, Speed]:
    """As fast as they are taken. Consoles hear of it; what they hear is not looked at meanwhile."""
    await settled(house)
    alone = await as_fast_as_possible(house, writers, 0)
    await settled(house)
    await room.open()
    room.reads = False
    beside = await as_fast_as_possible(house, writers, len(room.lines))
    await settled(house)
    room.reads = True
    await room.close()
    return alone, beside


async def as_fast_as_possible(house: Standing, writers: Writers, consoles: int) -> Speed:
    with writers.going_on(TOGETHER):
        await asyncio.sleep(house.size.warm_up)
        found = await counted(FAST, house, writers, consoles, asyncio.sleep(house.size.fast))
    await writers.silence()
    return found


async def at_a_pace(house: Standing, writers: Writers, consoles: int) -> Speed:
    writing = writers.at_a_pace(house.size.pace, house.size.paced)
    return await counted(f"{house.size.pace:.0f} updates/s", house, writers, consoles, writing)


async def counted(
    load: str, house: Standing, writers: Writers, consoles: int, meanwhile: Coroutine[Any, Any, object]
) -> Speed:
    """What was taken, and what it cost, while that went on."""
    taken, used, began = len(writers.taken), house.used(), time.perf_counter()
    await meanwhile
    spent, updates = house.used().since(used), max(1, len(writers.taken) - taken)
    rate = updates / (time.perf_counter() - began)
    return Speed(load, consoles, rate, spent.bot / updates * 1e3, spent.database / updates * 1e3)
