"""A talk with Child Focus: nobody else sees it, and what a team keeps no longer is erased by itself, key and all."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from helpline.action import Action
from helpline.actions.minor import Minor
from helpline.actions.take_over import TakeOver
from helpline.actions.transfer import Transfer
from helpline.adults import CHILD_FOCUS
from helpline.case import Case, Holder
from helpline.consent import Consent
from helpline.delivery import Worked
from helpline.desk import decide_for
from helpline.entries import Team
from helpline.errors import BadAsk, NoSuchCase
from helpline.outliving import erase_outlived
from helpline.ports import House
from helpline.staff import Staff
from helpline.views import QueueAsk
from storage import Store
from storage.statements import ask
from tests.helpline.house import house
from tests.storage.people import NOW, Decision, case, consent, line, session, writes


@pytest.fixture
def home() -> House:
    return house(teams=("helpline", CHILD_FOCUS))


def both(at: datetime = NOW) -> tuple[Consent, ...]:
    return replace(consent("keep"), given_at=at), replace(consent("handoff"), given_at=at)


def young(days: float = 0, state: str = "open", **more: object) -> Case:
    """Somebody under 18 in the line of Child Focus, the last word so many days ago; or closed, so many days ago."""
    since = NOW - timedelta(days=days)
    agreed = since if state == "open" else since - timedelta(days=2)
    holder = Holder("bot" if state == "closed" else "queue", CHILD_FOCUS, None, 1, since)
    told = {"route": CHILD_FOCUS, "facts": {"age": "minor"}, "items": (), "words": {}, "consents": both(agreed)}
    return replace(case(**told), opened_at=agreed, state=state, holder=holder, **more)  # type: ignore[arg-type]


async def kept(store: Store, update: int, one: Case) -> Case:
    """In a chat of its own."""
    decided = Decision("hello", session=session(ended=True), case=one, transcript=(line("a secret of hers"),))
    await store.work_off(writes(update, who=f"chat {update}"), NOW, house(), decided)
    return one


async def there(store: Store) -> set[str]:
    rows = await store.database.read(lambda: ask("SELECT id FROM cases"))
    return {row[0] for row in rows}


async def test_a_talk_with_child_focus_goes_thirty_days_after_the_last_word(store: Store, home: House) -> None:
    old, fresh = await kept(store, 1, young(days=30)), await kept(store, 2, young(days=29.9))
    told: list[Worked] = []
    assert await erase_outlived(store, NOW, home, told.append) == 1
    assert await there(store) == {fresh.id}
    assert old.id not in await there(store)
    assert len(told) == 1
    assert not told[0].deliveries
    assert await erase_outlived(store, NOW + timedelta(days=1), home) == 1
    assert not await there(store)


async def test_a_closed_one_goes_after_seven(store: Store, home: House) -> None:
    await kept(store, 1, young(days=7, state="closed"))
    fresh, open_one = await kept(store, 2, young(days=6.9, state="closed")), await kept(store, 3, young(days=8))
    await erase_outlived(store, NOW, home)
    assert await there(store) == {fresh.id, open_one.id}


async def test_what_she_wrote_since_keeps_it(store: Store, home: House) -> None:
    wrote = await kept(store, 1, young(days=60, wrote_at=NOW - timedelta(days=3)))
    assert await erase_outlived(store, NOW, home) == 0
    assert await there(store) == {wrote.id}


async def test_what_staff_do_with_it_makes_it_last_a_week_longer_once_and_no_more(store: Store, home: House) -> None:
    old = young(days=30)
    taken = replace(old, holder=Holder("staff", CHILD_FOCUS, "ann", 2, NOW - timedelta(days=1)))
    await kept(store, 1, taken)
    assert await erase_outlived(store, NOW + timedelta(days=5.9), home) == 0
    assert await there(store) == {taken.id}
    again = replace(young(days=37), holder=Holder("staff", CHILD_FOCUS, "ann", 3, NOW - timedelta(hours=1)))
    await kept(store, 2, again)
    assert await erase_outlived(store, NOW, home) == 1
    assert await there(store) == {taken.id}
    assert await erase_outlived(store, NOW + timedelta(days=6), home) == 1
    assert not await there(store)


async def test_another_yes_of_hers_does(store: Store, home: House) -> None:
    old = young(days=30)
    again = replace(old, consents=(*old.consents, *both(NOW - timedelta(days=2))))
    await kept(store, 1, again)
    await erase_outlived(store, NOW, home)
    assert await there(store) == {again.id}


async def test_its_key_and_its_words_are_gone_and_it_is_written_down_that_they_are(store: Store, home: House) -> None:
    await kept(store, 1, young(days=31))
    keys = await store.database.read(lambda: ask("SELECT key_id FROM cases"))
    assert not await store.keys.load([keys[0][0]])  # the control: it was there
    await erase_outlived(store, NOW, home)
    assert await store.keys.load([keys[0][0]]) == {keys[0][0]}
    assert not await store.database.read(lambda: ask("SELECT id FROM line"))
    events = await store.database.read(lambda: ask("SELECT about FROM event WHERE kind = 'case_erased'"))
    assert "outlived" in str(events)


async def test_one_that_left_the_line_is_theirs_still(store: Store, home: House) -> None:
    gone = young(days=40)
    await kept(store, 1, replace(gone, holder=Holder("bot", None, None, 2, NOW - timedelta(days=40))))
    assert await erase_outlived(store, NOW, home) == 1


async def test_cases_of_the_helpline_stay_unless_it_says_for_how_long(store: Store, home: House) -> None:
    since = NOW - timedelta(days=400)
    given = {"consents": both(since), "items": ()}
    old = replace(case(**given), opened_at=since, holder=Holder("queue", "helpline", None, 1, since))
    await kept(store, 1, old)
    without = replace(home, directory=replace(home.directory, teams={"helpline": Team()}))
    assert await erase_outlived(store, NOW, without) == 0
    assert await erase_outlived(store, NOW, home) == 1


async def test_where_the_directory_says_nothing_a_minors_talk_still_has_an_end(store: Store, home: House) -> None:
    await kept(store, 1, young(days=30))
    without = replace(home, teams=("helpline",), directory=replace(home.directory, teams={"helpline": Team()}))
    assert await erase_outlived(store, NOW, without) == 1


async def test_one_that_was_erased_meanwhile_is_passed_over(
    store: Store, home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await kept(store, 1, young(days=30))

    pages = [(("case", one.id), ("transcript", one.id)), ()]

    async def twice(*asked: object) -> tuple[tuple[str, str], ...]:
        return pages.pop(0)

    monkeypatch.setattr(store, "outlived", twice)
    await erase_outlived(store, NOW, home)
    assert not await there(store)


# ── and until then nobody else sees it ────────────────────────────────────────────────────────────────────────────
async def test_a_minors_case_is_seen_by_the_people_of_child_focus_alone(store: Store) -> None:
    hers = await kept(store, 1, young())
    ours = await kept(store, 2, replace(case(consents=both()), holder=Holder("queue", "helpline", None, 1, NOW)))
    theirs, helpline = someone(CHILD_FOCUS), someone("helpline")
    assert [row.id for row in (await store.queue(QueueAsk(), theirs)).rows] == [hers.id]
    assert [row.id for row in (await store.queue(QueueAsk(), helpline)).rows] == [ours.id]
    assert not (await store.queue(QueueAsk(team=CHILD_FOCUS), helpline)).rows
    assert not (await store.queue(QueueAsk(number=hers.number), helpline)).rows
    assert (await store.case_page(hers.id, theirs)).row.id == hers.id
    with pytest.raises(NoSuchCase):
        await store.case_page(hers.id, helpline)


@pytest.mark.parametrize("action", [TakeOver(verb="take_over"), Minor(verb="minor")], ids=["take over", "minor"])
async def test_a_colleague_of_another_team_can_do_nothing_to_it(store: Store, home: House, action: Action) -> None:
    hers = await kept(store, 1, young())
    with pytest.raises(NoSuchCase):
        await store.act(hers.id, NOW, home, decide_for(action, someone("helpline")))
    await store.act(hers.id, NOW, home, decide_for(TakeOver(verb="take_over"), someone(CHILD_FOCUS)))
    assert (await store.case_page(hers.id, someone(CHILD_FOCUS))).row.holder.kind == "staff"


@pytest.mark.parametrize("reach", ["team", "colleague"])
async def test_it_is_passed_on_to_nobody_outside(store: Store, home: House, reach: str) -> None:
    hers, ann = await kept(store, 1, young()), someone(CHILD_FOCUS)
    both_teams = replace(someone("helpline"), id="both", teams=frozenset({"helpline", CHILD_FOCUS}))
    here = replace(home, colleagues={ann.id: ann, "both": both_teams}, here=frozenset({ann.id, "both"}))
    await store.act(hers.id, NOW, here, decide_for(TakeOver(verb="take_over"), ann))
    to = {"team": "helpline"} if reach == "team" else {"staff": "both", "team": "helpline"}
    with pytest.raises(BadAsk):
        await store.act(hers.id, NOW, here, decide_for(Transfer(verb="transfer", **to), ann))
    assert (await store.case_page(hers.id, ann)).row.team == CHILD_FOCUS


def someone(team: str) -> Staff:
    return Staff(f"of {team}", team, "Noor", frozenset({"counsellor"}), frozenset({team}))
