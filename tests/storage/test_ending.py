"""Who agreed to be written to is told, once and without a word of what it is, that something ends; no one else is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from helpline.case import Case, Holder
from helpline.delivery import Worked
from helpline.ending import tell_of_endings
from helpline.entries import Team
from helpline.intake import decide
from helpline.ports import House
from helpline.retention import last_given
from storage import Store
from storage.repositories import outliving
from storage.statements import ask
from tests.helpline.house import house
from tests.storage.people import Decision, case, consent, session, writes

DAY = timedelta(days=1)
#: A Tuesday noon in Belgium, two weeks before a year after she was last here.
NOON = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)
HERE = NOON - 351.5 * DAY
SAYS = "Hallo. Hier loopt binnenkort iets af. Kom hier terug als je wil dat het blijft."


@pytest.fixture
def home() -> House:
    return house()


def quiet(here: datetime = HERE, scopes: tuple[str, ...] = ("keep", "contact_back"), **more: object) -> Case:
    """An adult's, with the bot; she was last here then."""
    given = tuple(replace(consent(scope), given_at=here) for scope in scopes)
    told = {"items": (), "words": {}, "consents": given, "facts": {"age": "adult", "age_in_image": "adult"}}
    one = replace(case(**told), opened_at=here, safe_time="anytime", holder=Holder("bot", "helpline", None, 2, here))
    return replace(one, **more)  # type: ignore[arg-type]


async def kept(store: Store, update: int, one: Case, *, hidden: bool = False) -> Case:
    decided = Decision(session=session(ended=True), case=one, lock=hidden)
    await store.work_off(writes(update, who=f"chat {update}"), HERE, house(), decided)
    return one


async def told(store: Store, now: datetime, home: House) -> list[str]:
    """What is sent when it is looked at."""
    found: list[Worked] = []
    await tell_of_endings(store, now, home, found.append)
    return [one.outgoing.text.plain for worked in found for one in worked.deliveries]


async def test_she_is_told_once_and_it_is_written_down_that_she_was(store: Store, home: House) -> None:
    await kept(store, 1, quiet())
    assert await told(store, NOON - DAY, home) == []
    assert await told(store, NOON, home) == [SAYS]
    assert await told(store, NOON + DAY / 24, home) == []
    assert await told(store, NOON + 10 * DAY, home) == []
    rows = await store.database.read(lambda: ask("SELECT COUNT(*) FROM event WHERE kind = 'ending_told'"))
    assert rows[0][0] == 1


async def test_who_emptied_her_chat_is_told_too_for_it_says_nothing(store: Store, home: House) -> None:
    await kept(store, 1, quiet(), hidden=True)
    assert await told(store, NOON, home) == [SAYS]


async def test_nobody_is_told_who_did_not_agree_has_blocked_us_or_whose_case_is_kept(store: Store, home: House) -> None:
    await kept(store, 1, quiet(scopes=("keep",)))
    await kept(store, 2, quiet(kept_for="legal"))
    blocked = await kept(store, 3, quiet())
    await store.work_off(writes(30, who="chat 3", kind="blocked"), HERE, home, decide)
    assert await told(store, NOON, home) == []
    rows = await store.database.read(lambda: ask("SELECT id FROM cases"))
    assert blocked.id in {row[0] for row in rows}


@pytest.mark.parametrize(("code", "hour"), [("evening", 18), ("morning", 8), ("not_first", None)])
async def test_only_at_a_time_she_named(store: Store, home: House, code: str, hour: int | None) -> None:
    await kept(store, 1, quiet(safe_time=code))
    began = [at for at in range(48) if await told(store, NOON + at * DAY / 24, home)]
    clock = [(NOON + at * DAY / 24 + timedelta(hours=1)).hour for at in began]  # in Belgium's winter
    assert clock == ([] if hour is None else [hour])


async def test_once_she_is_here_it_stays_and_she_reads_so(store: Store, home: House) -> None:
    await kept(store, 1, quiet())
    assert await told(store, NOON, home) == [SAYS]
    worked = await store.work_off(writes(10, who="chat 1", words="hm", at=NOON + DAY), NOON + DAY, home, decide)
    said = [one.outgoing.text.plain for one in worked.deliveries]
    assert "Wat je hier achterliet, blijft bewaard, tot 12 maanden na je laatste bericht." in said[0]
    assert await told(store, NOON + 20 * DAY, home) == []
    seen = Decision()
    await store.work_off(writes(11, who="chat 1"), NOON + 20 * DAY, home, seen)
    assert seen.last.case is not None
    assert last_given(seen.last.case) >= NOON + DAY
    assert await told(store, NOON + 354 * DAY, home) == [SAYS], "and a year later she is told again"


async def test_what_is_kept_for_a_short_time_ends_without_a_word(store: Store, home: House) -> None:
    short = Team(kept_days=20)
    home = replace(home, directory=replace(home.directory, teams={"helpline": short}))
    await kept(store, 1, quiet(NOON - 10 * DAY))
    assert await told(store, NOON, home) == []


async def test_page_by_page_everybody_is_told(store: Store, home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outliving, "AT_A_TIME", 2)
    for number in range(1, 6):
        await kept(store, number, quiet())
    assert await told(store, NOON, home) == [SAYS] * 5
