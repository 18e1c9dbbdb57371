"""What was said and left in a closed case goes before the case does, out of every key's reach; the rest stays."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from helpline.case import Case, Holder
from helpline.contact import Words
from helpline.note import Note
from helpline.outliving import erase_outlived
from helpline.ports import House
from helpline.staff import Staff
from helpline.views import CasePage
from storage import Store
from storage.repositories import outliving
from storage.statements import ask
from tests.helpline.house import house
from tests.storage.people import HOUSE, NOW, Decision, case, consent, line, link, session, some_id, writes
from tests.storage.test_desk import Act

SAM = Staff("sam", "sam", "Sam", frozenset({"supervisor"}), frozenset({"helpline"}))


@pytest.fixture
def home() -> House:
    return house()


def closed(days: float, **more: Any) -> Case:
    """Rounded off so many days ago; her last word was a day before."""
    since = NOW - timedelta(days=days)
    agreed = tuple(
        replace(consent(scope), given_at=since - timedelta(days=1)) for scope in ("keep", "handoff", "links")
    )
    items = tuple(replace(link(), given_at=since - timedelta(days=1)) for _ in range(2))
    return replace(
        case(consents=agreed, items=items, facts={"age": "adult", "age_in_image": "adult"}),
        opened_at=since - timedelta(days=1), state="closed", outcome="helped",
        holder=Holder("bot", "helpline", None, 3, since), **more,
    )  # fmt: skip


async def kept(store: Store, update: int, one: Case) -> Case:
    """In a chat of its own, with words of hers, a note, and something that waits for her."""
    told = Decision(session=session(ended=True), case=one, transcript=(line("a secret of hers"),))
    await store.work_off(writes(update, who=f"chat {update}"), NOW, HOUSE, told)
    await store.act(one.id, NOW, HOUSE, Act("later", notes=(Note(some_id(), "sam", Words("hm"), NOW),), keep_back=True))
    return one


async def count(store: Store, *tables: str) -> list[int]:
    return [(await store.database.read(lambda t=t: ask(f"SELECT COUNT(*) FROM {t}")))[0][0] for t in tables]  # type: ignore[misc]


async def page(store: Store, one: Case) -> CasePage:
    return await store.case_page(one.id, SAM)


async def key_of(store: Store, one: Case) -> str:
    rows = await store.database.read(lambda: ask("SELECT key_id FROM cases WHERE id = $1", one.id))
    return str(rows[0][0])


async def is_gone(store: Store, key: str) -> bool:
    return key in await store.keys.load([key])


async def told(store: Store, kind: str) -> list[str]:
    rows = await store.database.read(lambda: ask("SELECT about FROM event WHERE kind = $1", kind))
    return [row[0] for row in rows]


async def test_what_was_said_goes_ninety_days_after_the_closing_and_the_rest_stays(store: Store, home: House) -> None:
    old, fresh = await kept(store, 1, closed(90)), await kept(store, 2, closed(89.9))
    key, before = await key_of(store, old), await page(store, old)
    assert before.lines
    assert before.notes
    assert await erase_outlived(store, NOW, home) == 1
    after = await page(store, old)
    assert (after.lines, after.notes, after.kept_back) == ((), (), 0)
    assert (after.case.items, after.case.words, after.case.consents) == (old.items, old.words, old.consents)
    assert after.case.pin_digest == old.pin_digest
    assert (await page(store, fresh)).lines
    assert await is_gone(store, key)
    assert not await is_gone(store, await key_of(store, fresh))
    assert len(await told(store, "transcript_purged")) == 1
    assert await erase_outlived(store, NOW, home) == 0


async def test_links_and_her_own_words_go_after_a_hundred_and_ninety(store: Store, home: House) -> None:
    old, fresh = await kept(store, 1, closed(190)), await kept(store, 2, closed(189.9))
    key = await key_of(store, old)
    await erase_outlived(store, NOW, home)
    after = await page(store, old)
    assert (after.case.items, after.case.words, after.lines) == ((), {}, ())
    assert (after.case.consents, after.case.number, after.case.outcome) == (old.consents, old.number, "helped")
    assert (await page(store, fresh)).case.items
    assert await is_gone(store, key)
    assert await told(store, "evidence_purged") == ['{"items": 3, "team": "helpline"}']
    assert await erase_outlived(store, NOW, home) == 0


async def test_a_year_after_her_last_word_all_of_it_goes(store: Store, home: House) -> None:
    old = await kept(store, 1, closed(364))
    key = await key_of(store, old)
    await erase_outlived(store, NOW, home)
    assert await is_gone(store, key)
    assert await count(store, "cases", "line", "item", "consent", "note", "access") == [0] * 6


async def test_what_she_gives_anew_begins_its_time_anew(store: Store, home: House) -> None:
    await kept(store, 1, closed(200, wrote_at=NOW - timedelta(days=10)))
    await kept(store, 2, closed(200, last_day=NOW - timedelta(days=10)))
    some = closed(200)
    await kept(store, 3, replace(some, items=(*some.items, replace(link("https://again"), given_at=NOW))))
    assert await erase_outlived(store, NOW, home) == 0
    assert await count(store, "line") == [6]  # hers, and what waits


async def test_what_staff_keep_for_a_reason_stays_and_stands_in_no_others_way(
    store: Store, home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outliving, "AT_A_TIME", 2)
    held = [await kept(store, number, closed(400, kept_for="legal")) for number in range(1, 6)]
    gone = [await kept(store, number, closed(400)) for number in range(6, 11)]
    await erase_outlived(store, NOW, home)
    rows = await store.database.read(lambda: ask("SELECT id FROM cases"))
    assert {row[0] for row in rows} == {one.id for one in held}
    assert not {one.id for one in gone} & {row[0] for row in rows}
    pages = [await page(store, one) for one in held]
    assert all(one.lines and one.case.items for one in pages)
    quiet = Act(case=replace(held[0], kept_for=None))
    await store.act(held[0].id, NOW, HOUSE, quiet)
    await erase_outlived(store, NOW, home)
    assert await count(store, "cases") == [4]


async def test_where_a_page_ends_between_two_parts_of_one_case_both_go(
    store: Store, home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outliving, "AT_A_TIME", 1)
    one = await kept(store, 1, closed(200))
    assert await erase_outlived(store, NOW, home) == 2
    after = await page(store, one)
    assert (after.lines, after.case.items) == ((), ())


async def test_in_a_chat_she_has_emptied_it_goes_too_and_her_chat_stays_as_it_is(store: Store, home: House) -> None:
    one = await kept(store, 1, closed(90))
    hides = Decision(session=None, case=one, lock=True, keep=False)
    await store.work_off(writes(2, who="chat 1"), NOW, HOUSE, hides)
    talks = Decision(session=session("another talk"))
    await store.work_off(writes(3, who="chat 1"), NOW, HOUSE, talks)
    await erase_outlived(store, NOW, home)
    after = await page(store, one)
    assert (after.lines, after.row.locked) == ((), True)
    await store.work_off(writes(4, who="chat 1"), NOW, HOUSE, talks)
    assert talks.last.locked
    assert talks.last.session is not None
    assert talks.last.session.marks == {"note": "another talk"}


async def test_a_case_that_no_team_has_seen_is_kept_as_the_first_team_would(store: Store, home: House) -> None:
    since = NOW - timedelta(days=365)
    old = replace(case(consents=(replace(consent(), given_at=since),), items=()), opened_at=since)
    fresh = replace(case(consents=(replace(consent(), given_at=NOW),), items=()), opened_at=since)
    for number, one in enumerate((old, fresh), 1):
        await store.work_off(writes(number, who=f"chat {number}"), NOW, HOUSE, Decision(case=one))
    await erase_outlived(store, NOW, home)
    rows = await store.database.read(lambda: ask("SELECT id FROM cases"))
    assert [row[0] for row in rows] == [fresh.id]
