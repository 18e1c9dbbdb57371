"""What is to be sent: in order, to whoever may still be written to, counted where nobody knows whether it arrived."""

from dataclasses import replace
from datetime import timedelta

import pytest

from helpline.case import Holder
from helpline.delivery import Delivery, Fate
from storage import Store
from storage.statements import ask
from tests.storage.people import HOUSE, NOW, Decision, case, later, says, texts, waiting, writes


async def say(store: Store, update: int, *what: str, who: str = "4711", **changes: object) -> tuple[Delivery, ...]:
    return (await store.work_off(writes(update, who), NOW, HOUSE, Decision(*what, **changes))).deliveries


def sent(delivery: Delivery, message: int = 7) -> Fate:
    return Fate(delivery.id, "sent", NOW, message_id=message)


async def test_what_was_sent_leaves_the_outbox_and_its_message_can_be_taken_back(store: Store) -> None:
    first, second = await say(store, 1, "one", "two")
    await store.settle([sent(first, 70), sent(second, 71)])
    assert (await store.counts(NOW))["outbox"] == 0
    worked = await store.work_off(writes(2, message=72), NOW, HOUSE, Decision("bye", wipe=True))
    assert [sorted(deletion.messages) for deletion in worked.deletions] == [[1, 70, 71, 72]]


async def test_a_retry_waits_until_it_is_due_and_keeps_its_place(store: Store) -> None:
    first, second, third = await say(store, 1, "one", "two", "three")
    await store.settle([Fate(first.id, "retry", NOW, due=later(1))])
    assert await store.claim(NOW) == []
    again = await store.claim(later(1))
    assert texts(again) == ["one", "two", "three"]
    assert [delivery.attempts for delivery in again] == [1, 0, 0]
    assert {delivery.id for delivery in again} == {first.id, second.id, third.id}


async def test_what_is_said_while_something_waits_stays_behind_it(store: Store) -> None:
    (first,) = await say(store, 1, "one")
    await store.settle([Fate(first.id, "retry", NOW, due=later(1))])
    assert await say(store, 2, "two") == ()
    assert texts(await store.claim(later(1))) == ["one", "two"]


async def test_what_is_said_while_this_process_is_sending_follows_from_memory(store: Store) -> None:
    await say(store, 1, "one")
    assert texts(await say(store, 2, "two")) == ["two"]


async def test_one_contact_waiting_holds_up_nobody_else(store: Store) -> None:
    (slow,) = await say(store, 1, "slow", who="slow")
    await store.settle([Fate(slow.id, "retry", NOW, due=later(60))])
    (fast,) = await say(store, 2, "fast", who="fast")
    await store.settle([Fate(fast.id, "retry", NOW, due=NOW)])
    assert texts(await store.claim(NOW)) == ["fast"]


async def test_what_may_have_arrived_is_sent_once_more_and_counted(store: Store) -> None:
    (only,) = await say(store, 1, "one")
    await store.settle([Fate(only.id, "ambiguous", NOW, due=NOW)])
    (again,) = await store.claim(NOW)
    assert again.ambiguous
    await store.settle([Fate(again.id, "ambiguous", NOW, due=NOW)])
    counts = await store.counts(NOW)
    assert (counts["outbox"], counts["ambiguous"]) == (0, 2)


async def test_a_refused_message_is_counted_and_does_not_block_the_next(store: Store) -> None:
    first, second = await say(store, 1, "one", "two")
    await store.settle([Fate(first.id, "refused", NOW), Fate(second.id, "retry", NOW, due=NOW)])
    assert texts(await store.claim(NOW)) == ["two"]
    assert (await store.counts(NOW))["refused"] == 1


async def test_whoever_blocked_the_bot_is_left_in_peace(store: Store) -> None:
    first, _ = await say(store, 1, "one", "two")
    await store.settle([Fate(first.id, "blocked", NOW)])
    counts = await store.counts(NOW)
    assert (counts["outbox"], counts["blocked"]) == (0, 2)
    read = Decision()
    await store.work_off(writes(2), NOW, HOUSE, read)
    assert read.last.contact is not None
    assert read.last.contact.blocked


