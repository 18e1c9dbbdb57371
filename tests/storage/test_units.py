"""One incoming, one transaction: what was decided is there afterwards, whole, or nothing of it is."""

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest

from helpline.ports import Changes, House, Incoming, Loaded
from storage import SealBroken, StorageTrouble, Store
from storage.statements import ask
from tests.storage.people import (
    HOUSE,
    NOW,
    Decision,
    case,
    consent,
    event,
    later,
    line,
    link,
    says,
    session,
    some_id,
    texts,
    waiting,
    writes,
)


class Bug(Exception):
    """The decision fell over."""


async def rows(store: Store, table: str) -> int:
    return int((await store.database.read(lambda: ask(f"SELECT COUNT(*) FROM {table}")))[0][0])


async def test_the_first_word_leaves_a_contact_a_session_and_an_answer_ready_to_send(store: Store) -> None:
    worked = await store.work_off(writes(1), NOW, HOUSE, Decision("Welkom", "Welke taal?"))
    assert worked.fresh
    assert texts(worked.deliveries) == ["Welkom", "Welke taal?"]
    assert {delivery.address.plain for delivery in worked.deliveries} == {"4711"}
    counts = await store.counts(NOW)
    assert (counts["contacts"], counts["sessions"], counts["sending"], counts["outbox"]) == (1, 1, 2, 2)


async def test_the_next_word_finds_the_session_as_it_was_left(store: Store) -> None:
    left = session("NUL \x00, half a pair \ud83d, and ❤", misses=2, facts={"age": "adult", "age_in_image": "unsure"})
    await store.work_off(writes(1), NOW, HOUSE, Decision(session=left))
    second = Decision()
    await store.work_off(writes(2), NOW, HOUSE, second)
    assert second.last.session == left
    assert second.last.contact is not None
    assert not second.last.contact.blocked


async def test_an_update_that_comes_again_does_nothing_and_is_still_to_be_confirmed(store: Store) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision("Welkom"))
    again = Decision("Welkom")
    worked = await store.work_off(writes(1), NOW, HOUSE, again)
    assert not worked.fresh
    assert worked.deliveries == ()
    assert not again.seen
    assert await rows(store, "outbox") == 1


async def test_twenty_of_the_same_update_at_once_are_worked_off_once(store: Store) -> None:
    worked = await asyncio.gather(*(store.work_off(writes(1), NOW, HOUSE, Decision("a")) for _ in range(20)))
    assert sum(one.fresh for one in worked) == 1
    assert await rows(store, "outbox") == 1


async def test_a_case_comes_back_exactly_as_it_was_kept(store: Store) -> None:
    kept = waiting(case(), token=3)
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=kept, transcript=(line("help"),)))
    read = Decision()
    await store.work_off(writes(2), NOW, HOUSE, read)
    assert read.last.case == kept


async def test_changes_to_a_case_are_kept_and_the_rest_stays(store: Store) -> None:
    kept = case()
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=kept))
    withdrawn = replace(kept.consents[1], withdrawn_at=later(5))
    changed = replace(
        kept,
        facts={"age": "adult", "age_in_image": "adult"},
        urgency="crisis",
        pin_digest=None,
        consents=(kept.consents[0], withdrawn, consent("words")),
        items=(*kept.items, link("new.example")),
    )
    await store.work_off(writes(2), NOW, HOUSE, Decision(case=changed))
    read = Decision()
    await store.work_off(writes(3), NOW, HOUSE, read)
    assert read.last.case == changed


async def test_removing_something_moves_the_rest_to_a_new_key_and_destroys_the_old_one(store: Store) -> None:
    kept = case()
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=kept, transcript=(line("one"), line("two"))))
    before = await key_of_case(store)
    fewer = replace(kept, items=kept.items[1:], route="both")
    await store.work_off(writes(2), NOW, HOUSE, Decision(case=fewer))
    after = await key_of_case(store)
    assert before != after
    assert await store.keys.load([before, after]) == {before}
    assert await rows(store, "line") == 2
    read = Decision()
    await store.work_off(writes(3), NOW, HOUSE, read)
    assert read.last.case == fewer
    assert read.last.session is not None


async def key_of_case(store: Store) -> str:
    return str((await store.database.read(lambda: ask("SELECT key_id FROM cases")))[0][0])


