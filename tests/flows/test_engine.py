"""Whole talks with the engine: sub-flows, flows aside, old buttons, corrections, and sessions from another time."""

from dataclasses import replace

import pytest

from flows import engine
from flows.flow import Revision
from flows.move import Answered, Moment, Pressed, Said, Say
from flows.session import Place, Session
from tests.flows.talking import TOKEN, Talk, revision


@pytest.fixture
def talk(small: Revision) -> Talk:
    return Talk(small, "talk", holds=["staff:team"])


def test_a_whole_talk_in_another_language(talk: Talk) -> None:
    assert talk.heard == ["Hello, this is {operator}.", "Which language?"]
    assert talk.say("français").heard == ["Quel âge as-tu ?"]
    assert talk.say("majeure").heard == ["Es-tu en sécurité ?"]
    assert talk.say("je suis en sécurité").heard == ["Pouvons-nous garder ce que tu nous dis ?"]
    assert talk.session.facts == {"age": "adult"}
    assert talk.session.stack == (Place("talk", "details"),)
    assert talk.say("oui").asked == [{"Grant": {"scopes": ["keep", "links", "words"], "wording": "details.keep.say"}}]
    assert talk.answer("given").say("il n'y a pas de lien").heard == ["Où est-ce ?"]
    talk.say("dans un groupe").answer("kept").say("rien d'autre").answer("shown")
    assert talk.heard == ["Est-ce exact ?"]
    assert talk.say("c'est exact").heard == ["Retour à la conversation."]
    assert talk.asked == [{"HandOff": {"team": "team"}}]
    assert talk.answer("queued").heard == ["Quelqu'un sera là {expected}.", "Au revoir."]
    assert talk.at == "over"


def test_the_routes_walked_are_told_without_a_word_of_hers(talk: Talk) -> None:
    talk.say("English", "I am under 18")
    assert talk.turn.segments == (
        (Place("talk", "age"), "minor"),
        (Place("talk", "numbers"), "next"),
        (Place("talk", "goodbye"), "end"),
    )


def test_only_what_waits_is_a_prompt(talk: Talk) -> None:
    assert [say.prompt for say in talk.turn.says if isinstance(say, Say)] == [False, True]


def test_a_flow_aside_returns_to_the_prompt_beneath(talk: Talk) -> None:
    talk.say("nl").press("nl").interrupt("help")
    assert talk.heard == ["Je kunt altijd stoppen."]
    assert talk.session.aside
    talk.say("ga verder")
    assert talk.heard == ["Hoe oud ben je?"]
    assert (talk.at, talk.session.stack, talk.session.aside) == ("talk.age", (), False)


def test_a_flow_aside_replaces_the_one_already_there(talk: Talk) -> None:
    talk.press("en").press("adult").press("safe")
    beneath = talk.session
    talk.interrupt("talk").press("en").press("adult").press("safe")
    assert talk.at == "details.keep"
    talk.interrupt("help").press("back")
    assert talk.session == replace(beneath, facts=talk.session.facts)
    assert talk.heard == ["May we keep what you tell us?"]


def test_a_flow_after_the_end_is_the_whole_conversation(talk: Talk) -> None:
    talk.press("en").press("minor")
    assert talk.at == "over"
    talk.interrupt("help")
    assert (talk.at, talk.session.aside, talk.session.stack) == ("help.words", False, ())
    assert talk.press("back").at == "over"


def test_an_ended_session_is_silent(talk: Talk) -> None:
    talk.press("en").press("minor")
    for reply in (Said("hello"), Pressed(f"{TOKEN}:talk.age:adult"), Answered("given")):
        turn = talk.reply(reply).turn
        assert (turn.says, turn.effects, turn.session.ended) == ((), (), True)


def test_a_session_whose_step_is_gone_has_ended(talk: Talk, small: Revision, moment: Moment) -> None:
    elsewhere = replace(talk.session, place=Place("talk", "removed_since"))
    assert not engine.fits(small, elsewhere)
    assert engine.advance(small, elsewhere, Said("hello"), moment).session.ended
    assert engine.repeat(small, elsewhere, moment).session.ended
    assert engine.interrupt(small, elsewhere, "help", moment).session.stack == ()
    assert engine.fits(small, talk.session)


