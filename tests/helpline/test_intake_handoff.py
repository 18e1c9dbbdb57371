"""A person is asked for: the queue, honest expectations, writing on meanwhile, and nobody talking over anybody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from helpline.contact import Words
from helpline.entries import Team
from tests.helpline.house import (
    LANGUAGES,
    MONDAY_MORNING,
    Talk,
    adult,
    at_links,
    before_keeping,
    greeted,
    house,
    waiting,
    waiting_with_links,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("every_engine")

WEEK = {"mon": "9:00-17:00", "tue": "9:00-17:00", "thu": "13:00-17:00", "fri": "9:00-12:00"}


def with_hours(now: datetime, staff: tuple[str, ...] = ()) -> Talk:
    """The same house, whose team keeps office hours and holidays."""
    home = house(staff)
    directory = replace(home.directory, teams={"helpline": Team.model_validate({"hours": WEEK})})
    return adult(now=now, house=replace(home, directory=directory)).types("/human").picks("yes")


def test_human_puts_the_case_into_the_queue_and_tells_staff_without_content() -> None:
    talk = waiting()
    assert talk.case is not None
    assert talk.case.is_waiting
    assert talk.case.holder.team == "helpline"
    assert talk.case.holder.token == 1
    assert talk.case.waiting_since == talk.now
    assert {one.scope for one in talk.case.consents} == {"keep", "handoff"}
    assert talk.alerts == ["waiting"]
    assert "handoff_queued" in talk.kinds


def test_the_flow_puts_the_reviewed_case_into_the_queue() -> None:
    talk = at_links().types("https://example.com/a").picks("done", "no", "no", "right", "yes", "yes")
    assert talk.case is not None
    assert talk.case.is_waiting
    assert talk.case.agreed("contact_back")
    assert talk.at == "-"


def test_a_no_to_the_person_puts_nothing_in_the_queue() -> None:
    talk = adult().types("/human").picks("no")
    assert talk.case is None
    assert not talk.alerts
    assert talk.at == "triage.situation"


@pytest.mark.parametrize(
    ("now", "staff", "said"),
    [
        (MONDAY_MORNING, ("helpline",), "someone is here now"),
        (MONDAY_MORNING, (), "until 17:00"),
        (datetime(2026, 11, 21, 20, 0, tzinfo=UTC), (), "on Monday, from 9:00 on"),
        (datetime(2026, 11, 23, 6, 0, tzinfo=UTC), (), "today, from 9:00 on"),
        (datetime(2026, 11, 23, 18, 0, tzinfo=UTC), (), "tomorrow, from 9:00 on"),
        (datetime(2026, 12, 24, 18, 0, tzinfo=UTC), (), "on Monday, from 9:00 on"),  # Christmas is a Friday
    ],
)
def test_she_is_told_honestly_when_someone_will_be_there(now: datetime, staff: tuple[str, ...], said: str) -> None:
    assert said in with_hours(now, staff).text


def test_while_nobody_is_there_the_lines_that_are_open_are_shown() -> None:
    assert "These people are there" not in with_hours(MONDAY_MORNING, ("helpline",)).text
    closed = with_hours(datetime(2026, 11, 21, 20, 0, tzinfo=UTC)).text
    assert "these people are there now" in closed
    assert "02 648 40 14" in closed
    assert "112" in closed


def test_where_no_hours_are_known_none_are_invented() -> None:
    assert "can't say exactly when" in waiting().text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_she_writes_while_waiting_joins_the_transcript_with_a_receipt_now_and_then(language: str) -> None:
    talk = waiting(language).types("he wrote again")
    assert talk.hers == ["he wrote again"]
    assert len(talk.heard) == 1
    assert "contact_wrote" in talk.kinds
    assert not talk.types("and again").heard
    assert talk.waits(minutes=11).types("and now").heard
    assert len(talk.hers) == 3


def test_the_numbers_and_the_pin_never_stand_in_the_transcript() -> None:
    talk = waiting().types("hello?")
    said = " ".join(line.words.plain for line in talk.transcript)
    assert "48151623" not in said
    assert "K7RM" not in said
    assert "in line" in said


def test_while_waiting_the_triage_does_not_restart() -> None:
    talk = waiting()
    for words in ("hello", "/start", "1", "yes", "It is online"):
        talk.types(words)
        assert talk.at == "-"
        assert talk.case is not None
        assert talk.case.is_waiting


def test_an_old_button_while_waiting_is_answered_silently() -> None:
    talk = adult()
    old = dict(talk.buttons)
    talk.types("/human").picks("yes")
    talk.buttons = old
    assert not talk.picks("online").heard
    assert talk.changes is not None
    assert talk.changes.answer == ""


@pytest.mark.parametrize("words", ["cancel", "Annuleer", "annuler", "laat maar"])
def test_she_may_leave_the_queue_in_words(words: str) -> None:
    talk = waiting().types("hello").types(words)
    assert talk.case is not None
    assert talk.case.holder.kind == "bot"
    assert talk.case.holder.token == 2
    assert "handoff_cancelled" in talk.kinds
    assert talk.case.waiting_since is None


def test_she_may_leave_the_queue_by_the_button() -> None:
    talk = waiting().types("hello").presses("I'd rather not wait")
    assert talk.case is not None
    assert not talk.case.is_waiting
    assert talk.types("hello").at == "welcome.back"


def test_a_link_under_standing_consent_is_kept_and_acknowledged_while_waiting() -> None:
    talk = waiting_with_links().types("now also on https://example.com/new")
    assert talk.case is not None
    assert len(talk.case.items) == 2
    assert "hxxps://example[.]com/new" in talk.text


def test_a_link_without_consent_is_cut_out_and_she_may_agree_and_send_it_again() -> None:
    talk = waiting().types("see https://example.com/canary")
    assert talk.hers == ["see [link]"]
    assert talk.case is not None
    assert not talk.case.items
    talk.presses("Yes, keep them").types("see https://example.com/canary")
    assert talk.case.items
    assert talk.case.agreed("links")
    assert talk.hers[-1].endswith("/canary")


def test_an_edit_while_waiting_is_a_line_of_its_own() -> None:
    talk = waiting().types("he is in Ghnt").send("edit", words=Words("he is in Ghent"))
    assert talk.hers[-1] == "✎ he is in Ghent"


# ── held by staff ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_bot_is_silent_while_staff_hold_the_case() -> None:
    talk = waiting_with_links().taken_over()
    for words in ("thank you", "hello?", "cancel", "https://example.com/2"):
        talk.types(words)
        assert not talk.heard
    assert len(talk.hers) == 4
    assert talk.case is not None
    assert talk.case.holder.kind == "staff"
    assert waiting_with_links().types("thank you").heard


def test_a_command_over_a_held_case_brings_no_prompt_of_the_talk_beneath() -> None:
    talk = before_keeping().picks("yes", "yes")
    assert talk.case is not None
    talk.types("/human").picks("yes")
    talk.taken_over().types("/privacy")
    assert talk.heard
    assert not any(one.cause == "prompt" for one in talk.heard)
    talk.types("thanks for reading")
    assert not talk.heard
    assert talk.hers == ["thanks for reading"]


def test_a_message_written_under_an_older_holder_shows_it() -> None:
    talk = waiting().types("hello")
    assert talk.heard[0].holder_token == 1
    talk.taken_over().types("/privacy")
    assert {one.holder_token for one in talk.heard} == {2}


# ── despair and danger ────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("language", "words", "number"), [
    ("nl", "ik wil niet meer leven", "1813"),
    ("fr", "je veux mourir", "0800 32 123"),
    ("en", "I want to kill myself", "02 648 40 14"),
])  # fmt: skip
def test_despairing_words_bring_the_line_of_her_language_and_the_talk_goes_on(
    language: str, words: str, number: str
) -> None:
    for talk in (Talk(language=language), greeted(language), before_keeping(language), at_links(language)):
        at = talk.at
        talk.types(words)
        assert number in talk.text
        assert "112" in talk.text
        assert talk.at == (at if at != "-" else "triage.language")
        assert talk.heard[-1].buttons
        assert not talk.alerts


def test_the_second_time_within_half_an_hour_it_is_shorter() -> None:
    talk = greeted().types("I want to die")
    full = len(talk.heard)
    talk.types("I want to die")
    assert "02 648 40 14" in talk.text
    assert len(talk.heard) < full
    assert len(talk.waits(minutes=31).types("I want to die").heard) == full


def test_staff_are_told_of_despair_only_where_she_agreed_to_a_person() -> None:
    assert not at_links().types("I want to die").alerts
    talk = waiting().types("I want to die")
    assert talk.alerts == ["waiting", "crisis"]
    assert talk.case is not None
    assert talk.case.urgency == "crisis"
    assert "02 648 40 14" in talk.text
    assert talk.hers == ["I want to die"]


def test_despair_heard_earlier_makes_a_later_handoff_urgent() -> None:
    talk = adult().types("I want to die", "/human").picks("yes")
    assert talk.case is not None
    assert talk.case.urgency == "crisis"


def test_danger_in_her_words_brings_the_numbers_before_anything_else() -> None:
    talk = before_keeping().types("he is at my door")
    assert talk.at == "danger.wait"
    assert "112" in talk.text
    assert talk.heard[0].cause == "alarm"
    held = waiting().types("he is at my door")
    assert held.alerts == ["waiting", "danger"]
    assert held.case is not None
    assert held.case.urgency == "danger"


def test_a_danger_opened_while_waiting_may_be_left_again() -> None:
    talk = waiting().types("he is at my door").picks("on")
    assert talk.at == "-"
    assert talk.case is not None
    assert talk.case.is_waiting
    assert talk.types("he left").hers[-1] == "he left"


def test_while_staff_hold_the_case_despair_reaches_them_and_nobody_talks_over_them() -> None:
    talk = waiting_with_links().taken_over().types("I want to die")
    assert talk.alerts[-1] == "crisis"
    assert talk.hers == ["I want to die"]
    assert not talk.heard
    assert talk.case is not None
    assert talk.case.numbers_by == talk.now + timedelta(minutes=3)


def test_while_staff_hold_the_case_danger_brings_the_numbers_at_once_in_one_line() -> None:
    talk = waiting_with_links().taken_over().types("he is at my door")
    assert talk.alerts[-1] == "danger"
    [line] = talk.heard
    assert "112" in line.text.plain
    assert line.cause == "alarm"


def test_despair_in_an_answer_does_not_lose_the_answer() -> None:
    talk = at_links().picks("done", "no", "yes").types("it began in May and I want to die")
    assert talk.case is not None
    assert "in May" in talk.case.words["story"]
    assert "02 648 40 14" in talk.text
    assert talk.at == "intake.impact"
    assert sum(one.cause == "prompt" for one in talk.heard) == 1
