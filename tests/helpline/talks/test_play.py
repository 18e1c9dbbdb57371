"""A talk tried out: who is there, what is open, what is refused, and what a draft that is broken makes of it."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from flows.flow import Revision
from helpline.talks.play import PAUSE
from helpline.talks.played import Played
from helpline.talks.talk import Jump, Media, Press, Refuse, Say, Staffed, Wait
from tests.helpline.house import EVENING, MONDAY_MORNING
from tests.helpline.talks.talking import ADULT, HELLO, WAITING, held, last, reworded, shipped, text, without

BOTH = {"age": "adult", "age_in_image": "adult"}


def test_it_says_where_she_stands_and_what_is_known() -> None:
    played = held(*ADULT)
    there = last(played)
    assert (there.place, dict(there.facts)) == ("triage.situation", {"for_whom": "self", **BOTH})
    assert [one.says or one.card for one in there.said] == [
        ("triage.institute.say",),
        "institute",
        ("triage.situation.say",),
    ]
    assert [one.key for one in played.exchanges[3].said[-1].buttons] == ["adult", "minor", "unsure", "unknown"]
    assert not there.consents
    assert not there.kept


def test_consents_effects_and_what_is_kept_are_told_as_they_come_to_be() -> None:
    there = last(held(*WAITING))
    assert there.consents == ("handoff", "keep")
    assert there.effects == ("Grant.given", "HandOff.queued", "alert.waiting")
    assert (there.holder, there.kept) == ("queue", ("transcript",))


def test_the_same_talk_goes_the_same_way_each_time() -> None:
    talk = (*WAITING, Say(words="somebody there?"), Say(words="/hide"), Say(words="K7RM-2QXD 48151623"))
    assert held(*talk) == held(*talk)
    assert "came_back" in last(held(*talk)).effects


def test_she_is_told_when_somebody_is_there_and_when_nobody_is() -> None:
    alone, helped = held(*WAITING), held(*WAITING, staffed=("helpline",))
    assert "You need not wait for us" in text(last(alone))
    assert "You need not wait for us" not in text(last(helped))
    later = held(*ADULT, Staffed(teams=("helpline",)), *WAITING[len(ADULT) :])
    assert text(last(later)) == text(last(helped))


@pytest.mark.parametrize(("open_", "says"), [(("institute",), "Open now"), ((), "Closed now"), (None, "Open now")])
def test_a_line_answers_as_the_talk_says_or_as_its_hours_do(open_: tuple[str, ...] | None, says: str) -> None:
    card = next(one for one in last(held(*ADULT, open=open_)).said if one.card == "institute")
    assert says in card.text
    assert "Hours: " in card.text  # what is told of its week stays true


def test_at_night_her_own_hours_hold_unless_the_talk_says_otherwise() -> None:
    by_hours, forced = held(*ADULT, at=EVENING), held(*ADULT, at=EVENING, open=("institute",))
    assert "Closed now" in text(last(by_hours))
    assert "Closed now" not in text(last(forced))


def test_a_house_with_people_of_child_focus_is_another_house() -> None:
    young = (*HELLO, Press(place="triage.for_whom", key="self"), Press(place="triage.age", key="minor"))
    alone, together = last(held(*young)), last(held(*young, teams=("helpline", "child_focus")))
    assert alone.place != together.place
    assert together.place == "young.agree"


# ── refused, jumped, waited ───────────────────────────────────────────────────────────────────────────────────────
def test_a_refusal_holds_for_what_is_asked_next_and_for_no_more() -> None:
    kept = Jump(place="intake.links", facts=BOTH, consents=("keep", "links"))
    link = Say(words="https://example.com/a")
    refused, taken = held(kept, Refuse(), link, link).exchanges[2:]
    assert (refused.effects, refused.kept) == (("KeepLinks.refused",), ())
    assert (taken.effects, taken.kept) == (("KeepLinks.kept",), ("link",))


def test_straight_to_a_step_of_a_flow_that_another_one_calls_she_goes_on_in_that_one() -> None:
    played = held(
        Jump(place="hashes.hash", facts=BOTH, consents=("keep", "hashes")), Press(place="hashes.hash", key="done")
    )
    assert played.exchanges[0].place == "hashes.hash"
    assert (last(played).place or "").startswith("intake.")


def test_straight_to_a_step_nothing_is_known_but_what_is_said() -> None:
    there = last(held(*WAITING, Jump(place="triage.age")))
    assert (there.place, dict(there.facts), there.consents, there.holder) == ("triage.age", {}, (), None)


def test_no_promise_is_set_aside_by_a_jump() -> None:
    """Consents of somebody who is under 18 stand nowhere, however she came there."""
    there = last(
        held(
            Jump(place="intake.links", facts={"age": "minor"}, consents=("keep", "links")), Say(words="https://x.be/a")
        )
    )
    assert not there.kept
    assert not there.consents


def test_after_an_idle_hour_nothing_is_known_of_her_any_more() -> None:
    forgotten, there = held(*ADULT, Wait(minutes=70), Say(words="hello")).exchanges[-2:]
    assert forgotten.effects == ("session_forgotten",)
    assert there.place == "triage.language"
    assert dict(there.facts) == {}


def test_time_goes_on_by_a_little_with_each_move_and_by_as_much_as_is_said() -> None:
    played = held(*HELLO, Wait(minutes=30), Media())
    assert last(played).at == MONDAY_MORNING + 3 * PAUSE + timedelta(minutes=30)
    assert "hers_deleted" in last(played).effects


# ── what goes from the chat ───────────────────────────────────────────────────────────────────────────────────────
def gone(played: Played) -> list[tuple[str, int]]:
    """Which of our messages went, and at which move."""
    return [(one.text, one.gone) for each in played.exchanges for one in each.said if one.gone is not None]


def test_number_and_pin_go_from_the_chat_after_ten_minutes_and_with_them_their_button() -> None:
    written = Press(place="house.pin", key="written")
    nine, ten = held(*WAITING, Wait(minutes=9)), held(*WAITING, Wait(minutes=10), written)
    assert gone(nine) == []
    number, pin = gone(ten)
    assert (number[0].startswith("Your number: K7RM"), pin[0].startswith("Your PIN: 4815")) == (True, True)
    assert (number[1], pin[1]) == (len(WAITING) + 1, len(WAITING) + 1)
    assert [one.trouble for one in ten.exchanges[-2:]] == [None, "no_button"]


def test_who_has_written_them_down_takes_both_out_at_once() -> None:
    played = held(*WAITING, Press(place="house.pin", key="written"))
    assert [move for _, move in gone(played)] == [len(WAITING) + 1] * 2
    assert last(played).trouble is None


def test_a_chat_that_is_emptied_is_empty_but_for_the_last_words_and_what_is_too_old_stays() -> None:
    played = held(*WAITING, Say(words="/hide"))
    assert all(one.gone == len(WAITING) + 1 for each in played.exchanges[:-1] for one in each.bubbles)
    assert all(one.gone is None for one in last(played).said)
    late = held(*WAITING, Wait(minutes=49 * 60), Say(words="/hide"))
    assert {move for _, move in gone(late)} == {len(WAITING) + 1}  # number and PIN alone, long before


def test_a_number_and_a_pin_that_she_types_go_and_what_was_said_of_them_once_she_is_back() -> None:
    played = held(*WAITING, Say(words="/hide"), Say(words="K7RM-2QXD 48151624"), Say(words="K7RM-2QXD 48151623"))
    wrong, right = played.exchanges[-2:]
    assert [one.gone for one in wrong.bubbles] == [len(WAITING) + 2, len(WAITING) + 3]
    assert right.bubbles[0].gone == len(WAITING) + 3
    assert {one.gone for one in right.said} == {None}


def test_the_same_house_makes_who_guesses_wait() -> None:
    wrong, right = Say(words="K7RM-2QXD 48151624"), Say(words="K7RM-2QXD 48151623")
    soon = held(*WAITING, Say(words="/hide"), *[wrong] * 5, right)
    assert "That was tried too often" in text(last(soon))
    assert "came_back" in last(held(*WAITING, Say(words="/hide"), *[wrong] * 4, right)).effects
    assert "came_back" in last(held(*WAITING, Say(words="/hide"), *[wrong] * 5, Wait(minutes=12), right)).effects


# ── what cannot be ────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_button_that_is_not_on_her_screen_cannot_be_pressed_and_the_talk_goes_on() -> None:
    played = held(Say(words="hi"), Press(place="triage.age", key="adult"), Press(place="triage.language", key="fr"))
    assert [one.trouble for one in played.exchanges] == [None, "no_button", None]
    assert last(played).language == "fr"


def test_an_old_button_higher_up_can() -> None:
    there = last(held(*ADULT, Press(place="triage.age", key="minor")))
    assert there.trouble is None
    assert "child_focus" in {one.card for one in there.said}


def test_a_draft_with_a_hole_in_it_shows_where_it_goes_wrong_and_nothing_breaks() -> None:
    draft = without(shipped(), "human")
    played = held(*ADULT, Say(words="/human"), Press(place="triage.situation", key="enough"), revision=draft)
    assert [one.trouble for one in played.exchanges[-2:]] == ["failed", None]
    assert held(Say(words="hi"), revision=without(draft, "triage")).exchanges[0].trouble == "failed"
    assert held(Jump(place="nowhere.at_all")).exchanges[0].trouble == "no_step"


def test_what_an_editor_changed_is_what_is_said() -> None:
    draft = reworded(shipped(), "triage.age", say="Another question?")
    assert "Another question?" in text(
        held(*HELLO, Press(place="triage.for_whom", key="self"), revision=draft).exchanges[-1]
    )


def test_ten_moves_are_played_in_a_few_milliseconds() -> None:
    talk = (*WAITING, Say(words="a word"), Say(words="another"), Say(words="/hide"))
    held(*talk)
    begun = time.process_time()
    for _ in range(20):
        held(*talk)
    assert (time.process_time() - begun) / 20 < 0.02


def test_a_draft_that_was_never_published_is_played_like_any_other() -> None:
    draft = reworded(shipped(), "triage.age", say="How old?")
    unnumbered = Revision(0, draft.flows, draft.texts, draft.languages)
    assert held(*WAITING, revision=unnumbered) == held(*WAITING, revision=draft)
