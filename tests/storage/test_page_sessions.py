"""Pages on which hashes are made: a ticket opens one, once; it moves, is used up, and dies with what it was for."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest

from helpline.contact import Address, Words
from helpline.errors import NoMoreFiles, NoSuchCase, NoSuchPage
from helpline.on_device.leave import MOST_FILES, Leave, PageUse
from helpline.ports import Changes, House, Loaded, Ticket
from storage import Store
from tests.storage.people import HOUSE, NOW, Decision, case, later, writes
from tests.storage.test_desk import Act, rows
from tests.storage.test_desk_views import kept
from tests.storage.test_returning import NUMBER, PIN, tries

SECRET = "what-stands-in-the-address-of-the-page"
HERS, LAUNCH = Address("telegram", "1"), b"l" * 32
RACES = 6


async def with_ticket(store: Store, secret: str = SECRET, update: int = 90, minutes: float = 60) -> str:
    """Her case, and leave to open its page."""
    case_id = (await kept(store, 1)).id if update == 90 else ""
    ticket = Ticket(Words(secret), "hashes", later(minutes))
    await store.work_off(writes(update, "1"), NOW, HOUSE, Decision(ticket=ticket))
    return case_id


async def open_page(store: Store) -> Leave:
    await with_ticket(store)
    leave = await store.open_page(SECRET, NOW)
    assert leave is not None
    return leave


def using(leave: Leave, files: int = 1, ends: bool = False) -> Act:
    return Act(used=PageUse(leave.session, files, ends))


async def left(store: Store, leave: Leave, now: datetime = NOW) -> int | None:
    found = await store.page_of(leave.session, now)
    return None if found is None else found.files


async def test_a_ticket_opens_one_page_for_an_hour(store: Store) -> None:
    case_id = await with_ticket(store)
    asked = await store.page_asked(SECRET, later(59))
    assert asked is not None
    assert asked.case is not None
    assert (asked.case.id, asked.session is not None, asked.locked) == (case_id, True, False)
    assert await store.page_asked(SECRET + "x", NOW) is None
    assert await store.open_page(SECRET + "x", NOW) is None
    assert await store.open_page(SECRET, later(60)) is None, "too old"
    leave = await store.open_page(SECRET, later(59))
    assert leave is not None
    assert (leave.case_id, leave.files, leave.until) == (case_id, MOST_FILES, later(119))
    assert await store.page_of(leave.session, later(118)) == leave
    assert await store.page_of(leave.session, later(119)) is None
    assert (await store.page_asked(SECRET, NOW), await store.open_page(SECRET, NOW)) == (None, None), "spent"
    assert await store.page_of(Words(SECRET), NOW) is None, "what opens a page is not what an open one shows"


async def test_a_ticket_for_another_page_opens_none(store: Store) -> None:
    await kept(store, 1)
    await store.work_off(writes(90, "1"), NOW, HOUSE, Decision(ticket=Ticket(Words(SECRET), "copy", later(15))))
    assert (await store.page_asked(SECRET, NOW), await store.open_page(SECRET, NOW)) == (None, None)
    assert await store.open_page_of(HERS, LAUNCH, later(15), NOW) is None


async def test_of_many_who_open_at_once_one_has_it(store: Store) -> None:
    await with_ticket(store)
    asked = [store.open_page(SECRET, NOW) for _ in range(RACES)]
    asked += [store.open_page_of(HERS, bytes([n]) * 32, later(15), later(1)) for n in range(2)]
    opened = [one for one in await asyncio.gather(*asked) if one is not None]
    alive = [one for one in opened if await store.page_of(one.session, later(1)) is not None]
    assert len(alive) == 1, "who opens it from the chat itself may take it over; there is one page at the end"
    assert len(await rows(store, "SELECT 1 FROM page_session")) == 1


async def test_files_are_counted_with_what_they_bring_or_not_at_all(store: Store) -> None:
    leave = await open_page(store)

    def refuses(loaded: Loaded, now: datetime, house: House) -> Changes:
        raise RuntimeError("the gate is shut")

    worked = await store.act(leave.case_id, NOW, HOUSE, using(leave, 3))
    assert worked.fresh
    assert await left(store, leave) == 17
    with pytest.raises(RuntimeError):
        await store.act(leave.case_id, NOW, HOUSE, refuses)
    with pytest.raises(NoMoreFiles):
        await store.act(leave.case_id, NOW, HOUSE, replace_words(using(leave, 18)))
    assert await left(store, leave) == 17
    assert (await case_words(store)) == {"story": "in my own words"}, "what was refused was kept all the same"
    await store.act(leave.case_id, NOW, HOUSE, replace_words(using(leave, 17)))
    assert (await left(store, leave), await case_words(store)) == (0, {"story": "new"})
    await store.act(leave.case_id, NOW, HOUSE, using(leave, 0))


def replace_words(act: Act) -> Act:
    def also(loaded: Loaded, now: datetime, house: House) -> Changes:
        changes = act(loaded, now, house)
        assert changes.case is not None
        return replace(changes, case=replace(changes.case, words={"story": "new"}))

    return also  # type: ignore[return-value]


async def case_words(store: Store) -> dict[str, str]:
    read = Decision()
    await store.work_off(
        writes(int(NOW.timestamp()) + len(await rows(store, "SELECT 1 FROM seen")), "1"), NOW, HOUSE, read
    )
    assert read.last.case is not None
    return dict(read.last.case.words)


async def test_at_once_no_more_files_than_there_are(store: Store) -> None:
    leave = await open_page(store)
    done = await asyncio.gather(
        *(store.act(leave.case_id, NOW, HOUSE, using(leave, 7)) for _ in range(RACES)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in done) == ["NoMoreFiles"] * (RACES - 2) + ["Worked"] * 2
    assert await left(store, leave) == MOST_FILES - 14


async def test_it_is_used_for_its_own_case_alone_and_until_its_time(store: Store) -> None:
    leave = await open_page(store)
    other = await kept(store, 2)
    with pytest.raises(NoSuchPage):
        await store.act(other.id, NOW, HOUSE, using(leave))
    with pytest.raises(NoSuchPage):
        await store.act(leave.case_id, later(60), HOUSE, using(leave))
    with pytest.raises(NoSuchPage):
        await store.act(leave.case_id, NOW, HOUSE, using(replace(leave, session=Words(SECRET))))
    await store.act(leave.case_id, NOW, HOUSE, using(leave, ends=True))
    assert await left(store, leave) is None
    with pytest.raises(NoSuchPage):
        await store.act(leave.case_id, NOW, HOUSE, using(leave, 0))


async def test_it_moves_to_another_browser_with_what_is_left(store: Store) -> None:
    leave = await open_page(store)
    await store.act(leave.case_id, NOW, HOUSE, using(leave, 5))
    secret = await store.move_page(leave.session, later(10))
    assert secret is not None
    assert await left(store, leave) is None, "where it was it is void"
    assert await store.move_page(leave.session, later(10)) is None
    assert await store.page_of(secret, later(10)) is None, "on its way it sends nothing"
    with pytest.raises(NoSuchPage):
        await store.act(leave.case_id, later(10), HOUSE, using(replace(leave, session=secret)))
    assert await store.page_asked(secret.plain, later(11)) is not None
    opened = [one for one in await asyncio.gather(*(store.open_page(secret.plain, later(11)) for _ in range(3))) if one]
    assert [(one.files, one.until, one.case_id) for one in opened] == [(15, leave.until, leave.case_id)]
    assert await left(store, opened[0], later(59)) == 15
    assert await store.open_page(secret.plain, later(12)) is None


async def test_from_her_chat_it_opens_with_each_word_of_the_messenger_once(store: Store) -> None:
    assert await store.open_page_of(HERS, b"0" * 32, later(15), NOW) is None, "nobody knows her"
    await with_ticket(store)
    stranger = Address("telegram", "2")
    assert await store.page_asked_of(stranger, NOW) is None
    assert await store.open_page_of(stranger, b"1" * 32, later(15), NOW) is None
    asked = await store.page_asked_of(HERS, NOW)
    assert asked is not None
    opened = await asyncio.gather(*(store.open_page_of(HERS, LAUNCH, later(15), NOW) for _ in range(RACES)))
    [leave] = [one for one in opened if one is not None]
    assert leave.files == MOST_FILES
    assert await store.page_asked(SECRET, NOW) is None, "the ticket is spent by it"
    await store.act(leave.case_id, NOW, HOUSE, using(leave, 4))
    again = await store.open_page_of(HERS, b"2" * 32, later(20), later(5))
    assert again is not None
    assert (again.files, again.until) == (16, leave.until), "not an hour more, and no file more"
    assert await left(store, leave) is None
    await store.prune(later(14))
    assert await store.open_page_of(HERS, LAUNCH, later(15), later(14)) is None, "forgotten while it was still good"
    assert await store.open_page_of(HERS, b"3" * 32, later(75), later(60)) is None, "its hour is over"


async def test_a_newer_ticket_opens_a_new_page_in_place_of_the_old_one(store: Store) -> None:
    leave = await open_page(store)
    await store.act(leave.case_id, NOW, HOUSE, using(leave, 20))
    await with_ticket(store, "newer", 91)
    assert await left(store, leave) == 0, "not opened yet"
    newer = await store.open_page_of(HERS, LAUNCH, later(15), NOW)
    assert newer is not None
    assert (newer.files, await left(store, leave)) == (MOST_FILES, None)


@pytest.mark.parametrize("way", ["erased", "hidden", "erased by staff", "shut out"])
async def test_it_ends_with_what_it_was_for(store: Store, way: str) -> None:
    """Ticket, page and page on its way alike; each is good until then."""
    leave = await open_page(store)
    moved = await store.move_page(leave.session, NOW)
    assert moved is not None
    await with_ticket(store, "newer", 91)
    assert await store.page_asked(moved.plain, NOW) is not None
    assert await store.page_asked("newer", NOW) is not None
    if way == "erased by staff":
        await store.act(leave.case_id, NOW, HOUSE, Act(case=None, session=None))
    else:
        gone = {
            "erased": Decision(case=None),
            "hidden": Decision(session=None, lock=True, wipe=True),
            "shut out": Decision(bar_until=later(60)),
        }[way]
        await store.work_off(writes(92, "1"), NOW, HOUSE, gone)
    assert await store.page_asked(moved.plain, NOW) is None
    assert await store.page_asked_of(HERS, NOW) is None
    assert await store.open_page("newer", NOW) is None
    assert await store.open_page_of(HERS, LAUNCH, later(15), NOW) is None
    if way != "shut out":
        assert await rows(store, "SELECT 1 FROM page_session UNION ALL SELECT 1 FROM ticket") == []


async def test_what_one_chat_has_open_is_void_when_she_comes_back_in_another(store: Store) -> None:
    made = case(number=NUMBER)
    made = replace(made, pin_digest=store.pin_digest(made.id, PIN))
    ticket = Ticket(Words(SECRET), "hashes", later(60))
    await store.work_off(writes(1, "1"), NOW, HOUSE, Decision(case=made, ticket=ticket))
    leave = await store.open_page(SECRET, NOW)
    assert leave is not None
    assert (await tries(store, 2, "2", f"{NUMBER} {PIN}")).found == made
    assert await left(store, leave) is None
    for address in (HERS, Address("telegram", "2")):
        assert await store.page_asked_of(address, NOW) is None


async def test_an_open_page_of_who_is_shut_out_does_nothing_until_she_may_write_again(store: Store) -> None:
    leave = await open_page(store)
    await store.work_off(writes(92, "1"), NOW, HOUSE, Decision(bar_until=later(30)))
    assert await left(store, leave) is None
    assert await left(store, leave, later(31)) == MOST_FILES


async def test_a_case_that_is_erased_while_its_page_opens_stays_erased(store: Store) -> None:
    for number in range(RACES):
        secret = f"secret-{number}"
        made = await kept(store, 10 + number)
        told = Decision(ticket=Ticket(Words(secret), "hashes", later(60)))
        await store.work_off(writes(100 + number, str(10 + number)), NOW, HOUSE, told)
        gone = store.act(made.id, NOW, HOUSE, Act(case=None, session=None))
        await asyncio.gather(store.open_page(secret, NOW), gone)
        with pytest.raises(NoSuchCase):
            await store.everything(made.id)
    assert await rows(store, "SELECT 1 FROM page_session") == []


async def test_nothing_of_a_secret_is_written_down_and_what_is_over_is_cleared_away(store: Store) -> None:
    leave = await open_page(store)
    moved = await store.move_page(leave.session, NOW)
    assert moved is not None
    await store.open_page_of(Address("telegram", "5"), LAUNCH, later(15), NOW)
    lies = await rows(store, "SELECT digest FROM page_session UNION ALL SELECT digest FROM launch")
    written = b"".join(bytes(row[0]) for row in lies)
    assert len(written) == 64
    assert not [one for one in (SECRET, leave.session.plain, moved.plain) if one.encode() in written]
    assert SECRET not in repr(leave) + repr(PageUse(Words(SECRET)))
    assert leave.session.plain not in repr(leave)
    await store.prune(later(59))
    assert len(await rows(store, "SELECT 1 FROM page_session")) == 1
    await store.prune(later(60))
    assert await rows(store, "SELECT 1 FROM page_session UNION ALL SELECT 1 FROM launch") == []
