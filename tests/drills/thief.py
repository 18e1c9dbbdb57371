"""A thief who copied every sealed cell and every wrapped key before, and has the house with its master key after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from helpline.case import Case, Holder
from helpline.contact import Words
from helpline.note import Note
from helpline.outliving import erase_outlived
from storage import Store
from storage.errors import SealBroken
from storage.keys import load_keys, opened_epoch, wrapped_in
from storage.seal import Cell, Key, new_key, open_sealed
from storage.statements import ask
from tests.drills.finding import Finding
from tests.helpline.house import house
from tests.storage.people import HOUSE, NOW, Decision, case, consent, line, link, session, some_id, writes
from tests.storage.test_desk import Act

#: What becomes of a case → since when it is closed, in days.
FATES = {"stays": 10, "loses what was said": 100, "loses evidence too": 200, "outlived": 400, "deleted by her": 10}
TABLES = ("cases", "consent", "item", "line", "note", "kept_back")


@dataclass(frozen=True)
class Copied:
    """A sealed cell as it lay on the disk, and the number of its case."""

    number: int
    cell: Cell
    sealed: bytes


@dataclass(frozen=True)
class Loot:
    cells: tuple[Copied, ...]
    wrapped: tuple[tuple[str, bytes], ...]


def fate_of(number: int) -> str:
    return [*FATES][number % len(FATES)]


def closed(number: int) -> Case:
    since = NOW - timedelta(days=FATES[fate_of(number)])
    agreed = tuple(replace(consent(scope), given_at=since) for scope in ("keep", "handoff", "links", "words"))
    facts = {"age": "adult", "age_in_image": "adult"}
    told = case(number=f"K7RM-{number:04}", consents=agreed, items=(replace(link(), given_at=since),), facts=facts)
    return replace(told, opened_at=since, state="closed", holder=Holder("bot", "helpline", None, 3, since))


async def fill(store: Store, count: int) -> list[Case]:
    """So many cases, each in a chat of its own, with all that can lie in one."""
    made = []
    for number in range(count):
        one = closed(number)
        told = Decision(session=session(ended=True), case=one, transcript=(line("her words"), line("more")))
        await store.work_off(writes(number, who=f"chat {number}"), NOW, HOUSE, told)
        note = Note(some_id(), "sam", Words("a note"), NOW)
        await store.act(one.id, NOW, HOUSE, Act("waits for her", notes=(note,), keep_back=True))
        made.append(one)
    return made


async def copy(store: Store, made: list[Case]) -> Loot:
    """All that lies sealed, and all keys as they lie wrapped."""
    numbers = {one.id: number for number, one in enumerate(made)}
    cells = []
    for table in TABLES:
        whose = "id" if table == "cases" else "case_id"
        rows = await store.database.read(lambda t=table, w=whose: ask(f"SELECT id, {w}, sealed FROM {t}"))  # type: ignore[misc]
        cells += [Copied(numbers[row[1]], Cell(table, "sealed", row[0]), row[2]) for row in rows]
    keys = await store.keys.database.read(lambda: ask("SELECT id, wrapped FROM data_key"))
    return Loot(tuple(cells), tuple((row[0], row[1]) for row in keys))


async def every_key(store: Store, wrapped: Iterable[tuple[str, bytes]]) -> list[Key]:
    """Those in the store now, and those that were copied, as far as an epoch key of now still opens them."""
    rows = await store.keys.database.read(lambda: ask("SELECT id FROM data_key"))
    keys = await store.keys.database.read(lambda: load_keys(store.keys.masters, [row[0] for row in rows]))
    epochs = await store.keys.database.read(lambda: ask("SELECT id, wrapped, master FROM epoch"))
    for row in epochs:
        epoch = opened_epoch(store.keys.masters, *row)
        for key_id, sealed in wrapped:
            if (secret := tried(epoch, wrapped_in(key_id), sealed)) is not None:
                keys.append(new_key(key_id, secret))
    return keys


def tried(key: Key, cell: Cell, sealed: bytes) -> bytes | None:
    try:
        return open_sealed(key, cell, sealed)
    except SealBroken:
        return None


def opens(loot: Loot, keys: list[Key]) -> set[Copied]:
    return {one for one in loot.cells if any(tried(key, one.cell, one.sealed) is not None for key in keys)}


async def steal(store: Store, count: int, seed: int, rotates: bool = True) -> Finding:
    """Each case meets its fate between the two visits. Of what went nothing opens; of what stays, everything."""
    finding = Finding("what went, every key tried", seed=seed, engine=store.database.dialect, mode="after the hour")
    made = await fill(store, count)
    loot = await copy(store, made)
    before = opens(loot, await every_key(store, ()))
    finding.seen["cells opened before"] = len(before)
    if before != set(loot.cells):
        finding.add("a cell that did not open before", 0)
    await erase_outlived(store, NOW, house())
    for number in range(count):
        if fate_of(number) == "deleted by her":
            gone = Decision(session=None, case=None, wipe=True)
            await store.work_off(writes(count + number, who=f"chat {number}"), NOW, HOUSE, gone)
    await store.all_destroyed()
    if rotates:
        await store.rotate_epoch(NOW)
    keys = await every_key(store, loot.wrapped)
    finding.seen["keys tried"] = len(keys)
    after = opens(loot, keys)
    for number in range(count):
        finding.count += 1
        finding.seen[fate_of(number)] += 1
        of_it = {one for one in loot.cells if one.number == number}
        if fate_of(number) == "stays" and not of_it <= after:
            finding.add("no longer readable, though it stays", number)
        elif fate_of(number) != "stays" and of_it & after:
            finding.add("still readable, though it went", number)
    return finding.done()
