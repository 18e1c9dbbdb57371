"""What breaks a promise is told as a talk that can be held: pressed and typed as told, it comes to the step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from helpline.proof.moves import AGES, BEGIN, TYPED, WORDS
from helpline.proof.replay import Replay
from helpline.safety import Refuted
from helpline.talks.talk import Jump, Press, Refuse, Say, Wait
from tests.helpline.promises.test_promises import DIRECTORY, NOW, cases, refuted, revision


@pytest.mark.parametrize(("promise", "case"), cases("refuted")[::6])
def test_every_refutation_comes_with_a_talk_that_comes_there(
    tmp_path: Path, promise: str, case: dict[str, Any]
) -> None:
    for one in refuted(tmp_path, case):
        if one.place is None:
            assert one.talk is None
            continue
        assert one.talk is not None
        held = Replay(revision(tmp_path, case), DIRECTORY, one.talk).run()
        assert one.place in {point.place for point in held.points}, one
        assert one.conversation or isinstance(one.moves[0], Jump)


def found(folder: Path, promise: str, place: str, **changes: Any) -> Refuted:
    every = refuted(folder, {"set": {key.replace("__", "."): value for key, value in changes.items()}})
    return next(one for one in every if one.promise == promise and str(one.place) == place)


def test_she_presses_by_place_and_key(tmp_path: Path) -> None:
    one = found(tmp_path, "P2", "triage.links", triage__links_agree__no__go="links")
    assert one.talk is not None
    assert one.talk.at == NOW
    assert one.moves[0] == Say(words=BEGIN)
    assert one.moves[1:3] == (
        Press(place="triage.language", key="en"),
        Press(place="triage.for_whom", key="self"),
    )
    assert one.moves[-1] == Press(place="triage.links_agree", key="no")


def test_a_word_is_typed_as_a_command(tmp_path: Path) -> None:
    one = found(tmp_path, "P6", "danger.wait", danger__numbers__cards=["police"])
    assert one.moves == (Say(words=BEGIN), Say(words=WORDS["danger"]))


def test_what_she_lets_be_known_is_said_in_her_words(tmp_path: Path) -> None:
    one = found(tmp_path, "P7", "minor.bye", minor__card__cards=["police"])
    assert one.moves == (Say(words=BEGIN), Say(words=AGES["age", "minor"]))


def test_she_comes_back_another_day(tmp_path: Path) -> None:
    one = found(tmp_path, "P4", "welcome.bye", welcome__bye__say="Bye.")
    assert any(isinstance(move, Wait) for move in one.moves)


def test_what_the_helpline_refuses_is_refused(tmp_path: Path) -> None:
    case = {"triage__story__refused": "links", "triage__links_agree__no__go": "words_agree"}
    one = found(tmp_path, "P2", "triage.links", **case)
    at = one.moves.index(Refuse())
    assert one.moves[at + 1] == Say(words=TYPED["ask"])


#: A button of the languages that unsays her age, as no button should; and a question asked of everyone, which the
#: proof, leaving open what was said of the situation, takes to be asked of some.
UNSAID = {
    "set": {"languages.choose.choices.0.sets": {"age": "unknown"}, "triage.situation.choices.0.go": "sort"},
    "add": {
        "triage.sort": {"type": "branch", "cases": [{"when": {"situation": "online"}, "go": "more"}], "go": "keep"},
        "triage.more": {"type": "choose", "say": "More?", "choices": [{"key": "on", "label": "Go on", "go": "keep"}]},
    },
}


def test_a_flow_aside_that_changed_what_is_known_is_told_where_a_closer_look_was_needed(tmp_path: Path) -> None:
    one = next(one for one in refuted(tmp_path, UNSAID) if str(one.place) == "triage.keep")
    assert one.promise == "P1"
    assert "contact writes ‘language’ and answers there" in one.conversation
    assert Press(place="languages.choose", key="en") in one.moves
    assert Press(place="triage.more", key="on") in one.moves
    assert one.talk is not None
    *_, last = Replay(revision(tmp_path, UNSAID), DIRECTORY, one.talk).run().points
    assert (last.place, last.facts["age"]) == (one.place, "unknown")


#: Whoever does not want a person comes to one without consent, but for a case that holds for everybody.
NEVER = {
    "set": {"triage.share.no.go": "sort", "triage.hand.refused": "share"},
    "add": {"triage.sort": {"type": "branch", "cases": [{"when": {"situation": "online"}, "go": "bye"}], "go": "hand"}},
}


def test_where_no_talk_shows_what_is_broken_none_is_told_that_only_comes_there(tmp_path: Path) -> None:
    (one,) = refuted(tmp_path, NEVER)
    assert (one.promise, str(one.place)) == ("P2", "triage.hand")
    (jump,) = one.moves
    assert isinstance(jump, Jump)
    assert jump.consents == ("keep",)  # she comes there by herself too, but then she has agreed to a person


def test_a_step_that_nobody_comes_to_is_where_the_talk_begins(tmp_path: Path) -> None:
    add = {"triage.alone": {"type": "end", "say": "Call 0800 12 345."}}
    one = next(one for one in refuted(tmp_path, {"add": add}) if one.promise == "P8")
    assert one.conversation == ()
    assert one.moves == (Jump(place="triage.alone"),)


def test_a_talk_that_leaves_out_what_she_did_comes_to_nothing(tmp_path: Path) -> None:
    """The control: that it comes there is no accident."""
    one = found(tmp_path, "P2", "triage.links", triage__links_agree__no__go="links")
    assert one.talk is not None
    cut = one.talk.model_copy(update={"moves": one.moves[:-1]})
    known = revision(tmp_path, {"set": {"triage.links_agree.no.go": "links"}})
    assert one.place not in {point.place for point in Replay(known, DIRECTORY, cut).run().points}
