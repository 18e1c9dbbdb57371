"""The record of what was done: whole while nobody touches it, and broken in the right place when somebody does."""

import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from helpline.audit import Head, read_head
from helpline.events import Event
from storage import Store
from storage.statements import ask
from tests.storage.conftest import Opener
from tests.storage.people import HOUSE, NOW, Decision, event, later, writes

KEEP = timedelta(days=730)
LONG_AFTER = NOW + timedelta(days=800)
Tampering = Callable[[Store], Awaitable[None]]


async def sql(store: Store, statement: str, *values: Any) -> list[Any]:
    return list(await store.database.run(lambda: ask(statement, *values)))


async def recorded(store: Store, count: int, first: int = 1) -> Store:
    """So many events, numbered."""
    told = tuple(event("case_closed" if number % 3 else "case_opened") for number in range(count))
    await store.work_off(writes(first), NOW, HOUSE, Decision(events=told))
    while await store.number_events():
        pass
    return store


async def found(store: Store, anchor: Head | None = None) -> list[tuple[str, int, int]]:
    findings = await store.audit(anchor)
    return [(one.how, one.first, one.last) for one in findings.broken]


async def test_a_record_that_nobody_touched_is_whole(store: Store) -> None:
    await recorded(store, 40)
    findings = await store.audit()
    assert findings.whole
    assert findings.count == 40
    assert findings.head == await store.audit_head() == read_head(str(findings.head))


async def test_an_empty_record_is_whole(store: Store) -> None:
    assert (await store.audit()).whole
    assert (await store.audit_head()).seq == 0


async def changed(store: Store) -> None:
    await sql(store, "UPDATE event SET about = '{}' WHERE seq = 7")


async def another_kind(store: Store) -> None:
    await sql(store, "UPDATE event SET kind = 'case_erased' WHERE seq = 7")


async def another_digest(store: Store) -> None:
    await sql(store, "UPDATE event SET digest = $1 WHERE seq = 7", secrets.token_bytes(32))


async def removed(store: Store) -> None:
    await sql(store, "DELETE FROM event WHERE seq = 7")


async def moved_up(store: Store, since: int, by: int) -> None:
    """The numbers behind that one, so many higher or lower: out of everybody's way first."""
    await sql(store, "UPDATE event SET seq = seq + 1000 WHERE seq >= $1 AND seq < 1000", since)
    await sql(store, "UPDATE event SET seq = seq - 1000 + $1 WHERE seq > 1000", by)


async def removed_and_closed_up(store: Store) -> None:
    await sql(store, "DELETE FROM event WHERE seq IN (7, 8)")
    await moved_up(store, 9, -2)


async def put_between(store: Store) -> None:
    await moved_up(store, 7, 1)
    await sql(
        store,
        "INSERT INTO event (id, kind, at, about, seq, digest, salt, said)"
        " SELECT 'forged', kind, at, about, 7, $1, salt, said FROM event WHERE seq = 6",
        secrets.token_bytes(32),
    )


async def swapped(store: Store, one: int = 7, other: int = 20) -> None:
    await sql(store, "UPDATE event SET seq = 9999 WHERE seq = $1", one)
    await sql(store, "UPDATE event SET seq = $1 WHERE seq = $2", one, other)
    await sql(store, "UPDATE event SET seq = $1 WHERE seq = 9999", other)


async def swapped_with_its_neighbour(store: Store) -> None:
    await swapped(store, 7, 8)


async def emptied(store: Store) -> None:
    await sql(store, "UPDATE event SET about = NULL, case_id = NULL, salt = NULL WHERE seq = 7")


async def unnumbered_end(store: Store) -> None:
    await sql(store, "DELETE FROM event WHERE seq > 30")


BROKEN: dict[Tampering, list[tuple[str, int, int]]] = {
    changed: [("changed", 7, 7)],
    another_kind: [("changed", 7, 7)],
    another_digest: [("changed", 7, 7)],
    removed: [("missing", 7, 7)],
    removed_and_closed_up: [("missing", 7, 8)],
    put_between: [("inserted", 7, 7)],
    swapped: [("out_of_order", 7, 7), ("out_of_order", 20, 20)],
    swapped_with_its_neighbour: [("out_of_order", 7, 7)],
    emptied: [("emptied", 7, 7)],
}


@pytest.mark.parametrize("tamper", BROKEN, ids=lambda one: one.__name__)
async def test_it_says_where_and_how_it_was_broken(store: Store, tamper: Tampering) -> None:
    await recorded(store, 40)
    await tamper(store)
    assert await found(store) == BROKEN[tamper]


async def test_several_broken_places_are_told_each_by_itself(store: Store) -> None:
    await recorded(store, 60)
    for tamper in (changed, unnumbered_end):
        await tamper(store)
    await sql(store, "UPDATE event SET at = $1 WHERE seq IN (12, 13, 25)", later(60))
    await sql(store, "DELETE FROM event WHERE seq = 18")
    assert await found(store) == [("changed", 7, 7), ("changed", 12, 13), ("missing", 18, 18), ("changed", 25, 25)]