async def test_words_written_under_an_old_holder_are_withdrawn(store: Store) -> None:
    kept = waiting(case(), token=1)
    spoken = says("from the bot", holder_token=1)
    (first,) = (await store.work_off(writes(1), NOW, HOUSE, Decision(case=kept, outgoing=spoken))).deliveries
    await store.settle([Fate(first.id, "retry", NOW, due=NOW)])
    assert texts(await store.claim(NOW)) == ["from the bot"]  # control: the same holder may still write
    await store.settle([Fate(first.id, "retry", NOW, due=NOW)])
    taken = replace(kept, holder=Holder("staff", "institute", "someone", 2))
    await store.work_off(writes(2), NOW, HOUSE, Decision(case=taken, outgoing=says("a person is here", holder_token=2)))
    assert texts(await store.claim(NOW)) == ["a person is here"]
    assert (await store.counts(NOW))["withdrawn"] == 1


async def test_hiding_withdraws_what_waits_and_takes_back_what_is_on_the_wire(store: Store) -> None:
    flying, waits = await say(store, 1, "on the wire", "behind it")
    await store.settle([Fate(waits.id, "retry", NOW, due=later(5))])
    await say(store, 2, wipe=True)
    await store.settle([sent(flying, 70)])
    assert await store.claim(later(10)) == []
    (deletion,) = await store.due_deletions(NOW)
    assert 70 in deletion.messages
    assert deletion.address.plain == "4711"


async def test_a_pin_is_taken_back_by_its_tag_or_after_its_time(store: Store) -> None:
    spoken = says("your PIN", tag="pin", delete_after=600, protect=True)
    (pin,) = (await store.work_off(writes(1), NOW, HOUSE, Decision(outgoing=spoken))).deliveries
    assert pin.outgoing == spoken[0]
    await store.settle([sent(pin, 70)])
    assert await store.due_deletions(later(9)) == ()
    assert [deletion.messages for deletion in await store.due_deletions(later(10))] == [(70,)]
    worked = await store.work_off(writes(2), NOW, HOUSE, Decision(delete_tagged=("pin",)))
    assert [deletion.messages for deletion in worked.deletions] == [(70,)]


async def test_an_outgoing_comes_back_from_the_table_as_it_was_written(store: Store) -> None:
    rows = ((("Ja ❤", "tok:flow.step:yes"), ("Nee", "tok:flow.step:no")), (("\x00\udfff", "tok:a.b:c"),))
    until = NOW + timedelta(seconds=7, microseconds=13)
    how = {"protect": True, "tag": "pin", "delete_after": 5, "edit_of": 44, "open_until": until, "language": "fr"}
    spoken = says("text \ud83d", buttons=rows, cause="notice", **how)
    (first,) = (await store.work_off(writes(1), NOW, HOUSE, Decision(outgoing=spoken))).deliveries
    await store.settle([Fate(first.id, "retry", NOW, due=NOW)])
    (again,) = await store.claim(NOW)
    assert again.outgoing == spoken[0]
    assert again.address == first.address


async def test_a_fate_told_twice_changes_nothing(store: Store) -> None:
    (only,) = await say(store, 1, "one")
    await store.settle([sent(only)])
    await store.settle([sent(only), Fate(only.id, "retry", NOW, due=NOW), Fate("nobody", "sent", NOW, 3)])
    assert await store.claim(NOW) == []
    assert (await store.database.read(lambda: ask("SELECT COUNT(*) FROM message WHERE mine")))[0][0] == 1


@pytest.mark.parametrize("engine", ["postgresql"])  # on SQLite exactly one process writes
async def test_two_processes_never_hold_the_same_message(store: Store, engine: str, opened) -> None:  # type: ignore[no-untyped-def]
    other = await opened("other")
    for number in range(30):
        (one,) = await say(store, number, f"to {number}", who=f"chat {number}")
        await store.settle([Fate(one.id, "retry", NOW, due=NOW)])
    mine, theirs = await store.claim(NOW, 15), await other.claim(NOW, 30)
    assert len(mine) == 15
    assert len(theirs) == 15
    assert not {one.id for one in mine} & {one.id for one in theirs}


async def test_a_lease_that_ran_out_is_taken_over_and_a_living_one_is_not(store: Store, engine: str, opened) -> None:  # type: ignore[no-untyped-def]
    (only,) = await say(store, 1, "one")
    if engine == "sqlite":
        await store.close()
        other = await opened("other")
    else:
        other = await opened("other")
        assert await other.claim(later(0.2)) == []
        await store.claim(later(0.25))  # the first process still lives: it keeps what it has
        assert await other.claim(later(0.5)) == []
    (again,) = await other.claim(later(30))
    assert again.id == only.id
    assert again.ambiguous
    assert (await other.counts(NOW))["ambiguous"] == 1