async def test_an_erased_transcript_is_gone_and_the_case_goes_on(store: Store) -> None:
    kept = case()
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=kept, transcript=(line("one"), line("two"))))
    before = await key_of_case(store)
    await store.work_off(writes(2), NOW, HOUSE, Decision(case=kept, erase_transcript=True, transcript=(line("three"),)))
    assert await rows(store, "line") == 1
    assert await store.keys.load([before]) == {before}


async def test_a_case_inherits_the_key_of_its_session(store: Store) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision())
    first = (await store.database.read(lambda: ask("SELECT key_id FROM session")))[0][0]
    await store.work_off(writes(2), NOW, HOUSE, Decision(case=case()))
    assert await key_of_case(store) == first
    assert (await store.database.read(lambda: ask("SELECT key_id FROM session")))[0][0] == first


async def test_a_forgotten_session_takes_its_key_with_it(store: Store) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision())
    key = (await store.database.read(lambda: ask("SELECT key_id FROM session")))[0][0]
    await store.work_off(writes(2), NOW, HOUSE, Decision(session=None))
    assert await rows(store, "session") == 0
    assert await store.keys.load([key]) == {key}


async def test_an_erased_case_leaves_no_row_and_no_key_and_the_session_goes_on_under_a_new_one(store: Store) -> None:
    kept = case()
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=kept, transcript=(line("help"),)))
    key = await key_of_case(store)
    await store.work_off(writes(2), NOW, HOUSE, Decision(session=session("still here"), case=None))
    for table in ("cases", "consent", "item", "line", "access"):
        assert await rows(store, table) == 0, table
    assert await store.keys.load([key]) == {key}
    read = Decision()
    await store.work_off(writes(3), NOW, HOUSE, read)
    assert read.last.session == session("still here")
    assert read.last.case is None


async def test_a_locked_chat_has_forgotten_the_case_and_the_case_is_still_there(store: Store) -> None:
    kept = case()
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=kept))
    key = await key_of_case(store)
    await store.work_off(writes(2), NOW, HOUSE, Decision(case=kept, session=None, lock=True))
    read = Decision()
    await store.work_off(writes(3), NOW, HOUSE, read)
    assert (read.last.case, read.last.session, read.last.locked) == (None, None, True)
    assert await rows(store, "cases") == 1
    assert await store.keys.load([key]) == frozenset()
    fresh = (await store.database.read(lambda: ask("SELECT key_id FROM session")))[0][0]
    assert fresh != key


async def test_a_decision_that_falls_over_leaves_nothing_and_tells_its_own_error(store: Store) -> None:
    def falls(loaded: Loaded, incoming: Incoming, now: datetime, house: House) -> Changes:
        raise Bug

    with pytest.raises(Bug):
        await store.work_off(writes(1), NOW, HOUSE, falls)
    assert await rows(store, "seen") == 0
    assert await rows(store, "contact") == 0
    assert (await store.work_off(writes(1), NOW, HOUSE, Decision())).fresh


async def test_saving_that_falls_over_half_way_leaves_nothing(store: Store) -> None:
    twice = some_id()
    same_id_twice = (replace(event(), id=twice), replace(event(), id=twice))
    with pytest.raises(StorageTrouble):
        await store.work_off(
            writes(1, words="my secret"), NOW, HOUSE, Decision("hi", case=case(), events=same_id_twice)
        )
    for table in ("seen", "contact", "session", "cases", "event", "outbox", "message"):
        assert await rows(store, table) == 0, table


async def test_others_in_the_same_commit_do_not_suffer_from_one_that_falls_over(store: Store) -> None:
    def falls(loaded: Loaded, incoming: Incoming, now: datetime, house: House) -> Changes:
        raise Bug

    good = [store.work_off(writes(n, f"chat {n}"), NOW, HOUSE, Decision("hi")) for n in range(10)]
    bad = [store.work_off(writes(100 + n, f"chat {n}"), NOW, HOUSE, falls) for n in range(10)]
    results = await asyncio.gather(*good, *bad, return_exceptions=True)
    assert all(not isinstance(result, BaseException) for result in results[:10])
    assert all(isinstance(result, Bug) for result in results[10:])
    assert await rows(store, "outbox") == 10


