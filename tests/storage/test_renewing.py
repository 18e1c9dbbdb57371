"""What the bot said of something erased goes with it: her own key is renewed, and what stays is found under the new."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest

from helpline.contact import Address
from helpline.delivery import Fate
from helpline.ports import Loaded
from storage import Store
from storage.repositories import outbox
from storage.repositories.messages import cell as message_cell
from storage.ring import KeyGone, UnitKeys
from storage.seal import Key, open_record
from storage.statements import Lock, Steps, ask
from storage.unit_of_work import Done, Ground, work
from tests.storage.people import HOUSE, NOW, Decision, case, line, says, texts, writes

SECRET = "you wrote: https://example.org/her-name"
WAITING = "SELECT pid FROM pg_locks WHERE NOT granted"
Opener = Callable[[Key], object]


async def copied(store: Store) -> list[tuple[str, Opener]]:
    """Cells of hers as a thief would have copied them, each with the id of its key and the way to open it."""
    sql = "SELECT c.key_id, o.id, o.sealed FROM {0} o JOIN contact c ON c.id = o.contact_id"
    said = await store.database.read(lambda: ask(sql.format("outbox")))
    stand = await store.database.read(lambda: ask(sql.format("message")))

    def spoken(key_id: str, row: str, sealed: bytes) -> tuple[str, Opener]:
        return key_id, lambda key: outbox.opened(key, row, sealed, None, None, None)

    def number(key_id: str, row: str, sealed: bytes) -> tuple[str, Opener]:
        return key_id, lambda key: open_record(key, message_cell(row), sealed)

    return [spoken(*row) for row in said] + [number(*row) for row in stand]


async def opening(store: Store, cells: Iterable[tuple[str, Opener]]) -> int:
    """How many of the copied cells today's keys open."""
    store.keys.ring.empty()
    count = 0
    for key_id, opener in cells:
        keys = UnitKeys(store.keys.ring)
        keys.gone(await store.keys.load([key_id]))
        try:
            opener(keys.key(key_id))
            count += 1
        except KeyGone:
            continue
    return count


async def begun(store: Store) -> list[tuple[str, Opener]]:
    """A case, a message that was sent and one on its way; returns what a thief copies now."""
    kept = Decision(case=case(), outgoing=says("hello", SECRET), transcript=(line("x"),))
    first, second = (await store.work_off(writes(1), NOW, HOUSE, kept)).deliveries
    await store.settle([Fate(first.id, "sent", NOW, 501), Fate(second.id, "retry", NOW, due=NOW)])
    cells = await copied(store)
    assert len(cells) == 3
    assert await opening(store, cells) == 3  # control: before the erasure every one of them opens
    return cells


def without_an_item(loaded: Loaded) -> dict[str, object]:
    assert loaded.case is not None
    return {"session": loaded.session, "case": replace(loaded.case, items=loaded.case.items[1:])}


def without_its_transcript(loaded: Loaded) -> dict[str, object]:
    return {"session": loaded.session, "case": loaded.case, "erase_transcript": True}


ERASED: dict[str, Callable[[Loaded], dict[str, object]]] = {
    "everything": lambda _: {"wipe": True},
    "everything, and the chat goes on": lambda loaded: {"wipe": True, "session": loaded.session, "case": loaded.case},
    "the case": lambda loaded: {"session": loaded.session},
    "one link": without_an_item,
    "the transcript": without_its_transcript,
}


@pytest.mark.parametrize("what", ERASED)
async def test_a_copy_of_what_the_bot_said_opens_for_nobody_after_the_erasure(store: Store, what: str) -> None:
    cells = await begun(store)

    def erasing(loaded: Loaded, *rest: object) -> object:
        changes = Decision(keep=False)(loaded, *rest)  # type: ignore[arg-type]
        return replace(changes, **ERASED[what](loaded))  # type: ignore[arg-type]

    assert (await store.work_off(writes(2), NOW, HOUSE, erasing)).fresh  # type: ignore[arg-type]
    assert await opening(store, cells) == 0


async def test_where_nothing_is_erased_her_key_stays(store: Store) -> None:
    cells = await begun(store)
    await store.work_off(writes(2), NOW, HOUSE, Decision("and on"))
    assert await opening(store, cells) == 3


