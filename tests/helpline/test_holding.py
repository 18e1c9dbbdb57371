"""Time passes while people have her case: nobody answered in time, or despair waited too long."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from helpline.entries import Team
from helpline.holding import WHEN_DUE
from tests.helpline.clockwork import DESPAIR, LINE, answered, passes, said
from tests.helpline.deskwork import in_line, with_ann
from tests.helpline.house import LANGUAGES


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
