"""Hands that touch the record behind the house's back: edits, cuts, reorders, insertions, emptied events, an older
database brought back. What each leaves behind must be found, and an untouched record must be whole."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from helpline.audit import Head
from helpline.events import Event
from storage import Store
from storage.repositories import events
from storage.statements import Steps, ask, insert_many
from tests.drills.finding import Finding, chance_of, trouble

START = datetime(2026, 3, 14, 20, 15, tzinfo=UTC)
KINDS = ("case_opened", "case_viewed", "consent_given", "item_copied", "staff_signed_in")
COLUMNS = "position, id, kind, at, case_id, about, seq, digest, salt, said"
#: Numbers far away, where a row stands while others move.
AWAY = 1_000_000


@dataclass
class Record:
    """A record in a real database, as the house has written it, and the hand that touches it."""

    store: Store
    chance: Random
    rows: list[tuple[Any, ...]]

    @property
    def length(self) -> int:
        return len(self.rows)

    async def sql(self, statement: str, *values: Any) -> None:
        await self.store.database.run(lambda: ask(statement, *values))

    async def place(self, before: int = 0) -> int:
        """A number in it, not among the last ones."""
        return self.chance.randint(1, self.length - before)

    async def renumber(self, since: int, until: int, by: int) -> None:
        """These numbers and those between, so many higher or lower."""
        low, high = sorted((since, until))
        if by < -high or low > high:
            return
        between = "UPDATE event SET seq = seq + $1 WHERE seq >= $2 AND seq <= $3"
        await self.sql(between, AWAY, low, high)
        await self.sql(between, by - AWAY, low + AWAY, high + AWAY)


async def write(store: Store, chance: Random, count: int, since: datetime = START) -> None:
    """So many events, as they happen, and their numbers."""
    told = [
        Event(
            f"e-{chance.getrandbits(60):x}",
            chance.choice(KINDS),
            since + timedelta(minutes=number),
            f"c-{chance.randrange(9)}" if chance.random() < 0.7 else None,
            {"staff": f"s-{chance.randrange(5)}", "count": number},
        )
        for number in range(count)
    ]
    await store.database.run(lambda: events.append(told))
    while await store.number_events():
        pass


def load() -> Steps[list[tuple[Any, ...]]]:
    rows = yield from ask(f"SELECT {COLUMNS} FROM event ORDER BY position")
    return [tuple(row) for row in rows]


def put(rows: list[tuple[Any, ...]]) -> Steps[None]:
    """The record as it was."""
    yield from ask("DELETE FROM event")
    for start in range(0, len(rows), 60):
        yield from insert_many(f"event ({COLUMNS})", [restored(row) for row in rows[start : start + 60]])


def restored(row: tuple[Any, ...]) -> tuple[Any, ...]:
    at = row[3] if isinstance(row[3], datetime) else datetime.fromisoformat(row[3]).replace(tzinfo=UTC)
    return (*row[:3], at, *row[4:])


# ── what is done to it ────────────────────────────────────────────────────────────────────────────────────────────
async def edit(record: Record) -> None:
    """One thing of one event says something else."""
    column = record.chance.choice(("id", "kind", "at", "case_id", "about", "digest", "salt", "said"))
    value: Any = secrets.token_bytes(32 if column != "salt" else 16)
    if column == "at":
        value = START - timedelta(minutes=record.chance.randint(1, 10_000))
    elif column in ("id", "kind", "case_id", "about"):
        value = secrets.token_hex(4)
    await record.sql(f"UPDATE event SET {column} = $1 WHERE seq = $2", value, await record.place())


async def cut(record: Record) -> None:
    """Some are gone."""
    count = record.chance.randint(1, 4)
    first = await record.place(count)
    await record.sql("DELETE FROM event WHERE seq >= $1 AND seq < $2", first, first + count)


async def cut_and_close_up(record: Record) -> None:
    """Some are gone, and those behind have moved up."""
    count = record.chance.randint(1, 4)
    first = await record.place(count)
    await record.sql("DELETE FROM event WHERE seq >= $1 AND seq < $2", first, first + count)
    await record.renumber(first + count, record.length, -count)


async def swap(record: Record) -> None:
    one, other = record.chance.sample(range(1, record.length + 1), 2)
    for before, after in ((one, AWAY), (other, one), (AWAY, other)):
        await record.sql("UPDATE event SET seq = $1 WHERE seq = $2", after, before)


async def move(record: Record) -> None:
    """One stands elsewhere, and those between have made room."""
    one, other = record.chance.sample(range(1, record.length + 1), 2)
    await record.sql("UPDATE event SET seq = $1 WHERE seq = $2", 2 * AWAY, one)
    if one < other:
        await record.renumber(one + 1, other, -1)
    else:
        await record.renumber(other, one - 1, 1)
    await record.sql("UPDATE event SET seq = $1 WHERE seq = $2", other, 2 * AWAY)


async def insert(record: Record) -> None:
    """One more: made up, or one of the record's own once again with its digest."""
    at, of = await record.place(), await record.place()
    await record.renumber(at, record.length, 1)
    made_up = [secrets.token_bytes(32)] if record.chance.random() < 0.5 else []
    await record.sql(
        "INSERT INTO event (id, kind, at, case_id, about, seq, digest, salt, said) SELECT $2, kind, at, case_id, about,"
        f" CAST($1 AS bigint), {'$4' if made_up else 'digest'}, salt, said FROM event WHERE seq = $3",
        at,
        secrets.token_hex(6),
        of + 1 if of >= at else of,
        *made_up,
    )


