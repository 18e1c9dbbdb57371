"""A talk that was saved holds while it goes the same way; another wording is told, and another way stops it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from pydantic import ValidationError

from flows.flow import Revision
from helpline.drafts import SavedTalk
from helpline.talks.expected import compare, expected
from helpline.talks.play import play
from helpline.talks.results import run_all
from helpline.talks.talk import AnyMove, Say, Talk
from tests.helpline.house import EVENING, MONDAY_MORNING, house
from tests.helpline.talks.talking import ADULT, WAITING, held, reworded, shipped


def saved(*moves: AnyMove, name: str = "an adult") -> SavedTalk:
    """Through JSON, as it is kept."""
    talk = Talk(at=MONDAY_MORNING, moves=moves)
    kept = json.loads(json.dumps(expected(play(talk, shipped(), house()))))
    return SavedTalk(name, name, json.loads(talk.model_dump_json()), kept, "e1", EVENING)


def state(revision: Revision, *moves: AnyMove) -> str:
    [result] = run_all([saved(*moves)], revision, house())
    assert result.passed == (result.difference.state in ("same", "words"))
    return result.difference.state


def test_it_holds_as_long_as_nothing_changed() -> None:
    assert state(shipped(), *WAITING) == "same"


def test_another_wording_is_told_and_it_holds() -> None:
    draft = reworded(shipped(), "triage.age", say="And how old are you?")
    [result] = run_all([saved(*ADULT)], draft, house())
    [other] = result.difference.others
    assert (result.passed, other.move, other.what) == (True, 2, "words")
    assert other.after == "And how old are you?"


def test_another_way_stops_it_and_says_from_where_on() -> None:
    draft = reworded(shipped(), "triage.institute", go="over")
    [result] = run_all([saved(*ADULT)], draft, house())
    assert not result.passed
    assert {one.move for one in result.difference.others} == {4}
    assert {"says", "place"} <= {one.what for one in result.difference.others}


def test_a_move_that_cannot_be_made_any_more_breaks_it() -> None:
    choices = [one for one in shipped().flows["triage"].to_plain()["steps"]["age"]["choices"] if one["key"] != "adult"]
    assert state(reworded(shipped(), "triage.age", choices=choices), *ADULT) == "broken"


def test_a_card_is_the_same_card_when_its_number_is_corrected() -> None:
    home, talk = house(), saved(*ADULT)
    entry = home.directory.entries["institute"].model_copy(update={"what": {"en": "Corrected.", "nl": "x", "fr": "x"}})
    book = replace(home.directory, entries={**home.directory.entries, "institute": entry})
    [result] = run_all([talk], shipped(), replace(home, directory=book))
    assert result.difference.state == "same"


@pytest.mark.parametrize("talk", [{"moves": "none"}, {}, {"at": "2026-11-23T09:30:00Z", "moves": [{"move": "fly"}]}])
def test_one_that_cannot_be_read_any_more_stops_nothing_but_itself(talk: dict[str, object]) -> None:
    broken = replace(saved(*ADULT), talk=talk)
    first, second = run_all([broken, saved(*ADULT)], shipped(), house())
    assert (first.difference.state, second.difference.state) == ("broken", "same")


def test_what_was_kept_in_another_shape_counts_as_changed() -> None:
    assert compare(["nonsense", 3], held(*ADULT[:1])).state == "changed"
    assert compare([], held()).state == "same"


def test_a_talk_in_which_more_is_typed_than_a_person_would_is_none() -> None:
    """Each letter is looked at for many things, and a hundred talks are played at every check."""
    with pytest.raises(ValidationError, match="characters are typed"):
        Talk(at=MONDAY_MORNING, moves=(Say(words="\ufdfa" * 4096),) * 5)
    assert Talk(at=MONDAY_MORNING, moves=(Say(words="\ufdfa" * 4096),) * 4)
