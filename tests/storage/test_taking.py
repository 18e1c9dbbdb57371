"""What she takes along: everything of her case at one moment, the leave to fetch it, and what becomes of the file."""

from dataclasses import replace
from datetime import timedelta

import pytest

from helpline.contact import Address, Words
from helpline.errors import NoSuchCase
from helpline.note import Note
from helpline.ports import Ticket
from helpline.views import Custody
from storage import Store
from storage.statements import ask
from tests.storage.people import HOUSE, NOW, Decision, event, later, line, link, says, writes
from tests.storage.test_desk import Act, held_by, rows
from tests.storage.test_desk_views import kept, with_staff

SECRET = "a-long-secret-of-the-page"
HERS = Address("telegram", "1")


def leave(minutes: float = 15, secret: str = SECRET) -> Ticket:
    return Ticket(Words(secret), "copy", later(minutes))


async def test_everything_is_in_it_but_the_notes_which_are_counted(store: Store) -> None:
    await with_staff(store)
    item = link("https://example.org/hers")
    waits = await kept(store, 1, items=(item,))
    await store.work_off(writes(90, "1"), NOW, HOUSE, Decision(case=waits, transcript=(line("can you help me?"),)))
    note = Note("a-note-of-mia", "mia", Words("be gentle"), NOW)
    taken = replace(event("case_taken_over", waits.id), about={"staff": "mia", "team": "helpline"})
    await store.act(waits.id, NOW, HOUSE, Act("I am here", holder=held_by("mia"), notes=(note,), events=(taken,)))
    await store.custody(waits.id, item.id, "mia", "copied", NOW)
    everything = await store.everything(waits.id)
    assert everything.case.words == {"story": "in my own words"}
    assert [one.text for one in everything.case.consents] == ["May we keep this?", "And the links?"]
    assert [one.as_typed for one in everything.case.items] == ["https://example.org/hers"]
    assert [(one.by, one.alias, one.text.plain, one.fate) for one in everything.lines] == [
        ("contact", None, "can you help me?", "none"),
        ("staff", "Mia", "I am here", "queued"),
    ]
    assert everything.custody[item.id][0] == Custody("given", None, NOW)
    assert {(one.act, one.alias) for one in everything.custody[item.id]} >= {("given", None), ("copied", "Mia")}
    assert [(one.kind, one.alias) for one in everything.history][-2:] == [
        ("case_taken_over", "Mia"),
        ("item_copied", "Mia"),
    ]
    assert everything.notes == 1
    assert "own words" not in repr(everything)


async def test_of_a_case_that_is_gone_there_is_nothing(store: Store) -> None:
    gone = await kept(store, 1)
    await store.work_off(writes(91, "1"), NOW, HOUSE, Decision(case=None))
    with pytest.raises(NoSuchCase):
        await store.everything(gone.id)
    with pytest.raises(NoSuchCase):
        await store.everything("never was")


async def test_leave_is_good_for_one_copy_until_its_time(store: Store) -> None:
    waits = await kept(store, 1)
    await store.work_off(writes(90, "1"), NOW, HOUSE, Decision(ticket=leave()))
    assert await store.ticket(SECRET, "copy", later(14)) == waits.id
    assert await store.ticket(SECRET, "hashes", later(14)) is None, "good for another page"
    assert await store.ticket(SECRET + "x", "copy", later(14)) is None
    assert await store.ticket(SECRET, "copy", later(15)) is None
    assert not await store.fetched(SECRET, later(15))
    assert await store.fetched(SECRET, later(14))
    assert not await store.fetched(SECRET, later(14)), "a second copy with the same leave"
    assert await store.ticket(SECRET, "copy", later(14)) is None
    [[about]] = await rows(store, "SELECT about FROM event WHERE kind = 'case_exported'")
    assert '"by": "contact"' in about
    assert '"way": "page"' in about


async def test_a_newer_leave_takes_the_place_of_the_one_before(store: Store) -> None:
    waits = await kept(store, 1)
    await store.work_off(writes(90, "1"), NOW, HOUSE, Decision(ticket=leave()))
    await store.work_off(writes(91, "1"), NOW, HOUSE, Decision(ticket=leave(secret="newer")))
    assert await store.ticket(SECRET, "copy", NOW) is None
    assert await store.ticket("newer", "copy", NOW) == waits.id


@pytest.mark.parametrize("way", ["erased", "hidden"])
async def test_leave_ends_with_what_it_was_for(store: Store, way: str) -> None:
    waits = await kept(store, 1)
    await store.work_off(writes(90, "1"), NOW, HOUSE, Decision(ticket=leave()))
    assert await store.ticket(SECRET, "copy", NOW) == waits.id
    gone = Decision(case=None) if way == "erased" else Decision(session=None, lock=True, wipe=True)
    await store.work_off(writes(91, "1"), NOW, HOUSE, gone)
    assert await store.ticket(SECRET, "copy", NOW) is None


async def test_nothing_of_the_secret_is_written_down_and_old_leave_is_cleared_away(store: Store) -> None:
    await kept(store, 1)
    await store.work_off(writes(90, "1"), NOW, HOUSE, Decision(ticket=leave()))
    [[digest]] = await rows(store, "SELECT digest FROM ticket")
    assert len(digest) == 32
    assert SECRET.encode() not in bytes(digest)
    await store.prune(later(16))
    assert await rows(store, "SELECT digest FROM ticket") == []


async def test_the_words_that_lock_it_go_on_in_memory_alone(store: Store) -> None:
    waits = await kept(store, 1)
    words = Words("a canary of four words")
    worked = await store.work_off(writes(90, "1"), NOW, HOUSE, Decision(copy=words))
    assert worked.copy is not None
    assert (worked.copy.case_id, worked.copy.passphrase) == (waits.id, words)
    assert "canary" not in repr(worked)


async def test_the_file_in_her_chat_is_taken_back_with_all_else(store: Store) -> None:
    waits = await kept(store, 1)
    assert await store.handed_over(waits.id, HERS, 777, NOW) == ()
    hidden = Decision(session=None, lock=True, wipe=True, keep=True)
    worked = await store.work_off(writes(91, "1"), NOW + timedelta(seconds=1), HOUSE, hidden)
    assert 777 in [number for one in worked.deletions for number in one.messages]


@pytest.mark.parametrize("way", ["erased", "hidden", "forgotten"])
async def test_a_file_that_arrives_when_the_chat_is_empty_goes_at_once(store: Store, way: str) -> None:
    waits = await kept(store, 1)
    gone = Decision(case=None, session=None) if way == "erased" else Decision(session=None, lock=True, wipe=True)
    if way == "forgotten":
        await store.database.run(lambda: ask("DELETE FROM access WHERE case_id = $1", waits.id))
    else:
        await store.work_off(writes(91, "1"), NOW, HOUSE, gone)
    left = await store.handed_over(waits.id, HERS, 777, NOW)
    assert 777 in [number for one in left for number in one.messages]
    assert await rows(store, "SELECT about FROM event WHERE kind = 'case_exported'") == []


async def test_a_chat_nobody_knows_any_more_is_emptied_too(store: Store) -> None:
    [left] = await store.handed_over("gone", Address("telegram", "a stranger"), 777, NOW)
    assert left.messages == (777,)
    assert says("x")
