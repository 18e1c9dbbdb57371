"""When she may be written to: she is asked once, while nobody is there; her hours are Belgium's, her words will do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from helpline.case import Case
from helpline.entries import Team
from helpline.safe_time import CODES, SAID, hears, label, may_write, next_time
from tests.helpline.house import LANGUAGES, Talk, house, waiting

WINTER, SUMMER = datetime(2026, 11, 22, 14, 0, tzinfo=UTC), datetime(2026, 7, 5, 14, 0, tzinfo=UTC)  # 15:00, 16:00


def case(code: str | None, wrote_at: datetime | None = None) -> Case:
    return Case("c", "K7RM-2QXD", WINTER, "en", safe_time=code, wrote_at=wrote_at)


# ── her hours ─────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("code", "now", "may", "then"),
    [
        (None, WINTER, True, WINTER),
        ("anytime", WINTER, True, WINTER),
        ("morning", WINTER, False, datetime(2026, 11, 23, 7, 0, tzinfo=UTC)),
        ("morning", SUMMER, False, datetime(2026, 7, 6, 6, 0, tzinfo=UTC)),
        ("morning", datetime(2026, 11, 22, 7, 0, tzinfo=UTC), True, datetime(2026, 11, 22, 7, 0, tzinfo=UTC)),
        ("morning", datetime(2026, 11, 22, 11, 0, tzinfo=UTC), False, datetime(2026, 11, 23, 7, 0, tzinfo=UTC)),
        ("afternoon", WINTER, True, WINTER),
        ("evening", WINTER, False, datetime(2026, 11, 22, 17, 0, tzinfo=UTC)),
        ("evening", datetime(2026, 11, 22, 20, 59, tzinfo=UTC), True, datetime(2026, 11, 22, 20, 59, tzinfo=UTC)),
        ("evening", datetime(2026, 11, 22, 21, 0, tzinfo=UTC), False, datetime(2026, 11, 23, 17, 0, tzinfo=UTC)),
        ("evening", datetime(2026, 3, 28, 22, 0, tzinfo=UTC), False, datetime(2026, 3, 29, 16, 0, tzinfo=UTC)),
        ("morning", datetime(2026, 10, 24, 21, 0, tzinfo=UTC), False, datetime(2026, 10, 25, 7, 0, tzinfo=UTC)),
        ("not_first", WINTER, False, None),
    ],
)
def test_her_hours_are_those_of_belgium_in_summer_and_in_winter(
    code: str | None, now: datetime, may: bool, then: datetime | None
) -> None:
    assert may_write(case(code), now) is may
    assert next_time(case(code), now) == then


@pytest.mark.parametrize("code", CODES)
def test_who_has_just_written_is_there_and_may_be_answered(code: str) -> None:
    assert may_write(case(code, WINTER - timedelta(minutes=29)), WINTER)
    quiet = may_write(case(code, WINTER - timedelta(minutes=31)), WINTER)
    assert quiet is (code in ("anytime", "afternoon"))


# ── what she types ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("evening", "evening"),
        ("'s avonds", "evening"),
        ("s’ avonds", "evening"),
        ("Le soir", "evening"),
        ("in de voormiddag", "morning"),
        ("l’après-midi", "afternoon"),
        ("n'importe quand", "anytime"),
        ("maakt niet uit", "anytime"),
        ("skip", "not_first"),
        ("hij komt vanavond naar huis", None),
        ("", None),
    ],
)
def test_a_time_is_heard_where_it_is_all_she_says(words: str, code: str | None) -> None:
    assert hears(words) == code


def test_no_words_mean_two_times() -> None:
    every = [words for code in CODES for words in SAID[code]]
    assert len(every) == len(set(every))


# ── she is asked ──────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("language", LANGUAGES)
def test_who_joins_the_line_while_nobody_is_there_is_asked_last_of_all(language: str) -> None:
    talk = waiting(language)
    asked = talk.heard[-1]
    assert [label for row in asked.buttons for label, _ in row] == [
        label(code, language, talk.house.say) for code in CODES
    ]
    assert asked.text.plain.count("?") == 1
    assert talk.case is not None
    assert talk.case.is_waiting


def test_who_is_answered_at_once_is_not_asked() -> None:
    talk = waiting(house=house(("helpline",)))
    assert not any(data.startswith("safe:") for data in talk.buttons.values())
    assert any(data.startswith("safe:") for data in waiting().buttons.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_her_choice_is_kept_and_confirmed_in_a_sentence(language: str, code: str) -> None:
    talk = waiting(language).picks(code)
    assert talk.case is not None
    assert talk.case.safe_time == code
    assert talk.case.is_waiting
    [confirmed] = talk.heard
    assert confirmed.text.plain.count(".") == 1
    assert talk.changes is not None
    [event, *more] = talk.changes.events
    assert event.kind == "safe_time_set"
    assert event.about == {"by": "contact"}  # when nobody else looks at her phone lies sealed, and nowhere else
    assert [one.about["scope"] for one in more] == ([] if code == "not_first" else ["contact_back"])


def test_she_may_choose_anew_with_the_same_buttons() -> None:
    talk = waiting()
    buttons = dict(talk.buttons)
    talk.picks("morning")
    talk.buttons = buttons
    assert talk.picks("evening").case is not None
    assert talk.case is not None
    assert talk.case.safe_time == "evening"


@pytest.mark.parametrize("words", ["evening", "'s avonds", "le soir"])
def test_her_own_words_are_an_answer_too(words: str) -> None:
    talk = waiting().types(words)
    assert talk.case is not None
    assert talk.case.safe_time == "evening"
    assert not talk.hers
    talk.types("evening")  # said once more, it is for the people who will read it
    assert talk.hers == ["evening"]


def test_other_words_are_for_the_people_and_the_question_stays_open() -> None:
    talk = waiting().types("he comes home this evening")
    assert talk.hers == ["he comes home this evening"]
    assert talk.case is not None
    assert talk.case.safe_time is None
    assert talk.types("in the morning").case is not None
    assert talk.case.safe_time == "morning"


def test_she_is_asked_once_and_not_at_every_wait() -> None:
    talk = waiting().types("cancel").types("/human").picks("yes")
    assert talk.case is not None
    if not talk.case.is_waiting:
        talk.picks("yes")
    assert talk.case.is_waiting
    assert not any(data.startswith("safe:") for one in talk.heard for row in one.buttons for _, data in row)


def pressed(talk: Talk, data: str) -> Talk:
    return talk.send("press", data=data, callback="c", message=5)


def test_a_button_of_another_case_or_a_made_up_one_changes_nothing() -> None:
    talk = waiting()
    real = next(data for data in talk.buttons.values() if data.endswith(":evening"))
    for data in (real.replace("evening", "always"), "safe:elsewhere:evening", "safe::"):
        assert pressed(talk, data).case is not None
        assert talk.case is not None
        assert talk.case.safe_time is None
    pressed(talk, real)
    assert talk.case.safe_time == "evening"


def test_while_one_of_the_staff_has_the_case_a_time_is_what_she_tells_her() -> None:
    talk = waiting().taken_over().types("evening")
    assert talk.hers == ["evening"]
    assert talk.case is not None
    assert talk.case.safe_time is None


def test_out_of_hours_nothing_false_is_said() -> None:
    talk = waiting()
    assert "someone is here now" not in talk.text
    assert "someone is here now" in waiting(house=house(("helpline",))).text


def test_in_hours_with_nobody_at_the_desk_nobody_is_said_to_be_there() -> None:
    home = house()
    open_now = Team.model_validate({"hours": dict.fromkeys(("mon", "sat", "sun"), "0:00-23:00")})
    talk = waiting(house=replace(home, directory=replace(home.directory, teams={"helpline": open_now})))
    assert "as soon as someone is at the desk" in talk.text
    assert "these people are there now" in talk.text
