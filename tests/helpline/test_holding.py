"""Time passes while people have her case: nobody answered, despair waited too long, her safe hour came."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from helpline.entries import Team
from helpline.holding import WHEN_DUE
from helpline.ports import Changes, Loaded, Outgoing
from tests.helpline.deskwork import Desk, in_line, with_ann
from tests.helpline.house import LANGUAGES

#: Sunday 22 November, 15:00 in Brussels.
AFTERNOON = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
BESIDE_STAFF = {"alarm", "pin", "goodbye", "staff", "notice"}


def passes(desk: Desk, why: str) -> Changes:
    """A chore looks at the case; what it decides becomes so."""
    made = WHEN_DUE[why](desk.loaded, desk.talk.now, desk.talk.house)
    talk = desk.talk
    if talk.locked:
        talk.hidden = made.case
    else:
        talk.session, talk.case = made.session, made.case
    talk.buttons = {label: data for one in made.outgoing for row in one.buttons for label, data in row} or talk.buttons
    desk.sent += () if made.keep_back else made.outgoing
    return made


def said(outgoing: tuple[Outgoing, ...]) -> str:
    return "\n".join(one.text.plain for one in outgoing)


def answered(desk: Desk, text: str = "I am here") -> Desk:
    desk.does("ann", verb="reply", id=f"reply-{len(desk.tokens):012}", text=text)
    return desk


# ── the clock ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_her_words_start_the_clock_once_and_an_answer_stops_it() -> None:
    desk = answered(with_ann())
    assert desk.case.answer_by is None
    began = desk.talk.now
    desk.talk.types("he wrote again").waits(minutes=5).types("are you there?")
    assert desk.case.answer_by == began + timedelta(minutes=15)
    assert desk.case.wrote == 2
    assert desk.case.wrote_at == desk.talk.now
    assert answered(desk).case.answer_by is None


def test_a_team_sets_its_own_limit() -> None:
    desk = answered(with_ann())
    home = desk.talk.house
    quick = {**home.directory.teams, "helpline": Team(answer_within=4)}
    desk.talk.house = replace(home, directory=replace(home.directory, teams=quick))
    desk.talk.types("hello?")
    assert desk.case.answer_by == desk.talk.now + timedelta(minutes=4)


def test_words_in_line_are_counted_and_start_no_clock() -> None:
    desk = in_line()
    desk.talk.types("hello?")
    assert desk.case.wrote == 1
    assert desk.case.answer_by is None


# ── nobody answered in time ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("language", LANGUAGES)
def test_who_waits_too_long_is_in_line_again_and_told_the_truth(language: str) -> None:
    desk = answered(with_ann(language))
    wrote = desk.talk.now
    desk.talk.types("he wrote again").waits(minutes=15)
    token = desk.case.holder.token
    made = passes(desk, "lapse")
    assert desk.case.is_waiting
    assert desk.case.holder.team == "helpline"
    assert desk.case.holder.token == token + 1
    assert desk.case.waiting_since == wrote
    assert desk.case.answer_by is None
    assert made.alerts == ("lapsed",)
    [event] = made.events
    assert event.kind == "hold_lapsed"
    assert event.about == {"staff": "ann", "team": "helpline"}
    assert "112" in said(made.outgoing)
    assert [one.cause for one in made.outgoing] == ["notice"]
    assert made.outgoing[0].holder_token == token + 1
    assert [line.by for line in made.transcript] == ["bot"]


def test_a_takeover_without_a_first_word_counts_as_well() -> None:
    desk = with_ann()
    taken = desk.talk.now
    desk.talk.waits(minutes=15)
    passes(desk, "lapse")
    assert desk.case.is_waiting
    assert desk.case.waiting_since == taken


def test_whoever_owes_no_answer_keeps_the_case() -> None:
    desk = answered(with_ann())
    desk.talk.waits(hours=9)
    made = passes(desk, "lapse")
    assert desk.case.holder.staff == "ann"
    assert [*made.outgoing, *made.events, *made.alerts] == []


@pytest.mark.parametrize("let_go", ["answer", "hand_back", "release", "close", "transfer", "stop"])
def test_a_chore_that_comes_a_moment_too_late_does_nothing(let_go: str) -> None:
    desk = answered(with_ann())
    desk.talk.types("hello?").waits(minutes=15)
    late = replace(desk.case)
    acts: dict[str, Callable[[], object]] = {
        "answer": lambda: answered(desk),
        "hand_back": lambda: desk.does("ann", verb="hand_back", to="rest"),
        "release": lambda: desk.does("ann", verb="release"),
        "close": lambda: desk.does("ann", verb="close", outcome="helped"),
        "transfer": lambda: desk.does("ann", verb="transfer", staff="bea"),
        "stop": lambda: desk.talk.types("/stop"),
    }
    acts[let_go]()
    before = desk.case
    assert before.answer_by is None or before.answer_by > desk.talk.now
    made = passes(desk, "lapse")
    assert made.case == before
    assert [*made.outgoing, *made.events, *made.alerts] == []
    desk.talk.case = late
    assert passes(desk, "lapse").events  # it would have, had she not been answered


def test_whoever_did_not_answer_is_not_said_to_be_there() -> None:
    desk = answered(with_ann())
    desk.talk.types("hello?").waits(minutes=15)
    assert "someone is here now" in said(WHEN_DUE["lapse"](desk.loaded, desk.talk.now, desk.talk.house).outgoing)
    desk.talk.house = replace(desk.talk.house, here=frozenset({"ann"}))
    assert "someone is here now" not in said(passes(desk, "lapse").outgoing)


def test_out_of_hours_she_is_asked_then_when_it_is_safe() -> None:
    desk = answered(with_ann())
    desk.talk.types("hello?").waits(minutes=15)
    desk.talk.house = replace(desk.talk.house, here=frozenset())
    made = passes(desk, "lapse")
    assert "safe" in said(made.outgoing)
    assert len(made.outgoing[-1].buttons) > 1


# ── despair and danger ────────────────────────────────────────────────────────────────────────────────────────────
DESPAIR = {"nl": "ik wil niet meer leven", "fr": "je veux mourir", "en": "I want to kill myself"}
LINE = {"nl": "1813", "fr": "0800 32 123", "en": "02 648 40 14"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_despair_nobody_answers_within_three_minutes_brings_the_numbers(language: str) -> None:
    desk = answered(with_ann(language))
    desk.talk.types(DESPAIR[language])
    assert not desk.talk.heard
    assert desk.talk.alerts[-1] == "crisis"
    assert desk.case.urgency == "crisis"
    assert desk.case.numbers_by == desk.talk.now + timedelta(minutes=3)
    assert not passes(desk, "numbers").outgoing
    made = passes(desk.talk.waits(minutes=3) and desk, "numbers")
    [line] = made.outgoing
    assert LINE[language] in line.text.plain
    assert line.cause == "alarm"
    assert line.holder_token is None
    assert made.alerts == ("crisis",)
    assert [event.kind for event in made.events] == ["numbers_sent"]
    assert desk.case.holder.staff == "ann"
    assert not passes(desk, "numbers").outgoing


def test_an_answer_in_time_leaves_it_to_the_person() -> None:
    desk = answered(with_ann())
    desk.talk.types(DESPAIR["en"]).waits(minutes=2)
    answered(desk, "I am with you. Are you safe?").talk.waits(minutes=2)
    assert not passes(desk, "numbers").outgoing


def test_more_despair_does_not_put_the_numbers_off() -> None:
    desk = answered(with_ann())
    due = desk.talk.types(DESPAIR["en"]).now + timedelta(minutes=3)
    desk.talk.waits(minutes=2).types("I want to die")
    assert desk.case.numbers_by == due


def test_danger_brings_the_emergency_numbers_at_once_and_no_later_ones() -> None:
    desk = answered(with_ann())
    desk.talk.types("he is at my door with a knife, I want to die")
    assert desk.talk.alerts[-2:] == ["danger", "crisis"]
    [line] = desk.talk.heard
    assert line.cause == "alarm"
    assert "112" in line.text.plain
    assert LINE["en"] in line.text.plain
    assert desk.case.numbers_by is None


def test_a_lapse_brings_the_numbers_with_it() -> None:
    desk = answered(with_ann())
    desk.talk.types(DESPAIR["en"]).waits(minutes=15)
    assert LINE["en"] in said(passes(desk, "lapse").outgoing)
    assert not passes(desk, "numbers").outgoing


# ── silence beside staff ──────────────────────────────────────────────────────────────────────────────────────────
TYPED = (
    "hello", "ok thanks", "yes", "1", "cancel", "evening", "https://example.com/1", "he is at my door", "I want to die",
    "what now?", "back", "parlez-vous français ?", "/human", "human", "/privacy", "/help",
)  # fmt: skip


@pytest.mark.parametrize("words", TYPED)
def test_while_staff_have_the_case_the_house_talks_over_nobody(words: str) -> None:
    desk = answered(with_ann())
    desk.talk.types(words)
    assert {one.cause for one in desk.talk.heard} <= BESIDE_STAFF
    assert desk.case.holder.staff == "ann"


def test_only_a_command_is_answered_and_human_says_that_a_person_is_here() -> None:
    desk = answered(with_ann())
    spoken = {words for words in TYPED if desk.talk.types(words).heard}
    assert spoken == {"he is at my door", "/human", "human", "/privacy", "/help"}
    assert "A person is with you" in desk.talk.types("/human").text


def test_pictures_and_edits_beside_staff_are_no_chatter() -> None:
    desk = answered(with_ann())
    desk.talk.send("media", message=7)
    assert {one.cause for one in desk.talk.heard} == {"notice"}
    assert desk.talk.changes is not None
    assert desk.talk.changes.delete == (7,)


# ── she takes it back ─────────────────────────────────────────────────────────────────────────────────────────────
def test_to_stop_while_staff_have_the_case_ends_it_and_they_hear_of_it() -> None:
    desk = answered(with_ann())
    desk.talk.types(DESPAIR["en"], "/stop")
    assert desk.case.holder.kind == "bot"
    assert desk.talk.alerts[-1] == "recalled"
    assert (desk.case.answer_by, desk.case.numbers_by) == (None, None)


def test_to_delete_while_staff_have_the_case_takes_it_from_them() -> None:
    desk = answered(with_ann())
    desk.talk.types("/delete").picks("yes")
    assert desk.talk.case is None
    assert desk.talk.alerts[-1] == "recalled"


def test_a_hidden_chat_stays_with_who_had_it_and_no_clock_runs() -> None:
    desk = answered(with_ann())
    desk.talk.types(DESPAIR["en"], "/hide")
    hidden = desk.talk.hidden
    assert hidden is not None
    assert hidden.holder.staff == "ann"
    assert (hidden.answer_by, hidden.numbers_by) == (None, None)


def test_into_a_hidden_chat_nothing_is_said_by_the_clock() -> None:
    desk = answered(with_ann())
    desk.talk.types("hello?").waits(minutes=15)
    case = replace(desk.case, numbers_by=desk.talk.now)
    for why in ("lapse", "numbers"):
        made = WHEN_DUE[why](Loaded(desk.talk.contact, None, case, True), desk.talk.now, desk.talk.house)
        assert not made.outgoing
        assert made.alerts
        assert WHEN_DUE[why](Loaded(desk.talk.contact, None, case), desk.talk.now, desk.talk.house).outgoing


def test_a_closed_case_is_the_bots_and_the_word_human_opens_it_again() -> None:
    desk = with_ann()
    desk.does("ann", verb="close", outcome="helped")
    assert desk.talk.types("hello").at == "welcome.back"
    desk.talk.types("/human").picks("yes")
    assert desk.case.state == "open"
    assert desk.case.is_waiting


# ── her safe hour ─────────────────────────────────────────────────────────────────────────────────────────────────
def with_safe_evening() -> Desk:
    desk = in_line(now=AFTERNOON - timedelta(hours=2))
    desk.talk.case = replace(desk.case, safe_time="evening")
    desk.talk.now = AFTERNOON
    return desk


def test_what_waits_goes_out_when_her_hour_begins_and_not_before() -> None:
    desk = with_safe_evening()
    made = desk.does("ann", verb="take_over")
    assert made.keep_back
    assert made.keep_back_until == datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    early = passes(desk, "give_out")
    assert not early.give_out
    assert early.keep_back_until == made.keep_back_until
    desk.talk.now = made.keep_back_until
    assert passes(desk, "give_out").give_out


def test_a_lapse_outside_her_hour_is_told_within_it() -> None:
    desk = with_safe_evening()
    desk.does("ann", verb="take_over")
    desk.talk.waits(minutes=15)
    made = passes(desk, "lapse")
    assert made.keep_back
    assert made.keep_back_until == datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    assert "in line again" in said(made.outgoing)
    assert "as soon as" not in said(made.outgoing)


def test_when_she_writes_herself_what_waits_comes_first() -> None:
    desk = with_safe_evening()
    desk.does("ann", verb="take_over")
    desk.talk.types("is anyone there?")
    assert desk.talk.changes is not None
    assert desk.talk.changes.give_out


@pytest.mark.parametrize("words", ["/hide", "/stop", "/delete"])
def test_who_leaves_is_sent_nothing_that_waited(words: str) -> None:
    desk = with_safe_evening()
    desk.does("ann", verb="take_over")
    desk.talk.types(words)
    if words == "/delete":
        desk.talk.picks("yes")
    assert desk.talk.changes is not None
    assert not desk.talk.changes.give_out


def test_behind_a_pin_or_a_block_what_waits_waits_on() -> None:
    desk = with_safe_evening()
    desk.does("ann", verb="take_over")
    desk.talk.now = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    assert desk.talk.contact is not None
    blocked = replace(desk.talk.contact, blocked=True)
    for loaded in (Loaded(desk.talk.contact, None, desk.case, True), Loaded(blocked, None, desk.case)):
        made = WHEN_DUE["give_out"](loaded, desk.talk.now, desk.talk.house)
        assert not made.give_out
        assert (made.keep_back, made.keep_back_until) == (True, None)
    assert passes(desk, "give_out").give_out