async def test_failures_are_counted_and_parking_lets_the_chat_go_on(store: Store) -> None:
    for expected in (1, 2, 3):
        assert await store.failed("telegram", 7, "Bug", NOW) == expected
    worked = await store.park(writes(7), "Bug", NOW, HOUSE, Decision("Please send it again", alerts=("parked",)))
    assert worked.fresh
    assert worked.alerts == ("parked",)
    assert texts(worked.deliveries) == ["Please send it again"]
    assert (await store.counts(NOW))["parked"] == 1
    assert not (await store.work_off(writes(7), NOW, HOUSE, Decision())).fresh


async def test_a_session_that_does_not_open_is_poison_and_parking_begins_it_anew(store: Store) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision())
    await store.database.run(lambda: ask("UPDATE session SET sealed = $1", b"\x01" + b"\x00" * 90))
    with pytest.raises(SealBroken):
        await store.work_off(writes(2), NOW, HOUSE, Decision())
    parked = Decision("Again, please")
    assert (await store.park(writes(2), "SealBroken", NOW, HOUSE, parked)).fresh
    assert parked.last.session is None
    assert (await store.work_off(writes(3), NOW, HOUSE, Decision())).fresh


async def test_a_contact_whose_key_is_gone_is_met_anew(store: Store) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision("hi", case=case()))
    keys = await store.database.read(lambda: ask("SELECT key_id FROM contact UNION SELECT key_id FROM cases"))
    await store.keys.destroy([row[0] for row in keys])
    met = Decision("hello again")
    worked = await store.work_off(writes(2), NOW, HOUSE, met)
    assert met.last.session is None
    assert met.last.case is None
    assert texts(worked.deliveries) == ["hello again"]
    assert await rows(store, "cases") == 0


async def test_updates_of_one_contact_at_once_are_worked_off_one_after_the_other(store: Store) -> None:
    def counting(loaded: Loaded, incoming: Incoming, now: datetime, house: House) -> Changes:
        so_far = loaded.session.misses if loaded.session else 0
        return replace(Decision()(loaded, incoming, now, house), session=session(misses=so_far + 1))

    await asyncio.gather(*(store.work_off(writes(n), NOW, HOUSE, counting) for n in range(40)))
    read = Decision()
    await store.work_off(writes(99), NOW, HOUSE, read)
    assert read.last.session is not None
    assert read.last.session.misses == 40


async def test_a_caller_who_gives_up_leaves_all_of_it_or_nothing(store: Store) -> None:
    for number in range(60):
        unit = asyncio.ensure_future(store.work_off(writes(number, f"chat {number}"), NOW, HOUSE, Decision("a", "b")))
        for _ in range(number % 7):
            await asyncio.sleep(0)
        unit.cancel()
        await asyncio.gather(unit, return_exceptions=True)
    await store.work_off(writes(999), NOW, HOUSE, Decision())
    await store.close()


async def test_a_press_is_answered_and_her_own_message_is_taken_back(store: Store) -> None:
    await store.work_off(writes(1), NOW, HOUSE, Decision())
    worked = await store.work_off(
        writes(2, kind="media", words=None, message=88), NOW, HOUSE, Decision(answer="", delete=(88,))
    )
    assert worked.answer == ""
    assert [deletion.messages for deletion in worked.deletions] == [(88,)]
    assert worked.deletions == await store.due_deletions(NOW)
    await store.settle_deletions(worked.deletions[0].ids)
    assert await store.due_deletions(NOW) == ()


async def test_nothing_is_written_to_someone_who_blocked_the_bot(store: Store) -> None:
    def blocked(loaded: Loaded, incoming: Incoming, now: datetime, house: House) -> Changes:
        changes = Decision("lost words")(loaded, incoming, now, house)
        return replace(changes, contact=replace(changes.contact, blocked=True), outgoing=says("never"))

    await store.work_off(writes(1), NOW, HOUSE, Decision())
    worked = await store.work_off(writes(2, kind="blocked"), NOW, HOUSE, blocked)
    assert worked.deliveries == ()
    assert await rows(store, "outbox") == 0
    read = Decision()
    await store.work_off(writes(3), NOW, HOUSE, read)
    assert read.last.contact is not None
    assert read.last.contact.blocked