async def test_a_cut_at_the_end_is_seen_by_the_number_kept_elsewhere(store: Store) -> None:
    await recorded(store, 40)
    anchor = await store.audit_head()
    await unnumbered_end(store)
    assert await found(store) == []
    assert await found(store, anchor) == [("cut", 31, 40)]
    await recorded(store, 20, first=2)
    assert await found(store, anchor) == [("other_history", 40, 40)]


async def test_an_anchor_that_fits_finds_nothing(store: Store) -> None:
    await recorded(store, 40)
    anchor = await store.audit_head()
    await recorded(store, 20, first=2)
    assert await found(store, anchor) == []


# ── purging ───────────────────────────────────────────────────────────────────────────────────────────────────────
async def test_purging_takes_what_events_say_and_leaves_them_in_order(store: Store) -> None:
    await recorded(store, 40)
    before = await sql(store, "SELECT seq, digest FROM event ORDER BY seq")
    assert await store.purge_events(LONG_AFTER, KEEP) == 40
    await store.number_events()
    rows = await sql(store, "SELECT about, case_id, salt, kind FROM event WHERE seq <= 40")
    assert {(row[0], row[1], row[2]) for row in rows} == {(None, None, None)}
    assert all(row[3] for row in rows)
    assert [tuple(row) for row in before] == [
        tuple(row) for row in await sql(store, "SELECT seq, digest FROM event WHERE seq <= 40 ORDER BY seq")
    ]
    assert await found(store) == []
    [told] = await sql(store, "SELECT kind, about FROM event WHERE seq = 41")
    assert tuple(told) == ("events_purged", '{"count": 40, "through": 40}')
    assert await store.purge_events(LONG_AFTER, KEEP) == 0


async def test_what_is_younger_keeps_what_it_says(store: Store) -> None:
    await recorded(store, 10)
    young = tuple(Event(secrets.token_hex(4), "case_closed", LONG_AFTER) for _ in range(3))
    await store.work_off(writes(9), NOW, HOUSE, Decision(events=young))
    await store.number_events()
    assert await store.purge_events(LONG_AFTER, KEEP) == 10
    assert len(await sql(store, "SELECT 1 FROM event WHERE about IS NOT NULL AND seq IS NOT NULL")) == 3


@pytest.mark.parametrize("column", ["kind", "id", "at", "digest", "said"])
async def test_what_purging_leaves_cannot_be_changed_either(store: Store, column: str) -> None:
    await recorded(store, 20)
    await store.purge_events(LONG_AFTER, KEEP)
    other: dict[str, Any] = {"kind": "x", "id": "x", "at": later(60)}
    value = other.get(column, secrets.token_bytes(32))
    await sql(store, f"UPDATE event SET {column} = $1 WHERE seq = 7", value)
    assert [one[:2] for one in await found(store)] == [("emptied", 7)]


async def test_what_was_changed_before_it_was_purged_stays_found(store: Store) -> None:
    await recorded(store, 20)
    await changed(store)
    assert await store.purge_events(LONG_AFTER, KEEP) == 20
    assert len(await sql(store, "SELECT 1 FROM event WHERE about IS NOT NULL AND seq IS NOT NULL")) == 0
    assert await found(store) == [("emptied", 7, 7)]


# ── from before there was salt ────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
async def from_before(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A record whose first 20 events were chained without salt."""
    told = tuple(event() for _ in range(20))
    await store.work_off(writes(1), NOW, HOUSE, Decision(events=told))
    rows = await sql(store, "SELECT position, id, kind, at, case_id, about FROM event ORDER BY position")
    digest = bytes(32)
    for seq, (position, *said) in enumerate(rows, 1):
        digest = as_it_was(store._master.audit, digest, seq, said)
        await sql(store, "UPDATE event SET seq = $2, digest = $3 WHERE position = $1", position, seq, digest)
    return await recorded(store, 20, first=2)


def as_it_was(key: bytes, before: bytes, seq: int, told: list[Any]) -> bytes:
    import hashlib
    import hmac
    import json

    from storage.statements import moment

    event_id, kind, at, case_id, about = told
    said = hashlib.sha256((about or "").encode()).hexdigest()
    text = json.dumps([seq, event_id, kind, moment(at).isoformat(), case_id, said])
    return hmac.new(key, before + text.encode(), hashlib.sha256).digest()


async def test_events_from_before_there_was_salt_are_in_order(from_before: Store) -> None:
    assert await found(from_before) == []
    await changed(from_before)
    assert await found(from_before) == [("changed", 7, 7)]


async def test_events_from_before_there_was_salt_can_be_purged(from_before: Store) -> None:
    assert await from_before.purge_events(LONG_AFTER, KEEP) == 40
    assert await found(from_before) == []
    await sql(from_before, "UPDATE event SET kind = 'x' WHERE seq = 7")
    assert await found(from_before) == [("emptied", 7, 7)]


async def test_salt_is_not_taken_away_unseen(store: Store) -> None:
    await recorded(store, 20)
    await sql(store, "UPDATE event SET salt = NULL, said = NULL WHERE seq = 7")
    assert await found(store) == [("changed", 7, 7)]


async def test_another_houses_key_fits_nowhere(store: Store, opened: Opener) -> None:
    await recorded(store, 300)
    object.__setattr__(store._master, "audit", bytes(32))
    assert await found(store) == [("changed", 1, 300)]