@pytest.mark.parametrize(
    "data",
    [f"{TOKEN}:talk.language:nl", "foreign1:talk.age:minor", f"{TOKEN}:talk.age:nobody", "", ":::", "x" * 64],
)
def test_a_button_that_is_not_of_this_prompt_repeats_it(talk: Talk, data: str) -> None:
    talk.press("en").reply(Pressed(data))
    assert (talk.heard, talk.at, dict(talk.session.facts)) == (["How old are you?"], "talk.age", {})


def test_an_old_button_is_still_heard_as_what_it_said(talk: Talk, small: Revision) -> None:
    talk.press("en").press("adult")
    old = f"{TOKEN}:talk.age:minor"
    assert engine.stale_choice(small, talk.session, old) == {"age": "minor"}
    assert engine.stale_choice(small, talk.session, old.replace(TOKEN, "foreign1")) is None
    assert engine.stale_choice(small, talk.session, f"{TOKEN}:talk.danger:safe") is None
    assert engine.stale_choice(small, talk.session, "rubbish") is None


def test_a_correction_is_known_at_once_and_may_lead_elsewhere(talk: Talk, small: Revision, moment: Moment) -> None:
    talk.press("en").press("adult").press("safe")
    stays = engine.correct(small, talk.session, {"age": "minor"}, moment, None)
    assert (stays.says, stays.session) == ((), replace(talk.session, facts={"age": "minor"}))
    moved = engine.correct(small, talk.session, {"age": "minor", "language": "nl"}, moment, "help")
    assert (str(moved.session.place), moved.session.stack, moved.session.language) == ("help.words", (), "nl")
    assert isinstance(moved.says[0], Say)
    assert moved.says[0].text == "Je kunt altijd stoppen."


def test_an_unexpected_answer_never_leaves_her_without_a_next_step(talk: Talk) -> None:
    talk.press("en").press("adult").press("safe").press("yes")
    assert talk.answer("nonsense").at == "talk.human"  # refused: the way of a no, and out of the sub-flow
    assert talk.asked == [{"HandOff": {"team": "team"}}]
    assert talk.answer("nonsense").at == "over"


def test_an_answer_nobody_waits_for_repeats_the_prompt(talk: Talk) -> None:
    assert talk.press("en").answer("adult").heard == ["How old are you?"]


def test_words_while_an_effect_is_open_do_not_lose_it(talk: Talk) -> None:
    talk.press("en").press("adult").press("safe").press("no").answer("declined")
    assert talk.asked == [{"HandOff": {"team": "team"}}]
    assert talk.say("hello?").asked == [{"HandOff": {"team": "team"}}]


def test_being_understood_forgets_the_misses(talk: Talk) -> None:
    talk.say("hm", "hmm")
    assert talk.session.misses == 2
    assert talk.press("en").session.misses == 0


def test_a_language_that_is_not_spoken_here_becomes_the_first(small: Revision, moment: Moment) -> None:
    assert engine.begin(small, "talk", "de", moment, TOKEN).session.language == "en"


@pytest.mark.parametrize("token", ["", "far_too_long", "a:b", "é"])
def test_a_token_that_does_not_fit_into_a_button_is_refused(small: Revision, moment: Moment, token: str) -> None:
    with pytest.raises(ValueError, match="token"):
        engine.begin(small, "talk", "en", moment, token)


def test_calls_within_calls_come_back_one_by_one() -> None:
    flows = {
        "one": {"in": {"type": "call", "flow": "two", "go": "out"}, "out": {"type": "say", "say": "One."}},
        "two": {"in": {"type": "call", "flow": "three", "go": "out"}, "out": {"type": "say", "say": "Two."}},
        "three": {"in": {"type": "say", "say": "Three."}},
    }
    assert Talk(revision(flows), "one").heard == ["Three.", "Two.", "One."]


def test_a_session_keeps_the_marks_of_the_helpline(small: Revision) -> None:
    talk = Talk(small, "talk", facts={"age": "adult"}, marks={"case": "7"}).press("nl").interrupt("help")
    assert (talk.session.marks, talk.session.facts) == ({"case": "7"}, {"age": "adult"})
    assert Session.from_json(talk.session.to_json()) == talk.session


def test_a_language_nobody_translated_is_not_spoken(talk: Talk, small: Revision, moment: Moment) -> None:
    learned = engine.correct(small, talk.session, {"language": "de"}, moment, None).session
    assert (learned.language, dict(learned.facts)) == ("en", {})
