"""Cells that somebody moved, from row to row, column to column or contact to contact, are refused and never shown."""

from dataclasses import replace
from datetime import datetime

import pytest

from helpline.ports import Changes, House, Incoming, Loaded
from storage import SealBroken, Store
from storage.statements import ask
from tests.storage.people import HOUSE, NOW, Decision, case, consent, line, link, says, texts, writes

CASE_OF = "(SELECT case_id FROM access WHERE contact_id = $1)"
#: A table → where its row of one contact is found.
OWN = {
    "contact": "id = $1",
    "session": "contact_id = $1",
    "cases": f"id = {CASE_OF}",
    "outbox": "contact_id = $1",
}


async def two(store: Store) -> None:
    for number, who in enumerate(("ann", "bea")):
        kept = case(consents=(consent(),), items=(link(), link("t.me/other")))
        said = says("hi", "and on")
        worked = await store.work_off(
            writes(number, who), NOW, HOUSE, Decision(case=kept, outgoing=said, transcript=(line("x"), line("y")))
        )
        assert len(worked.deliveries) == 2


async def contact_of(store: Store, who: str) -> str:
    lookup = store._master.lookup("telegram", who)
    return str((await store.database.read(lambda: ask("SELECT id FROM contact WHERE lookup = $1", lookup)))[0][0])


async def everything(store: Store) -> list[str]:
    """Load both, then send all that waits."""
    for number, who in enumerate(("ann", "bea")):
        await store.work_off(writes(100 + number, who), NOW, HOUSE, Decision())
    await store.database.run(lambda: ask("UPDATE outbox SET state = 'pending', claimed_by = NULL"))
    claimed = texts(await store.claim(NOW))
    if (await store.counts(NOW))["broken"]:  # put away and counted, so that it holds up nobody else
        assert claimed in ([], ["hi", "and on"]), "Bea's own, and nothing of hers to Ann"
        raise SealBroken
    return claimed


@pytest.mark.parametrize("table", OWN)
async def test_a_cell_of_another_contact_is_refused_even_with_its_key(store: Store, table: str) -> None:
    await two(store)
    ann, bea = await contact_of(store, "ann"), await contact_of(store, "bea")
    columns = "sealed" if table == "outbox" else "sealed, key_id"
    row = (await store.database.read(lambda: ask(f"SELECT {columns} FROM {table} WHERE {OWN[table]}", bea)))[0]
    put = "sealed = $2" if table == "outbox" else "sealed = $2, key_id = $3"
    await store.database.run(lambda: ask(f"UPDATE {table} SET {put} WHERE {OWN[table]}", ann, *row))
    with pytest.raises(SealBroken):
        await everything(store)


async def test_left_in_their_places_they_all_open(store: Store) -> None:
    await two(store)
    assert await everything(store) == ["hi", "and on"] * 2


@pytest.mark.parametrize("table", ["outbox", "item", "line"])
async def test_two_cells_of_one_contact_under_one_key_cannot_change_places(store: Store, table: str) -> None:
    await two(store)
    rows = await store.database.read(lambda: ask(f"SELECT id, sealed FROM {table} ORDER BY id"))
    for at, (row, _) in enumerate(rows):
        other = rows[at ^ 1][1]
        await store.database.run(
            lambda row=row, other=other: ask(f"UPDATE {table} SET sealed = $2 WHERE id = $1", row, other)
        )
    with pytest.raises(SealBroken):
        await (everything(store) if table != "line" else remove_an_item(store))


async def remove_an_item(store: Store) -> None:
    """What makes the transcript be read: the rest of the case moves to a new key."""

    def removing(loaded: Loaded, incoming: Incoming, now: datetime, house: House) -> Changes:
        assert loaded.case is not None
        return replace(Decision()(loaded, incoming, now, house), case=replace(loaded.case, items=()))

    await store.work_off(writes(200, "ann"), NOW, HOUSE, removing)


@pytest.mark.parametrize("pair", [("consent", "item"), ("item", "line"), ("line", "consent")])
async def test_a_cell_of_the_same_case_in_another_column_is_refused(store: Store, pair: tuple[str, str]) -> None:
    into, source = pair
    await two(store)
    await store.database.run(
        lambda: ask(
            f"UPDATE {into} SET sealed = (SELECT MIN(s.sealed) FROM {source} s WHERE s.case_id = {into}.case_id)"
        )
    )
    with pytest.raises(SealBroken):
        await (everything(store) if into != "line" else remove_an_item(store))
