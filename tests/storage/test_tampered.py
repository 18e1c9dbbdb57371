"""A cell that somebody changed, and a key that is gone, cost what they sealed and nothing else: the others go on."""

from dataclasses import replace

import pytest

from helpline.case import Case, Holder
from helpline.chores import work_due_cases
from helpline.delivery import Delivery, Fate, Worked
from storage import StorageTrouble, Store
from storage.statements import ask
from tests.helpline.house import house
from tests.storage.people import HOUSE, NOW, Decision, case, later, texts, writes


async def said(store: Store, update: int, who: str, *what: str) -> tuple[Delivery, ...]:
    return (await store.work_off(writes(update, who), NOW, HOUSE, Decision(*what))).deliveries


async def again(store: Store, *deliveries: Delivery) -> None:
    """What these lanes hold goes by the table."""
    await store.settle([Fate(delivery.id, "retry", NOW, due=NOW) for delivery in deliveries])


async def tamper(store: Store, table: str, row: str) -> None:
    found = await store.database.read(lambda: ask(f"SELECT sealed FROM {table} WHERE id = $1", row))
    sealed = bytearray(found[0][0])
    sealed[20] ^= 1
    await store.database.run(lambda: ask(f"UPDATE {table} SET sealed = $2 WHERE id = $1", row, bytes(sealed)))


async def lose_key(store: Store, contact: str) -> None:
    """As after an older copy of the key store was brought back."""
    rows = await store.database.read(lambda: ask("SELECT key_id FROM contact WHERE id = $1", contact))
    await store.keys.destroy([rows[0][0]])


async def test_a_changed_message_holds_up_neither_its_own_lane_nor_the_others(store: Store) -> None:
    told: list[tuple[str, int]] = []
    store.told = lambda code, count: told.append((code, count))
    ann = await said(store, 1, "ann", "a1", "a2", "a3")
    bea = await said(store, 2, "bea", "b1", "b2")
    await again(store, ann[0], bea[0])
    await tamper(store, "outbox", ann[1].id)
    assert texts(await store.claim(NOW)) == ["a1", "a3", "b1", "b2"]
    counts = await store.counts(NOW)
    assert (counts["broken"], counts["outbox"], told) == (1, 4, [("outbox_broken", 1)])


async def test_untouched_they_are_all_sent_and_nobody_is_told(store: Store) -> None:
    told: list[tuple[str, int]] = []
    store.told = lambda code, count: told.append((code, count))
    ann = await said(store, 1, "ann", "a1", "a2", "a3")
    await again(store, ann[0])
    assert texts(await store.claim(NOW)) == ["a1", "a2", "a3"]
    assert told == []


async def test_a_changed_address_costs_that_contact_and_nobody_else(store: Store) -> None:
    ann, bea = await said(store, 1, "ann", "a1", "a2"), await said(store, 2, "bea", "b1")
    await again(store, ann[0], bea[0])
    await tamper(store, "contact", ann[0].contact_id)
    assert texts(await store.claim(NOW)) == ["b1"]
    assert (await store.counts(NOW))["broken"] == 2


async def stands(store: Store, update: int, who: str, *messages: int) -> str:
    """Messages of ours that she has, to be taken back by now; returns her contact id."""
    deliveries = await said(store, update, who, *map(str, messages))
    sent = [Fate(one.id, "sent", NOW, message) for one, message in zip(deliveries, messages, strict=True)]
    await store.settle(sent)
    contact = deliveries[0].contact_id
    await store.database.run(lambda: ask("UPDATE message SET delete_at = $1 WHERE contact_id = $2", NOW, contact))
    return contact


async def test_whose_key_is_gone_stands_in_the_way_of_no_other_deletion(store: Store) -> None:
    lost, kept = await stands(store, 1, "ann", 70, 71), await stands(store, 2, "bea", 80)
    await lose_key(store, lost)
    (deletion,) = await store.due_deletions(NOW)
    assert sorted(deletion.messages) == [2, 80]
    left = await store.database.read(lambda: ask("SELECT DISTINCT contact_id FROM message"))
    assert [row[0] for row in left] == [kept]


@pytest.mark.parametrize("table", ["contact", "message"])
async def test_a_changed_cell_stands_in_the_way_of_no_other_deletion(store: Store, table: str) -> None:
    ann = await stands(store, 1, "ann", 70)
    await stands(store, 2, "bea", 80)
    rows = await store.database.read(lambda: ask("SELECT id FROM message WHERE contact_id = $1 AND mine", ann))
    await tamper(store, table, ann if table == "contact" else rows[0][0])
    told = [sorted(deletion.messages) for deletion in await store.due_deletions(NOW)]
    assert sorted(told) == ([[2, 80]] if table == "contact" else [[1], [2, 80]])


async def test_she_can_still_hide_everything_when_one_cell_was_changed(store: Store) -> None:
    ann = await stands(store, 1, "ann", 70, 71)
    rows = await store.database.read(lambda: ask("SELECT id FROM message WHERE contact_id = $1 AND mine", ann))
    await tamper(store, "message", rows[0][0])
    worked = await store.work_off(writes(9, "ann", message=90), NOW, HOUSE, Decision(wipe=True))
    (deletion,) = worked.deletions
    assert len(deletion.messages) == 3
    assert {1, 90} < set(deletion.messages)
    await store.settle_deletions(deletion.ids)
    assert (await store.counts(NOW))["deletions"] == 0


async def unanswered(store: Store, update: int) -> Case:
    """Somebody has it, and has owed an answer since just now."""
    held = replace(case(number=f"K7RM-{update:04}"), holder=Holder("staff", "helpline", "mia", 1, NOW))
    held = replace(held, facts={"age": "adult", "age_in_image": "adult"}, answer_by=NOW)
    await store.work_off(writes(update, who=f"chat {update}"), NOW, HOUSE, Decision(case=held))
    return held


@pytest.mark.parametrize("changed", [True, False])
async def test_a_changed_case_holds_up_no_other_that_waits_too_long(store: Store, changed: bool) -> None:
    cases = [await unanswered(store, number) for number in (1, 2, 3)]
    if changed:
        await tamper(store, "cases", cases[0].id)
    told: list[Worked] = []
    try:
        assert await work_due_cases(store, later(1), house(), told.append) == 3
    except StorageTrouble:
        assert changed
    assert len(told) == (2 if changed else 3)
    assert [worked.alerts for worked in told] == [("lapsed",)] * len(told)
    assert len(await store.due_cases(later(1))) == (1 if changed else 0)
