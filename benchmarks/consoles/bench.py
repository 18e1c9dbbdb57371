"""One busy house after the other, measured, shown, and written down where it is asked for."""

from __future__ import annotations

import time
from collections.abc import Sequence

import uvloop

from benchmarks.bots import Bot
from benchmarks.consoles.found import Found
from benchmarks.consoles.measuring import measured
from benchmarks.consoles.report import disturbance, summary, write
from benchmarks.consoles.standing import Size, standing
from benchmarks.running import hall, pin


async def bench(houses: Sequence[Bot], size: Size) -> tuple[Found, ...]:
    found = list[Found]()
    with hall(any(bot.engine == "postgresql" for bot in houses)) as place:
        pin(place)
        for bot in houses:
            async with standing(bot, size, place) as house:
                found.append(await measured(house))
                print(f"{bot.name}: consoles measured", flush=True)
    return tuple(found)


def show(houses: Sequence[Bot], size: Size, keep: bool) -> bool:
    """Print what was found; `keep`: put it into the docs too. False where that was not possible."""
    began = time.monotonic()
    found = uvloop.run(bench(houses, size))
    print(f"\ntook {time.monotonic() - began:.0f} s")
    kept = True
    for one in found:
        print(f"\n### {one.house}\n\n{summary(one)}")
        why = disturbance(one) or ("a quick run is a first impression" if size != Size() else "")
        if keep and why:
            print(f"\nNot written: {why}")
            kept = False
        elif keep:
            write(one)
    return kept
