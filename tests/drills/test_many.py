"""Several processes on one PostgreSQL: killed, frozen, restarted one after the other, nobody who writes notices.

That the judge finds what is lost, doubled or out of order is shown in `test_crash.py`, with a house that does it.
"""

from functools import partial
from pathlib import Path
from random import Random

import pytest

from emulator.server import Emulator
from tests.drills.finding import amount, seed
from tests.drills.many import Street, street, through
from tests.drills.nursery import Nursery

HOUSES = amount(3, 2)
#: Longer than the lease, in full: then the others have taken over what the frozen one had in hand.
FROZEN = amount(25, 2)


@pytest.fixture
def engine() -> str:
    return "postgresql"


def all_took_part(row: Street, calls: int) -> bool:
    return all(row.balancer.brought[house.port] > calls for house in row.houses)


@pytest.mark.timeout(amount(3600, 600))
async def test_killed_and_frozen_houses_lose_double_and_reorder_nothing(
    tmp_path: Path, engine_urls: tuple[str, str], nursery: Nursery
) -> None:
    chance, troubles = Random(seed()), amount(40, 1)
    async with Emulator(pace=0.1) as emulator, street(emulator, tmp_path, engine_urls, nursery, HOUSES) as row:
        await row.rise()
        incidents = [partial(row.killed, chance.randrange(HOUSES)) for _ in range(troubles)]
        incidents += [partial(row.frozen, chance.randrange(HOUSES), FROZEN) for _ in range(amount(6, 1))]
        chance.shuffle(incidents)
        found = await through("many houses", emulator, row.houses, seed(), amount(6000, 200), incidents)
        print(found)
        assert found.holds, found
        assert all_took_part(row, 10)


@pytest.mark.timeout(amount(3600, 600))
async def test_a_restart_of_all_houses_one_after_the_other_is_not_noticed(
    tmp_path: Path, engine_urls: tuple[str, str], nursery: Nursery
) -> None:
    async with Emulator(pace=0.1) as emulator, street(emulator, tmp_path, engine_urls, nursery, HOUSES) as row:
        for house in row.houses:  # what is on the wire when it closes arrives, even where the machine stands still
            house.extra["DRILL_GRACE"] = "20"
        await row.rise()
        found = await through("rolling restart", emulator, row.houses, seed(), amount(4000, 150), [row.rolled])
        print(found)
        assert found.holds, found
        assert found.seen["flagged ambiguous"] == 0, "an orderly end leaves nothing in doubt"
        assert max(row.balancer.failed.values(), default=0) <= 1, "one more try is enough"
        assert all_took_part(row, 10)
