"""A draft is looked at as a whole: what is wrong and where, which promise would break and how, which talks differ."""

from __future__ import annotations

import time
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from flows.draft import content_of, read
from haven.premises import DIRECTORY, library
from helpline import directory
from helpline.checking import Found, Report, check_content
from helpline.drafts import SavedTalk
from helpline.errors import Superseded
from helpline.talks.expected import expected
from helpline.talks.play import play
from helpline.talks.talk import Jump, Press, Talk
from tests.drills.edited_flows import small
from tests.flows.large import enlarged
from tests.helpline.house import house

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
Plain = dict[str, Any]


@cache
def book() -> directory.Directory:
    return directory.load(DIRECTORY)


@cache
def _shipped() -> Plain:
    return content_of(library(("en", "nl", "fr")))


def shipped() -> Plain:
    return deepcopy(_shipped())


def checked(content: Plain, *talks: SavedTalk) -> Report:
    return check_content(content, book(), NOW, talks, house=house())


def step(content: Plain, place: str) -> Plain:
    flow, _, key = place.partition(".")
    found: Plain = content["flows"][flow]["steps"][key]
    return found


def at(report: Report, place: str) -> list[Found]:
    return [one for one in report.issues if f"{one.flow}.{one.step}" == place]


# ── what is said ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_of_what_ships_nothing_is_to_be_said() -> None:
    report = checked(shipped())
    assert (report.issues, report.refuted, report.talks) == ((), (), ())
    assert report.keeps_every_promise


def test_a_word_nobody_may_hear_is_found_at_its_text_and_a_talk_leads_there() -> None:
    content = shipped()
    content["translations"]["nl"]["triage.age.say"] = "Hoe oud ben je? En waarom heb je dat gedaan?"
    report = checked(content)
    found = at(report, "triage.age")
    assert {(one.level, one.field, one.language, one.code) for one in found} == {("error", "say", "nl", "wording")}
    assert all(one.talk is not None and one.talk.moves[-1] != one.talk.moves[0] for one in found)
    assert report.refuted == ()  # said once, where it stands
    assert not report.keeps_every_promise


def test_a_text_without_its_translation_is_an_error_and_one_whose_english_changed_a_warning() -> None:
    content = shipped()
    del content["translations"]["fr"]["triage.age.say"]
    content["made_from"]["nl"]["triage.age.say"] = "How old were you?"
    found = at(checked(content), "triage.age")
    assert [(one.level, one.language, one.code) for one in found] == [
        ("error", "fr", "wording"),
        ("warning", "nl", "outdated"),
    ]
    assert not at(checked(shipped()), "triage.age")


def test_a_draft_that_cannot_be_read_says_where_and_is_not_proved() -> None:
    content = shipped()
    step(content, "triage.age")["choices"][0]["go"] = "nowhere"
    (found,) = checked(content).errors
    assert (found.flow, found.step, found.code) == ("triage", "age", "unreadable")
    assert "nowhere" in found.message


@pytest.mark.parametrize("nonsense", [{}, {"flows": 7}, {"languages": [], "flows": {}, "translations": {}}])
def test_nonsense_is_a_mistake_and_no_failure(nonsense: Plain) -> None:
    assert check_content(nonsense, book(), NOW).errors


def test_notes_of_earlier_english_may_be_nonsense_too() -> None:
    assert checked(shipped() | {"made_from": {"nl": 7, "fr": {"nowhere": "x"}, "de": {}}}).issues == ()


# ── a promise that breaks ─────────────────────────────────────────────────────────────────────────────────────────
def minor_to_the_links() -> Plain:
    content = shipped()
    step(content, "intake.gate")["go"] = "links"
    choice = next(one for one in step(content, "triage.age")["choices"] if one["key"] == "minor")
    choice["go"] = "more_links"
    content["flows"]["triage"]["steps"]["more_links"] = {"type": "call", "flow": "intake", "go": "over"}
    return content


def test_a_minor_led_to_the_links_is_refused_and_the_talk_goes_there_in_the_house_itself() -> None:
    content = minor_to_the_links()
    report = checked(content)
    shown = next(one for one in report.refuted if (one.promise, one.step) == ("P1", "links"))
    assert "contact presses ‘Under 18’" in shown.conversation
    assert shown.talk is not None
    assert Press(place="triage.age", key="minor") in shown.talk.moves
    revision = read(content, 1).revision
    assert revision is not None
    assert play(shown.talk, revision, house()).exchanges[-1].place == "intake.links"


def test_every_refutation_of_the_library_can_be_held_in_the_house() -> None:
    content = minor_to_the_links()
    step(content, "intake.keep")["no"]["go"] = "hashes"
    revision = read(content, 1).revision
    assert revision is not None
    told = [one for one in checked(content).refuted if one.talk is not None]
    assert len(told) > 5
    for one in told:
        assert one.talk is not None
        assert not play(one.talk, revision, house()).trouble, one
    assert any(not isinstance(one.talk.moves[0], Jump) for one in told if one.talk)


# ── saved talks ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_saved_talks_are_held_and_one_that_goes_otherwise_is_told() -> None:
    talk = Talk(at=NOW, moves=(Press(place="triage.language", key="nl"), Jump(place="triage.age")))
    revision = read(shipped(), 1).revision
    assert revision is not None
    saved = SavedTalk(
        "1", "her age", talk.model_dump(mode="json"), expected(play(talk, revision, house())), "anna", NOW
    )
    assert [one.passed for one in checked(shipped(), saved).talks] == [True]
    content = shipped()
    step(content, "triage.age")["choices"].pop()
    assert [one.passed for one in checked(content, saved).talks] == [False]


# ── in time ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_check_that_nobody_waits_for_stops() -> None:
    asked, content = iter([False, False, True]), shipped()
    # What is checked twice in a process of tests is looked at once.
    step(content, "triage.age")["say"] = "How old are you? Nobody was asked like this before."
    with pytest.raises(Superseded):
        check_content(content, book(), NOW, stop=lambda: next(asked))
    assert list(asked) == []


def seconds(content: Plain) -> float:
    """Of the processor, at best: others work beside us."""
    took = []
    for _ in range(3):
        begun = time.process_time()
        assert check_content(content, book(), NOW).keeps_every_promise
        took.append(time.process_time() - begun)
    return min(took)


def test_no_check_takes_many_times_what_it_took_when_it_was_measured() -> None:
    """0.2 s for the library and 0.6 s for 500 steps in three languages, of a processor that had nothing else to do."""
    assert seconds(shipped()) < 0.9
    large = enlarged(shipped(), 308)
    assert sum(len(flow["steps"]) for flow in large["flows"].values()) >= 500
    assert seconds(large) < 2


def test_a_small_helpline_is_checked_as_one_types() -> None:
    assert seconds(small()) < 0.1
