"""What is kept goes when its time is over, not before and not after; and what went opens for nobody."""

from __future__ import annotations

import pytest

from storage import Store
from tests.drills import thief
from tests.drills.finding import amount, seed
from tests.drills.lifetime import DAY, Life, days_pass, live
from tests.helpline import deskwork


@pytest.mark.timeout(3600)
def test_whatever_happens_time_takes_what_is_due_and_only_that() -> None:
    finding = live(amount(3_000, 20), seed())
    print(finding)
    assert finding.holds, finding
    assert {"gone by she", "gone by staff", "gone by time"} <= set(finding.seen), "each of the ways, at least once"


@pytest.mark.parametrize("off", [30, -10], ids=["early", "late"])
def test_the_onlooker_notices_what_goes_early_or_stays_too_long(off: int) -> None:
    def a_year(number: int, seed: int) -> Life:
        desk = deskwork.in_line()
        life = Life(desk, desk.talk.now + off * DAY)
        days_pass(life, 366)
        return life

    assert live(1, seed(), a_year).wrong


@pytest.mark.timeout(3600)
async def test_what_went_opens_with_no_key_there_is_and_what_stays_does(store: Store) -> None:
    finding = await thief.steal(store, amount(500, 15), seed())
    print(finding)
    assert finding.holds, finding
    assert finding.seen["cells opened before"] > finding.count


async def test_the_drill_finds_a_house_that_never_begins_a_new_epoch(store: Store) -> None:
    finding = await thief.steal(store, 10, seed(), rotates=False)
    assert set(finding.wrong) == {"still readable, though it went"}