async def test_what_waits_is_still_sent_and_what_stands_can_still_be_taken_back(store: Store) -> None:
    await begun(store)
    await store.work_off(writes(2), NOW, HOUSE, Decision("a goodbye", case=None))
    claimed = await store.claim(NOW)
    assert texts(claimed) == [SECRET, "a goodbye"]
    assert {one.address for one in claimed} == {Address("telegram", "4711")}
    await store.settle([Fate(one.id, "sent", NOW, 502 + place) for place, one in enumerate(claimed)])
    worked = await store.work_off(writes(3), NOW, HOUSE, Decision(wipe=True, session=None))
    assert sorted(worked.deletions[0].messages) == [1, 2, 3, 501, 502, 503]
    assert [sorted(one.messages) for one in await store.due_deletions(NOW)] == [sorted(worked.deletions[0].messages)]


async def on_the_wire(store: Store, **erasing: object) -> None:
    """A message is on its way when the chat is emptied."""
    first, second = (await store.work_off(writes(1), NOW, HOUSE, Decision(outgoing=says("hello", SECRET)))).deliveries
    await store.settle([Fate(first.id, "sent", NOW, 501)])
    await store.work_off(writes(2), NOW, HOUSE, Decision("bye", session=None, **erasing))  # type: ignore[arg-type]
    await store.settle([Fate(second.id, "retry", NOW, due=NOW)])


async def opened_now(store: Store) -> list[str]:
    """What today's keys open of all that is to be sent."""
    sql = "SELECT c.key_id, o.id, o.sealed FROM outbox o JOIN contact c ON c.id = o.contact_id ORDER BY o.seq"
    rows = await store.database.read(lambda: ask(sql))
    keys = UnitKeys(store.keys.ring)
    keys.gone(await store.keys.load([row[0] for row in rows]))
    return [outbox.opened(keys.key(key_id), row, cell, None, None, None).text.plain for key_id, row, cell in rows]


async def test_of_what_is_on_the_wire_when_she_empties_the_chat_no_word_is_sealed_anew(store: Store) -> None:
    await on_the_wire(store, wipe=True)
    assert await opened_now(store) == ["", "bye"]
    assert texts(await store.claim(NOW)) == ["bye"], "it has not arrived, so it is not sent either"


async def test_what_is_on_the_wire_and_nobody_wiped_goes_again(store: Store) -> None:
    await on_the_wire(store)
    assert await opened_now(store) == [SECRET, "bye"]
    assert texts(await store.claim(NOW)) == [SECRET, "bye"]


async def test_a_cell_somebody_broke_does_not_stand_in_the_way_of_an_erasure(store: Store) -> None:
    cells = await begun(store)
    await store.database.run(lambda: ask("UPDATE message SET sealed = (SELECT MAX(sealed) FROM outbox)"))
    assert (await store.work_off(writes(2), NOW, HOUSE, Decision(wipe=True, session=None, case=None))).fresh
    assert await opening(store, cells) == 0


async def test_a_hundred_and_more_messages_are_all_found_again(store: Store) -> None:
    for number in range(130):
        (sent,) = (await store.work_off(writes(number), NOW, HOUSE, Decision("hi"))).deliveries
        await store.settle([Fate(sent.id, "sent", NOW, 1000 + number)])
    (deletion,) = (await store.work_off(writes(999), NOW, HOUSE, Decision(wipe=True, session=None))).deletions
    assert sorted(deletion.messages) == [*range(130), 999, *range(1000, 1130)]


async def test_a_message_settled_during_the_erasure_is_noted_under_the_new_key(
    store: Store, engine: str, engine_url: str
) -> None:
    """On PostgreSQL the two meet in the middle: the settling waits, and must not use the key it saw before."""
    (sent,) = (await store.work_off(writes(1), NOW, HOUSE, Decision("hi"))).deliveries
    gate = await asyncpg.connect(engine_url.partition("?")[0]) if engine == "postgresql" else None
    if gate is not None:
        await gate.execute("SELECT pg_advisory_lock(77)")

    def erase(ground: Ground) -> Steps[Done]:
        done = yield from work(ground, writes(2), NOW, HOUSE, Decision("bye", wipe=True, session=None))
        yield Lock(77)
        return done

    erasing = asyncio.ensure_future(store._done(erase, NOW))
    if gate is not None:
        await waiting(gate, 1)
    settling = asyncio.ensure_future(store.settle([Fate(sent.id, "sent", NOW, 501)]))
    if gate is not None:
        await waiting(gate, 2)
        await gate.close()
    await asyncio.gather(erasing, settling)
    told = [message for one in await store.due_deletions(NOW + timedelta(hours=1)) for message in one.messages]
    assert sorted(told) == [1, 2, 501]


async def waiting(gate: asyncpg.Connection, count: int) -> None:
    """Until that many transactions wait for another."""
    async with asyncio.timeout(30):
        while len({row[0] for row in await gate.fetch(WAITING)}) < count:  # noqa: ASYNC110 - a server apart
            await asyncio.sleep(0.01)