async def empty(record: Record) -> None:
    """What one said is gone, and it is made to look like purged."""
    said = record.chance.choice(("said", "digest", "NULL"))
    sql = f"UPDATE event SET case_id = NULL, about = NULL, salt = NULL, said = {said} WHERE seq = $1"
    await record.sql(sql, record.chance.randint(record.length // 2 + 1, record.length))


async def cut_the_end(record: Record) -> None:
    await record.sql("DELETE FROM event WHERE seq > $1", record.length - record.chance.randint(1, 9))


async def bring_back_an_older_one(record: Record) -> None:
    """The whole database of a while ago, in which the house then went on."""
    last = record.length - record.chance.randint(2, 20)
    older = [row for row in record.rows if row[6] <= last]
    await record.store.database.run(lambda: put(older))
    await write(record.store, record.chance, record.chance.randint(0, 40), START + timedelta(days=1))


Hand = Callable[[Record], Awaitable[None]]
HANDS: tuple[Hand, ...] = (edit, cut, cut_and_close_up, swap, move, insert, empty)
#: Found by a number that was kept elsewhere, and by nothing else.
AT_THE_END: tuple[Hand, ...] = (cut_the_end, bring_back_an_older_one)


# ── the drill ─────────────────────────────────────────────────────────────────────────────────────────────────────
async def tamper(store: Store, count: int, seed: int, length: int = 60) -> Finding:
    """Every other record has its older half purged already."""
    finding = Finding("hands in the record", seed=seed, engine=store.database.dialect)
    records = await two_records(store, chance_of(seed, 0), length)
    for case in range(count):
        chance = chance_of(seed, case + 1)
        rows, head = records[case % 2]
        hand = (HANDS + AT_THE_END)[case % len(HANDS + AT_THE_END)]
        await store.database.run(lambda rows=rows: put(rows))  # type: ignore[misc]
        try:
            await hand(Record(store, chance, rows))
            anchored = await store.audit(head)
            alone = await store.audit()
        except Exception as error:
            finding.add(trouble(error), case)
            continue
        if anchored.whole or (alone.whole and hand in HANDS):
            finding.add(f"{hand.__name__} not found", case)
        finding.seen.update(["found by an anchor alone" if alone.whole else f"{hand.__name__} found"])
        finding.count += 1
    return finding.done()


async def two_records(store: Store, chance: Random, length: int) -> list[tuple[list[tuple[Any, ...]], Head]]:
    """The same record, whole, and with its older half purged."""
    made = []
    for purged in (False, True):
        if purged:
            await store.purge_events(START + timedelta(minutes=length // 2), timedelta(0))
        else:
            await write(store, chance, length)
        rows = [row for row in await store.database.read(load) if row[6] is not None and row[6] <= length]
        await store.database.run(lambda rows=rows: put(rows))  # type: ignore[misc]
        made.append((rows, await store.audit_head()))
    return made


async def leave_alone(store: Store, count: int, seed: int) -> Finding:
    """Records that only the house has touched: written, purged, written on."""
    finding = Finding("records left alone", seed=seed, engine=store.database.dialect)
    for case in range(count):
        chance = chance_of(seed, case)
        await store.database.run(lambda: put([]))
        await write(store, chance, chance.randint(1, 40))
        head = await store.audit_head()
        if chance.random() < 0.7:
            await store.purge_events(START + timedelta(minutes=chance.randint(0, 60)), timedelta(0))
        await write(store, chance, chance.randint(0, 20), START + timedelta(hours=2))
        found = await store.audit(head)
        if not found.whole:
            finding.add(found.broken[0].how, case)
        finding.seen.update(["events"] * found.count)
        finding.count += 1
    return finding.done()
