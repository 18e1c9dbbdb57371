"""Lists and cases as one of the staff opens them, asked of the running house one after the other."""

from __future__ import annotations

import random
from collections.abc import Sequence

from benchmarks.consoles.browser import Asking
from benchmarks.consoles.found import OPENS, Delay
from benchmarks.consoles.standing import Standing

QUEUE = "/console/api/queue"
FILTERS = ("holder=waiting", "holder=mine", "language=nl&urgency=crisis", "route=both", "urgency=danger&holder=waiting")


async def lists(house: Standing) -> list[Delay]:
    """While no key is at hand yet: a page deeper with each call; then the first page and filters again and again."""
    asking, calls = await asked(house, 0), house.size.calls
    cold, after = list[float](), ""
    for _ in range(calls):
        page = await asking.get(f"{QUEUE}?after={after}" if after else QUEUE)
        after = page.json["next"] or ""
        cold.append(page.took)
    chance = random.Random(calls)
    numbers = [chance.choice(house.busy.cases).number for _ in range(calls)]
    filters = [f"{QUEUE}?{FILTERS[at % len(FILTERS)]}" for at in range(calls)]
    found = [
        Delay("the list, page by page, keys cold", tuple(cold), OPENS),
        Delay("the list, first page, warm", await times(asking, [QUEUE] * calls), OPENS),
        Delay("the list, filtered", await times(asking, filters), OPENS),
        Delay("a case by its number", await times(asking, [f"{QUEUE}?number={one}" for one in numbers]), OPENS),
        Delay("a case's page, 500 lines", await times(asking, [await opened(house, asking)] * calls), OPENS),
    ]
    asking.close()
    return found


async def asked(house: Standing, number: int) -> Asking:
    """The browser of that one of the staff."""
    asking = Asking(house.origin, house.busy.staff[number].token)
    await asking.connect()
    return asking


async def times(asking: Asking, paths: Sequence[str]) -> tuple[float, ...]:
    return tuple([(await asking.get(path)).took for path in paths])


async def opened(house: Standing, asking: Asking) -> str:
    """The address of the long case, once she has opened it. Raises RuntimeError where lines are missing."""
    path = f"/console/api/cases/{house.busy.long.case}"
    page = (await asking.post(f"{path}/open", {})).json
    if len(page["lines"]) < house.size.lines:
        raise RuntimeError(f"the long case has {len(page['lines'])} lines")
    return path
