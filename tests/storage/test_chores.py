"""Time passes: what is idle is forgotten, what is old is let go, what happened gets its one order."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from helpline.delivery import Fate
from storage import Store
from storage.statements import ask
from tests.storage.people import HOUSE, NOW, Decision, case, event, later, writes


async def test_a_session_is_forgotten_after_an_idle_hour_and_its_key_destroyed(store: Store) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision())
    key = (await store.database.read(lambda: ask("SELECT key_id FROM session")))[0][0]
    assert await store.forget_idle(later(59)) == 0
    assert await store.forget_idle(later(60)) == 1
    assert await store.forget_idle(later(60)) == 0
    assert await store.keys.load([key]) == {key}
    met = Decision()
    await store.work_off(writes(2), later(61), HOUSE, met)
    assert met.last.session is None
    assert met.last.contact is not None


async def test_a_word_in_between_keeps_the_session(store: Store) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision())
    await store.work_off(writes(2), later(50), HOUSE, Decision())
    assert await store.forget_idle(later(70)) == 0


async def test_a_session_with_a_case_is_kept_and_without_one_in_this_chat_is_not(store: Store) -> None:
    kept = case()
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=kept))
    assert await store.forget_idle(later(600)) == 0
    await store.work_off(writes(2), later(600), HOUSE, Decision(case=kept, lock=True))
    assert await store.forget_idle(later(700)) == 1
    assert (await store.counts(NOW))["cases"] == 1


async def test_more_idle_sessions_than_one_handful_are_all_forgotten(store: Store) -> None:
    for number in range(450):
        await store.work_off(writes(number, f"chat {number}", message=None), NOW, HOUSE, Decision())
    assert await store.forget_idle(later(60)) == 450
    assert await store.prune(later(60)) == 450
    assert (await store.counts(NOW))["contacts"] == 0


async def test_update_ids_are_kept_72_hours_and_message_ids_48(store: Store) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision(session=None))
    await store.prune(NOW + timedelta(hours=47))
    counts = await store.counts(NOW)
    assert (counts["seen"], counts["contacts"]) == (1, 1)
    key = (await store.database.read(lambda: ask("SELECT key_id FROM contact")))[0][0]
    await store.prune(NOW + timedelta(hours=49))
    counts = await store.counts(NOW)
    assert (counts["seen"], counts["contacts"]) == (1, 0)
    assert await store.keys.load([key]) == {key}
    await store.prune(NOW + timedelta(hours=73))
    assert (await store.counts(NOW))["seen"] == 0


async def test_a_contact_something_refers_to_stays(store: Store) -> None:
    (waiting,) = (await store.work_off(writes(1), NOW, HOUSE, Decision("hi", session=None))).deliveries
    await store.settle([Fate(waiting.id, "retry", NOW, due=later(9999))])
    await store.prune(NOW + timedelta(days=9))
    assert (await store.counts(NOW))["contacts"] == 1


async def test_events_get_numbers_without_gaps_in_the_order_they_were_committed(store: Store) -> None:
    kinds = ["case_opened", "consent_given", "item_kept", "handoff_queued"]
    for number, kind in enumerate(kinds):
        await store.work_off(writes(number, f"chat {number}"), NOW, HOUSE, Decision(events=(event(kind), event())))
    assert await store.number_events() == 8
    assert await store.number_events() == 0
    rows = await store.database.read(lambda: ask("SELECT seq, kind FROM event ORDER BY seq"))
    assert [row[0] for row in rows] == list(range(1, 9))
    assert [row[1] for row in rows][::2] == kinds


async def test_whoever_numbers_beside_another_leaves_no_gap_and_no_number_twice(
    opened: Callable[..., Awaitable[Store]], engine: str
) -> None:
    stores = [await opened(f"process {number}") for number in range(2 if engine == "postgresql" else 1)] * 2
    several = [Decision(events=(event(), event(), event())) for _ in range(40)]

    async def work(number: int) -> None:
        store = stores[number % 2]
        await store.work_off(writes(number, f"chat {number}"), NOW, HOUSE, several[number])
        await store.number_events()

    await asyncio.gather(*map(work, range(len(several))))
    rows = await stores[0].database.read(lambda: ask("SELECT seq FROM event ORDER BY seq"))
    assert [row[0] for row in rows] == list(range(1, 3 * len(several) + 1))
    assert await chain_holds(stores[0])


async def test_a_changed_event_breaks_the_chain(store: Store) -> None:
    for number in range(3):
        await store.work_off(writes(number), NOW, HOUSE, Decision(events=(event(case="case-1"),)))
    await store.number_events()
    assert await chain_holds(store)
    await store.database.run(lambda: ask("UPDATE event SET kind = 'case_closed' WHERE seq = 2"))
    assert not await chain_holds(store)


async def chain_holds(store: Store) -> bool:
    return (await store.audit()).whole


async def test_a_lease_has_one_holder_until_it_runs_out(store: Store) -> None:
    assert await store.hold_lease("polling", NOW, 30)
    assert await store.hold_lease("polling", later(0.1), 30)
    store.process = "someone else"
    assert not await store.hold_lease("polling", later(0.2), 30)
    assert await store.hold_lease("polling", later(2), 30)


async def test_counts_tell_ages_in_seconds(store: Store) -> None:
    (one,) = (await store.work_off(writes(1), NOW, HOUSE, Decision("hi"))).deliveries
    await store.settle([Fate(one.id, "retry", NOW, due=NOW)])
    counts = await store.counts(later(2))
    assert counts["oldest_due"] == 120.0
    assert counts["oldest_waiting"] == 0.0
