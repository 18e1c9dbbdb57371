"""Chats in which nothing has happened for long forget their case; what lies in the tables says so. On both engines."""

from dataclasses import replace
from datetime import timedelta

from helpline.case import Case, Holder
from helpline.locking import IDLE
from helpline.ports import Changes, House, Loaded
from storage import Store
from tests.storage.people import HOUSE, NOW, Decision, case, later, session, waiting, writes
from tests.storage.test_desk import Act, held_by, rows

DAY = 24 * 60.0


async def open_case(store: Store, update: int, who: str, **more: object) -> Case:
    made = case(number=f"K7RM-2{update:03}", **more)
    await store.work_off(writes(update, who), NOW, HOUSE, Decision(case=made, session=session("hers")))
    return made


async def due(store: Store, minutes: float) -> tuple[str, ...]:
    return await store.idle_cases(later(minutes), IDLE)


async def test_the_bots_after_a_day_and_peoples_after_a_week(store: Store) -> None:
    bots = await open_case(store, 1, "100")
    queued = await open_case(store, 2, "200", holder=waiting(case()).holder)
    held = await open_case(store, 3, "300", holder=held_by("mia"))
    assert await due(store, DAY - 1) == ()
    assert await due(store, DAY) == (bots.id,)
    assert set(await due(store, 7 * DAY)) == {bots.id, queued.id, held.id}


async def test_a_word_of_either_side_puts_it_off(store: Store) -> None:
    held = await open_case(store, 1, "100", holder=held_by("mia"))
    await store.act(held.id, later(3 * DAY), HOUSE, Act("are you there?"))
    assert await due(store, 7 * DAY) == ()
    await store.work_off(writes(2, "100"), later(6 * DAY), HOUSE, Decision())
    assert await due(store, 10 * DAY) == ()
    assert await due(store, 13 * DAY) == (held.id,)


async def test_one_whose_session_is_gone_counts_from_its_beginning(store: Store) -> None:
    bots = await open_case(store, 1, "100")
    await store.work_off(writes(2, "100"), NOW, HOUSE, Decision(case=bots, session=None))
    assert await due(store, DAY) == (bots.id,)


def locks(loaded: Loaded, now: object, house: House) -> Changes:
    """As the rule does it."""
    return replace(Act()(loaded, NOW, house), session=None, lock=True)


async def test_locked_it_is_found_no_more_and_whoever_decides_is_told_how_long_it_was_quiet(store: Store) -> None:
    bots = await open_case(store, 1, "100")
    act = Act()
    await store.act(bots.id, later(DAY), HOUSE, act)
    assert act.last.quiet_since is not None
    assert NOW - act.last.quiet_since < timedelta(minutes=1)
    await store.act(bots.id, later(2 * DAY), HOUSE, locks)
    assert await due(store, 9 * DAY) == ()
    assert await rows(store, "SELECT COUNT(*) FROM session") == [(0,)]
    seen = Decision()
    await store.work_off(writes(3, "100"), later(2 * DAY), HOUSE, seen)
    assert (seen.last.case, seen.last.locked, seen.last.session) == (None, True, None)
    again = Act()
    await store.act(bots.id, later(2 * DAY), HOUSE, again)
    assert again.last.case == replace(bots, holder=Holder())
