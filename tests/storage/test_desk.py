"""The desk: staff act on a case as one transaction, on both engines; what former holders wrote is withdrawn."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from helpline.case import Case, Holder
from helpline.contact import Words
from helpline.delivery import Fate, Worked
from helpline.errors import AlreadyTaken, NoSuchCase
from helpline.note import Note
from helpline.ports import Changes, House, Loaded, Outgoing
from helpline.transcript import Line
from storage import Store
from storage.statements import Row, ask
from tests.storage.people import HOUSE, NOW, Decision, case, event, later, line, says, some_id, texts, waiting, writes

RACES = 100


class Act:
    """An act on a case that remembers what it was given. `holder`: the case is hers from now on."""

    def __init__(self, *said: str, holder: Holder | None = None, note: str = "", **changes: Any) -> None:
        self.said, self.holder, self.note, self.changes = said, holder, note, changes
        self.seen: list[Loaded] = []

    def __call__(self, loaded: Loaded, now: datetime, house: House) -> Changes:
        self.seen.append(loaded)
        assert loaded.contact is not None
        assert loaded.case is not None
        held = loaded.case if self.holder is None else replace(loaded.case, holder=self.holder)
        outgoing = tuple(replace(one, holder_token=held.holder.token) for one in says(*self.said))
        lines = tuple(Line(some_id(), "staff", one.text, now, one.id, "mia") for one in outgoing)
        notes = (Note(some_id(), "mia", Words(self.note), now),) if self.note else ()
        told: dict[str, Any] = {"session": loaded.session, "case": held, "outgoing": outgoing}
        return Changes(loaded.contact, **told | {"transcript": lines, "notes": notes} | self.changes)

    @property
    def last(self) -> Loaded:
        return self.seen[-1]


def held_by(staff: str, token: int = 2) -> Holder:
    return Holder("staff", "helpline", staff, token, NOW)


def take(staff: str) -> Any:
    """As the rule does it: only from the queue."""

    def taken(loaded: Loaded, now: datetime, house: House) -> Changes:
        assert loaded.case is not None
        if loaded.case.holder.kind == "staff":
            raise AlreadyTaken(staff=loaded.case.holder.staff or "")
        return Act(f"{staff} is here", holder=held_by(staff, loaded.case.holder.token + 1))(loaded, now, house)

    return taken


async def kept(store: Store, who: str = "4711", *said: Outgoing, **more: Any) -> Case:
    """A case that waits for a person, of somebody to whom this was said just before."""
    made = waiting(case(**{"number": f"K7RM-{int(who):04}"} | more))
    made = replace(made, holder=replace(made.holder, team="helpline"))
    update = int(who) * 10
    await store.work_off(writes(update, who), NOW, HOUSE, Decision(case=made, outgoing=said))
    return made


async def rows(store: Store, sql: str, *values: Any) -> list[Row]:
    return await store.database.read(lambda: ask(sql, *values))


async def settle(store: Store, worked: Worked, kind: str = "sent", **more: Any) -> None:
    await store.settle([Fate(one.id, kind, NOW, 100 + n, **more) for n, one in enumerate(worked.deliveries)])


async def fates(store: Store, of: Case) -> list[str]:
    found = await rows(store, "SELECT fate FROM line WHERE case_id = $1 ORDER BY place", of.id)
    return [row[0] for row in found]


async def test_what_staff_did_is_found_by_whoever_writes_next(store: Store) -> None:
    waits = await kept(store)
    act = Act("I am here", holder=held_by("mia"), note="call her back", events=(event("case_taken_over", waits.id),))
    worked = await store.act(waits.id, NOW, HOUSE, act)
    assert worked.fresh
    assert texts(worked.deliveries) == ["I am here"]
    assert act.last.case == waits
    assert act.last.session is not None
    read = Decision()
    await store.work_off(writes(2), NOW, HOUSE, read)
    assert read.last.case == replace(waits, holder=held_by("mia"))
    assert await rows(store, "SELECT COUNT(*) FROM note") == [(1,)]


async def races(stores: Sequence[Store], first: int, count: int) -> None:
    """So many cases, each taken by two at once; on PostgreSQL each by a process of her own."""
    waits = [await kept(stores[0], str(first + n)) for n in range(count)]
    tries = [(one, *taker) for one in waits for taker in zip(stores, ("mia", "noor"), strict=True)]
    found = await asyncio.gather(
        *(store.act(one.id, NOW, HOUSE, take(name)) for one, store, name in tries), return_exceptions=True
    )
    for number, one in enumerate(waits):
        pair = found[2 * number : 2 * number + 2]
        [won] = [told for told in pair if isinstance(told, Worked)]
        [lost] = [told for told in pair if isinstance(told, AlreadyTaken)]
        assert texts(won.deliveries) == [f"{lost.about['staff']} is here"]
        assert await rows(stores[0], "SELECT staff FROM cases WHERE id = $1", one.id) == [(lost.about["staff"],)]


async def test_of_two_takers_one_wins_and_the_other_hears_who_has_it(
    store: Store, opened: Callable[..., Awaitable[Store]], engine: str
) -> None:
    second = await opened("another") if engine == "postgresql" else store
    for race in range(RACES // 10):
        await races((store, second), 10 * race, 10)


async def test_a_rule_that_does_not_look_lets_both_take_it(store: Store) -> None:
    """The control of the races."""
    waits = await kept(store)
    both = await asyncio.gather(
        *(store.act(waits.id, NOW, HOUSE, Act(holder=held_by(name))) for name in ("mia", "noor"))
    )
    assert [worked.fresh for worked in both] == [True, True]


async def test_what_the_bot_said_and_has_not_sent_yet_is_withdrawn_before_the_notice(store: Store) -> None:
    waits = await kept(store, "4711", *says("bot one", "bot two", holder_token=1))
    worked = await store.act(waits.id, NOW, HOUSE, take("mia"))
    ours = await rows(store, "SELECT id FROM outbox WHERE holder_token = 1 ORDER BY seq")
    assert sorted(worked.withdrawn) == sorted(row[0] for row in ours)
    assert len(worked.withdrawn) == 2
    await store.settle([Fate(one, "withdrawn", NOW) for one in worked.withdrawn])
    assert await rows(store, "SELECT holder_token FROM outbox") == [(2,)]
    assert (await store.counts(NOW))["withdrawn"] == 2


async def test_what_waits_in_the_table_is_withdrawn_in_the_same_transaction(store: Store) -> None:
    waits = await kept(store, "4711", *says("bot one", holder_token=1), *says("numbers"))
    held = await rows(store, "SELECT id FROM outbox ORDER BY seq")
    await store.settle([Fate(held[0][0], "retry", NOW, due=later(5))])
    worked = await store.act(waits.id, NOW, HOUSE, take("mia"))
    assert worked.withdrawn == ()
    assert worked.deliveries == (), "something of hers still goes before it"
    assert await rows(store, "SELECT holder_token FROM outbox ORDER BY seq") == [(None,), (2,)]


async def test_who_lets_go_by_herself_leaves_what_she_wrote_to_be_sent(store: Store) -> None:
    waits = await kept(store)
    await settle(store, await store.act(waits.id, NOW, HOUSE, take("mia")))
    said = await store.act(waits.id, NOW, HOUSE, Act("a good evening to you"))
    await store.settle([Fate(said.deliveries[0].id, "retry", NOW, due=later(1))])
    handed = Act("the bot is back", holder=Holder("bot", "helpline", None, 3), carry_over=True)
    worked = await store.act(waits.id, NOW, HOUSE, handed)
    assert worked.withdrawn == ()
    assert texts(await store.claim(later(2))) == ["a good evening to you", "the bot is back"]
    assert await fates(store, waits) == ["sent", "trying", "queued"]


async def test_without_that_it_is_withdrawn_and_the_transcript_says_so(store: Store) -> None:
    waits = await kept(store)
    await settle(store, await store.act(waits.id, NOW, HOUSE, take("mia")))
    said = await store.act(waits.id, NOW, HOUSE, Act("a good evening to you"))
    await store.settle([Fate(said.deliveries[0].id, "retry", NOW, due=later(1))])
    worked = await store.act(waits.id, NOW, HOUSE, Act("noor is here", holder=held_by("noor", 3)))
    assert texts(worked.deliveries) == ["noor is here"], "nothing waits before it any more"
    assert await store.claim(later(2)) == []
    assert await fates(store, waits) == ["sent", "withdrawn", "queued"]


async def test_what_was_done_once_is_not_done_again(store: Store) -> None:
    waits = await kept(store)
    once, note = line("only once", "staff"), Note("a-note-of-hers", "mia", Words("note"), NOW)
    for attempt in range(2):
        worked = await store.act(waits.id, NOW, HOUSE, Act(transcript=(once,)), once.id)
        assert worked.fresh == (attempt == 0)
        worked = await store.act(waits.id, NOW, HOUSE, Act(notes=(note,)), note.id)
        assert worked.fresh == (attempt == 0)


async def test_a_case_that_is_not_there_or_whose_key_is_gone_is_no_case(store: Store) -> None:
    with pytest.raises(NoSuchCase):
        await store.act("nowhere", NOW, HOUSE, Act())
    waits = await kept(store)
    [[key]] = await rows(store, "SELECT key_id FROM cases")
    await store.keys.destroy([key])
    with pytest.raises(NoSuchCase):
        await store.act(waits.id, NOW, HOUSE, Act())


async def test_a_chat_that_has_forgotten_the_case_goes_on_with_its_own_talk(store: Store) -> None:
    waits = await kept(store)
    await store.work_off(writes(2), NOW, HOUSE, Decision(case=waits, session=None, lock=True))
    await store.work_off(writes(3), NOW, HOUSE, Decision())
    act = Act("for when you are back", keep_back=True)
    worked = await store.act(waits.id, NOW, HOUSE, act)
    assert act.last.locked
    assert act.last.session is None
    assert worked.deliveries == ()
    assert await fates(store, waits) == ["kept_back"]
    read = Decision()
    await store.work_off(writes(4), NOW, HOUSE, read)
    assert read.last.session is not None
    assert read.last.case is None


async def test_what_was_kept_back_is_given_out_in_its_order_before_the_rest(store: Store) -> None:
    waits = await kept(store)
    until = later(60)
    for words in ("one", "two"):
        await store.act(waits.id, NOW, HOUSE, Act(words, keep_back=True, keep_back_until=until))
    assert await store.due_cases(NOW) == ()
    assert await store.due_cases(until) == ((waits.id, "give_out"),)
    worked = await store.act(waits.id, until, HOUSE, Act("three", give_out=True))
    assert texts(worked.deliveries) == ["one", "two", "three"]
    await settle(store, worked)
    assert await fates(store, waits) == ["sent"] * 3
    assert await store.due_cases(until) == ()


async def test_who_takes_a_case_takes_back_what_was_kept_back(store: Store) -> None:
    waits = await kept(store)
    await store.act(waits.id, NOW, HOUSE, Act("later", holder=held_by("mia"), keep_back=True))
    await store.act(waits.id, NOW, HOUSE, Act(holder=held_by("noor", 3)))
    assert await fates(store, waits) == ["withdrawn"]
    assert await rows(store, "SELECT COUNT(*) FROM kept_back") == [(0,)]


async def test_nothing_is_sent_to_whoever_has_blocked_us(store: Store) -> None:
    waits = await kept(store)
    await store.database.run(lambda: ask("UPDATE contact SET blocked = $1", True))
    worked = await store.act(waits.id, NOW, HOUSE, Act("hello?"))
    assert worked.deliveries == ()
    assert await fates(store, waits) == ["blocked"]


@pytest.mark.parametrize("kind", ["sent", "refused", "ambiguous"])
async def test_the_transcript_says_what_became_of_it_and_consoles_are_told(store: Store, kind: str) -> None:
    waits = await kept(store)
    worked = await store.act(waits.id, NOW, HOUSE, Act("hello"))
    assert await fates(store, waits) == ["queued"]
    await settle(store, worked, kind)
    assert await fates(store, waits) == [kind]
    told = await rows(store, "SELECT about FROM event WHERE kind = 'line_settled'")
    assert told == [(f'{{"fate": "{kind}"}}',)]


async def test_what_haven_takes_back_is_deleted_in_the_transcript_too(store: Store) -> None:
    waits = await kept(store)
    await settle(store, await store.act(waits.id, NOW, HOUSE, Act("hello")))
    wiped = await store.work_off(writes(2), NOW, HOUSE, Decision(case=waits, wipe=True))
    await store.settle_deletions([row for deletion in wiped.deletions for row in deletion.ids])
    assert await fates(store, waits) == ["deleted"]


async def test_an_erased_case_takes_everything_staff_left_with_it(store: Store) -> None:
    waits = await kept(store)
    act = Act("later", note="a note", keep_back=True)
    await store.act(waits.id, NOW, HOUSE, act)
    await store.see("mia", waits.id, 1)
    await store.database.run(lambda: ask("INSERT INTO viewing VALUES ('s', $1, $2)", waits.id, NOW))
    tables: Sequence[str] = ("note", "kept_back", "seen_words", "viewing", "line", "cases")
    assert [await rows(store, f"SELECT COUNT(*) FROM {table}") for table in tables] == [[(1,)]] * len(tables)
    await store.work_off(writes(2), NOW, HOUSE, Decision(case=None))
    assert [await rows(store, f"SELECT COUNT(*) FROM {table}") for table in tables] == [[(0,)]] * len(tables)
    with pytest.raises(NoSuchCase):
        await store.act(waits.id, NOW, HOUSE, Act())


async def test_what_stays_of_a_case_opens_under_its_new_key(store: Store) -> None:
    """An item is removed: the rest moves to another key, notes and what waits included."""
    waits = await kept(store)
    await store.act(waits.id, NOW, HOUSE, Act("later", note="a note", keep_back=True))
    left = replace(waits, items=())
    await store.work_off(writes(2), NOW, HOUSE, Decision(case=left))
    worked = await store.act(waits.id, NOW, HOUSE, Act(give_out=True))
    assert texts(worked.deliveries) == ["later"]
    assert await fates(store, waits) == ["queued"]
