"""What a clock that ran ahead has written is due now, on both engines; what is rightly ahead is left alone."""

from __future__ import annotations

from datetime import timedelta

from helpline.delivery import Fate
from storage import Store
from tests.storage.people import HOUSE, NOW, Decision, case, later, session, texts, writes

AHEAD = NOW + timedelta(days=1)


async def test_a_message_to_be_tried_again_tomorrow_by_a_wrong_clock_is_tried_now(store: Store) -> None:
    told = Decision("one", "two")
    (first, _) = (await store.work_off(writes(1), AHEAD, HOUSE, told)).deliveries
    await store.settle([Fate(first.id, "retry", AHEAD, due=AHEAD + timedelta(seconds=1))])
    assert await store.claim(NOW) == []
    assert await store.bring_back(NOW) > 0
    assert texts(await store.claim(NOW)) == ["one", "two"]


async def test_a_session_touched_by_a_wrong_clock_is_forgotten_after_its_hour_all_the_same(store: Store) -> None:
    await store.work_off(writes(1), AHEAD, HOUSE, Decision("hello", session=session()))
    await store.bring_back(NOW)
    assert await store.forget_idle(NOW + timedelta(minutes=59)) == 0
    assert await store.forget_idle(NOW + timedelta(minutes=62)) == 1


async def test_numbers_promised_in_minutes_by_a_wrong_clock_go_out_now(store: Store) -> None:
    promised = case(numbers_by=AHEAD)
    await store.work_off(writes(1), AHEAD, HOUSE, Decision(case=promised))
    assert await store.due_cases(NOW) == ()
    await store.bring_back(NOW)
    assert await store.due_cases(NOW) == ((promised.id, "numbers"),)


async def test_what_waits_its_minute_goes_on_waiting(store: Store) -> None:
    (first,) = (await store.work_off(writes(1), NOW, HOUSE, Decision("one"))).deliveries
    await store.settle([Fate(first.id, "retry", NOW, due=later(60))])
    assert await store.hold_lease("polling", NOW, 20)
    assert await store.bring_back(NOW) == 0
    assert await store.claim(later(59)) == []
    assert texts(await store.claim(later(61))) == ["one"]
