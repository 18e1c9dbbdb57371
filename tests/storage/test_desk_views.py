"""What staff see: the queue of their teams in its order, one case with everything, and what happened since."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from helpline.case import Case, Holder
from helpline.contact import Words
from helpline.errors import NoSuchCase
from helpline.note import Note
from helpline.ports import Changes
from helpline.staff import Staff
from helpline.views import Counts, QueueAsk
from storage import Store, desk_views
from storage.repositories import queue
from storage.statements import ask
from tests.soon import until
from tests.storage.people import HOUSE, NOW, Decision, case, event, later, line, link, writes
from tests.storage.test_desk import Act, held_by, rows

MIA = Staff("mia", "mia", "Mia", frozenset({"counsellor"}), frozenset({"helpline"}))
ELSEWHERE = replace(MIA, id="noor", alias="Noor", teams=frozenset({"child_focus"}))


async def with_staff(store: Store) -> Store:
    for one in (MIA, ELSEWHERE):
        await store.database.run(
            lambda one=one: ask(  # type: ignore[misc]
                "INSERT INTO staff (id, login, alias, roles, teams, languages, active, last_step)"
                " VALUES ($1, $2, $3, 'counsellor', 'helpline', 'nl', $4, 0)",
                one.id,
                one.login if one is MIA else "noor",
                one.alias,
                True,
            )
        )
    return store


async def kept(store: Store, number: int, team: str | None = "helpline", **more: Any) -> Case:
    """A case of some contact, waiting for so many minutes."""
    told: dict[str, Any] = {
        "number": f"K7RM-{number:04}",
        "holder": Holder("queue", team, None, 1, NOW),
        "waiting_since": later(-number),
    }
    made = case(**told | more)
    await store.work_off(writes(number, str(number)), NOW, HOUSE, Decision(case=made))
    return made


async def numbers(store: Store, **asked: Any) -> list[str]:
    return [row.number[-1] for row in (await store.queue(QueueAsk(**asked), MIA)).rows]


async def several(store: Store) -> dict[int, Case]:
    held, bot = held_by("mia"), Holder("bot", "helpline", None, 4)
    return {
        1: await kept(store, 1),
        2: await kept(store, 2, language="fr", wrote=3),
        3: await kept(store, 3, urgency="crisis"),
        4: await kept(store, 4, holder=held, waiting_since=None, urgency="danger"),
        5: await kept(store, 5, holder=held, waiting_since=None),
        6: await kept(store, 6, holder=bot, waiting_since=None, route="both"),
        7: await kept(store, 7, state="closed", holder=bot, waiting_since=None, outcome="helped"),
        8: await kept(store, 8, team="child_focus"),
        9: await kept(store, 9, team=None, holder=Holder(), waiting_since=None),
    }


async def test_the_most_pressing_come_first_and_then_who_has_waited_longest(store: Store) -> None:
    await with_staff(store)
    await several(store)
    page = await store.queue(QueueAsk(), MIA)
    assert [row.number[-1] for row in page.rows] == ["4", "3", "2", "1", "5", "6"]
    assert (page.total, page.counts, page.next) == (6, Counts(3, 2, 2, 2), None)
    assert page.rows[0].holder.alias == "Mia"
    assert page.rows[2].unseen == 3


async def test_each_question_is_answered_with_what_it_asks_for(store: Store) -> None:
    await with_staff(store)
    await several(store)
    assert await numbers(store, holder="mine") == ["4", "5"]
    assert await numbers(store, holder="held") == ["4", "5"]
    assert await numbers(store, holder="waiting") == ["3", "2", "1"]
    assert await numbers(store, holder="bot") == ["6"]
    assert await numbers(store, language="fr") == ["2"]
    assert await numbers(store, urgency="danger") == ["4"]
    assert await numbers(store, route="both") == ["6"]
    assert await numbers(store, state="closed") == ["7"]
    assert await numbers(store, state=None, number="k7rm 0007") == ["7"]
    assert await numbers(store, team="child_focus") == []
    assert await numbers(store, state=None, number="K7RM-0008") == [], "of a team that is not hers"


async def test_nobody_sees_a_case_of_a_team_that_is_not_hers(store: Store) -> None:
    await with_staff(store)
    made = await several(store)
    assert [row.id for row in (await store.queue(QueueAsk(), ELSEWHERE)).rows] == [made[8].id]
    with pytest.raises(NoSuchCase):
        await store.case_page(made[8].id, MIA)
    with pytest.raises(NoSuchCase):
        await store.case_page(made[9].id, MIA)
    assert (await store.case_page(made[8].id, ELSEWHERE)).row.number == "K7RM-0008"
    assert {row.number[-1] for row in await store.rows([one.id for one in made.values()])} == set("12345678")


async def test_page_after_page_shows_each_case_once(store: Store) -> None:
    await with_staff(store)
    await several(store)
    found, after = list[str](), None
    while True:
        page = await store.queue(QueueAsk(limit=2, after=after), MIA)
        found += [row.number[-1] for row in page.rows]
        if (after := page.next) is None:
            break
    assert found == ["4", "3", "2", "1", "5", "6"]
    assert await numbers(store, after="no place of ours") == found


async def test_a_case_shows_what_was_said_and_what_became_of_it(store: Store) -> None:
    await with_staff(store)
    item = link("https://example.org/x")
    waits = await kept(store, 1, items=(item,))
    hers = line("can you help me?")
    await store.work_off(writes(90, "1"), NOW, HOUSE, Decision(case=waits, transcript=(hers,)))
    note = Note("a-note-of-mia", "mia", Words("be gentle"), NOW)
    taken = event("case_taken_over", waits.id)
    taken = replace(taken, about={"staff": "mia", "team": "helpline"})
    await store.act(waits.id, NOW, HOUSE, Act("I am here", holder=held_by("mia"), notes=(note,), events=(taken,)))
    await store.custody(waits.id, item.id, "mia", "copied", NOW)
    page = await store.case_page(waits.id, MIA)
    assert [(one.by, one.alias, one.text, one.fate) for one in page.lines] == [
        ("contact", None, Words("can you help me?"), "none"),
        ("staff", "Mia", Words("I am here"), "queued"),
    ]
    assert [(one.alias, one.text) for one in page.notes] == [("Mia", Words("be gentle"))]
    assert [(one.kind, one.alias) for one in page.history][-2:] == [("case_taken_over", "Mia"), ("item_copied", "Mia")]
    [shown] = page.items
    assert "://example.org" not in shown.shown.plain
    assert [(one.act, one.alias) for one in shown.custody] == [
        ("given", None),
        ("seen", "Mia"),
        ("copied", "Mia"),
    ]
    assert page.case.holder == held_by("mia")
    with pytest.raises(NoSuchCase):
        await store.custody(waits.id, "no such item", "mia", "copied", NOW)


async def test_who_copied_something_stands_there_however_much_has_happened_since(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_staff(store)
    waits = await kept(store, 1, items=(link(),))
    await store.custody(waits.id, waits.items[0].id, "mia", "copied", NOW)
    monkeypatch.setattr(desk_views, "EVENTS", desk_views.EVENTS.replace("LIMIT 500", "LIMIT 1"))
    await store.note_viewing("sign-in", waits.id, MIA, "asked", NOW)
    page = await store.case_page(waits.id, MIA)
    assert [one.kind for one in page.history] == ["case_viewed"]
    assert [one.act for one in page.items[0].custody] == ["given", "copied", "seen"]


async def test_what_she_has_seen_is_not_new_any_more(store: Store) -> None:
    await with_staff(store)
    waits = await kept(store, 1, wrote=5)
    await store.see("mia", waits.id, 4)
    await store.see("mia", waits.id, 2)
    assert [row.unseen for row in (await store.queue(QueueAsk(), MIA)).rows] == [1]
    assert [row.unseen for row in await store.rows([waits.id])] == [5]


async def test_staff_see_that_she_has_blocked_the_bot_until_she_writes_again(store: Store) -> None:
    await with_staff(store)
    waits = await kept(store, 1)
    for update, blocks in ((90, True), (91, False)):

        def decide(*asked: Any, blocks: bool = blocks) -> Changes:
            changes = Decision(case=waits)(*asked)
            return replace(changes, contact=replace(changes.contact, blocked=blocks))

        await store.work_off(writes(update, "1"), NOW, HOUSE, decide)
        assert (await store.case_page(waits.id, MIA)).blocked is blocks


async def test_a_reason_to_look_is_noted_and_holds_for_half_an_hour(store: Store) -> None:
    waits = await kept(store, 1)
    assert not await store.may_view("sign-in", waits.id, NOW)
    await store.note_viewing("sign-in", waits.id, MIA, "supervision", NOW)
    assert await store.may_view("sign-in", waits.id, later(29))
    assert not await store.may_view("sign-in", waits.id, later(30))
    assert not await store.may_view("another", waits.id, NOW)
    [[about]] = await rows(store, "SELECT about FROM event WHERE kind = 'case_viewed'")
    assert '"reason": "supervision"' in about
    with pytest.raises(NoSuchCase):
        await store.note_viewing("sign-in", "nowhere", MIA, "asked", NOW)


async def test_what_is_due_is_found_and_nothing_else(store: Store) -> None:
    unanswered = await kept(store, 1, answer_by=later(15))
    in_crisis = await kept(store, 2, numbers_by=later(3))
    assert await store.due_cases(later(2)) == ()
    assert await store.due_cases(later(3)) == ((in_crisis.id, "numbers"),)
    assert await store.due_cases(later(15)) == ((in_crisis.id, "numbers"), (unanswered.id, "lapse"))


async def test_news_is_told_by_number_and_says_when_a_case_is_gone(store: Store) -> None:
    waits = await kept(store, 1)
    moved = replace(event("case_transferred", waits.id), about={"team_before": "helpline", "staff": "mia"})
    await store.act(waits.id, NOW, HOUSE, Act(events=(moved,)))
    await store.number_events()
    [news] = await store.news_since(0, 10)
    assert (news.seq, news.kind, news.team, news.team_before, news.staff) == (
        1, "case_transferred", "helpline", "helpline", "mia",
    )  # fmt: skip
    assert await store.last_seq() == 1
    await store.work_off(writes(90, "1"), NOW, HOUSE, Decision(case=None, events=(event("case_erased", waits.id),)))
    await store.number_events()
    [gone] = await store.news_since(1, 10)
    assert (gone.gone, gone.team) == (True, None)


async def test_what_happened_has_its_number_at_once(store: Store) -> None:
    waits = await kept(store, 1)
    numbering, numbered = asyncio.ensure_future(store.number_forever()), asyncio.Event()
    store.news.hear("numbered", numbered.set)
    try:
        await store.act(waits.id, NOW, HOUSE, Act(events=(event("case_taken_over", waits.id),)))
        await until(numbered.is_set, seconds=1)
        assert await store.last_seq() == 1
    finally:
        numbering.cancel()


async def test_where_she_is_is_told_only_where_she_may_be_shown_something(store: Store) -> None:
    waits = await kept(store, 1)
    address = await store.address_of(waits.id)
    assert address is not None
    assert address.plain == "1"
    assert await store.address_of("nowhere") is None
    for table, column in (("contact", "blocked"), ("access", "locked")):
        for value, there in ((True, False), (False, True)):
            await store.database.run(lambda: ask(f"UPDATE {table} SET {column} = $1", value))  # noqa: B023
            assert (await store.address_of(waits.id) is not None) == there


async def test_a_thousand_cases_at_once_are_read_with_cold_keys(store: Store) -> None:
    """Live news asks for as many as have changed."""
    made = [await kept(store, number) for number in range(1, 260)]
    store.keys.ring.empty()
    found: Sequence[Any] = await store.rows([one.id for one in made])
    assert {row.id for row in found} == {one.id for one in made}


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_the_list_is_read_from_its_index_alone(store: Store) -> None:
    """Among a million cases of years a team's open ones are found at once: no row is read but those of the page."""
    wish = queue.wish(QueueAsk(language="nl", route="both", urgency="crisis", holder="mine"), MIA, None)
    assert wish is not None
    sql = f"EXPLAIN QUERY PLAN SELECT k.id FROM cases k WHERE {wish} ORDER BY {queue.ORDER}"
    plan = str(await rows(store, sql, *wish.values))
    assert "COVERING INDEX ix_cases_team_state" in plan
