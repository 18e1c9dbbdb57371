"""Staff and a contact in one case: what each reads, what is kept, and what happens when both act at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from helpline.actions.reply import Reply
from helpline.desk import ACTIONS, decide_for
from helpline.errors import Declined, NoSuchCase, NotAllowed
from helpline.handing_back import choices
from helpline.ports import Loaded
from helpline.safety import banned_words
from helpline.staff import ROLES
from tests.helpline.deskwork import READ, STAFF, Desk, closed, in_line, member, staffed, with_ann, with_the_bot
from tests.helpline.house import LANGUAGES, at_links, waiting_with_links

pytestmark = pytest.mark.usefixtures("every_engine")

HELLO = {"verb": "reply", "text": "Hello"}


# ── a talk ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_they_talk_and_the_transcript_tells_who_said_what() -> None:
    desk = with_ann()
    desk.does("ann", **HELLO)
    desk.talk.types("thank you")
    assert not desk.talk.heard
    [staff] = [line for line in desk.lines if line.by == "staff"]
    assert (staff.staff, staff.words.plain, staff.outbox) == ("ann", "Hello", desk.sent[-1].id)
    assert staff.id.startswith("browser-made-")
    assert next(line.words.plain for line in desk.lines if line.by == "bot").startswith("Ann is here")
    assert desk.talk.hers == ["thank you"]
    assert desk.case.answer_by is not None


def test_what_staff_write_may_be_copied_and_kept_by_her() -> None:
    desk = with_ann()
    [said] = desk.does("ann", **HELLO).outgoing
    assert not said.protect
    assert said.cause == "staff"
    assert said.holder_token == desk.case.holder.token


def test_a_long_answer_comes_in_pieces_that_each_have_their_fate() -> None:
    desk = with_ann()
    text = "\n".join("🦓" * 40 for _ in range(90))
    made = desk.does("ann", verb="reply", text=text)
    assert len(made.outgoing) > 1
    assert [line.outbox for line in made.transcript] == [one.id for one in made.outgoing]
    assert made.transcript[0].id.startswith("browser-made-")
    assert "\n".join(one.text.plain for one in made.outgoing) == text
    with pytest.raises(Declined):
        desk.does("ann", verb="reply", text="a" * 4001)


def test_after_the_handback_the_bot_goes_on_from_what_is_known() -> None:
    desk = with_ann()
    desk.does("ann", verb="hand_back", to="welcome")
    desk.talk.picks("look")
    assert desk.talk.at == "welcome.person"
    assert desk.case.holder.kind == "bot"
    desk.talk.types("/human").picks("yes")
    assert desk.case.is_waiting


def test_every_choice_of_the_handback_speaks_and_ends_in_nothing_dangling() -> None:
    for flow in choices(staffed(), in_line().case):
        desk = with_ann()
        said = desk.does("ann", verb="hand_back", to=flow).outgoing
        assert said[0].text.plain.startswith("Ann has left this chat")
        assert len(said) > 1 or "112" in said[0].text.plain
        assert desk.talk.types("hello").heard


def test_what_she_adds_after_a_handback_is_looked_through_with_her() -> None:
    desk = with_ann()
    desk.does("ann", verb="hand_back", to="more")
    assert desk.talk.picks("links", "yes").types("https://example.com/a").picks("done").at == "welcome.look"
    assert len(desk.case.items) == 1


def test_who_has_a_case_is_not_asked_after_a_handback_whether_to_keep_one() -> None:
    desk = with_ann()
    assert "links" in desk.does("ann", verb="hand_back", to="intake").outgoing[-1].text.plain
    desk.talk.picks("no")
    assert desk.talk.case is not None


def test_only_flows_of_the_running_revision_may_be_chosen() -> None:
    house, case = staffed(), in_line().case
    running = house.revisions[1]
    poorer = replace(house, revisions={1: replace(running, flows={"triage": running.flows["triage"]})})
    assert choices(poorer, case) == ("rest",)
    assert choices(house, case)[0] == "welcome"
    assert "intake" not in choices(house, replace(case, route="child_focus"))


def test_the_bot_s_question_falls_silent_when_a_colleague_takes_over() -> None:
    desk = with_the_bot()
    desk.talk.types("hello").picks("look")
    old = dict(desk.talk.buttons)
    desk.does("ann", verb="take_over")
    desk.talk.buttons = old
    assert not desk.talk.picks("yes").heard
    assert not desk.talk.types("hello").heard
    assert desk.talk.hers[-1] == "hello"


def test_closed_she_writes_to_the_bot_and_asking_again_opens_it() -> None:
    desk = closed()
    assert desk.talk.types("hello").at == "welcome.back"
    assert desk.case.state == "closed"
    desk.talk.types("/human").picks("yes")
    assert (desk.case.state, desk.case.outcome, desk.case.holder.kind) == ("open", None, "queue")
    assert "case_reopened" in desk.talk.kinds


def test_stop_ends_a_talk_with_staff_who_see_why() -> None:
    desk = with_ann()
    desk.talk.types("/stop")
    assert (desk.case.state, desk.case.outcome, desk.case.holder.kind) == ("closed", "her_wish", "bot")
    assert desk.case.holder.team == "helpline"
    assert desk.talk.alerts[-1] == "recalled"
    with pytest.raises(Declined):
        desk.does("ann", **HELLO)


def test_who_would_rather_not_wait_is_seen_by_nobody_any_more() -> None:
    desk = in_line()
    desk.talk.types("hello").presses("I'd rather not wait")
    with pytest.raises(NoSuchCase):
        desk.does("ann", verb="take_over")


def test_consent_taken_back_after_the_handback_takes_the_case_from_the_team() -> None:
    desk = with_the_bot()
    consents = tuple(
        replace(one, withdrawn_at=desk.talk.now) if one.scope == "handoff" else one for one in desk.case.consents
    )
    desk.talk.case = replace(desk.case, consents=consents)
    with pytest.raises(Declined):
        desk.does("ann", verb="take_over")


def test_a_case_that_never_asked_for_a_person_is_there_for_nobody() -> None:
    desk = Desk(at_links(house=staffed()))
    for by in STAFF:
        with pytest.raises(Declined):
            desk.does(by, verb="take_over")


def test_waiting_for_an_answer_counts_from_her_words_when_it_is_released() -> None:
    desk = with_ann()
    desk.talk.waits(minutes=2).types("are you there?")
    wrote = desk.talk.now
    desk.talk.waits(minutes=5)
    desk.does("ann", verb="release")
    assert desk.case.waiting_since == wrote


def test_who_leaves_is_not_counted_among_those_who_are_there() -> None:
    desk = with_ann()
    desk.talk.house = replace(desk.talk.house, here=frozenset({"ann"}))
    said = [one.text.plain for one in desk.does("ann", verb="release").outgoing]
    assert "can't say exactly when" in said[0]
    assert "these people are there now" in said[1]
    assert "When is it safe for you" in said[2]
    desk.talk.types("evening")
    assert desk.case.safe_time == "evening"


def test_what_an_under_age_writer_left_is_gone_and_she_is_told_when_she_writes_at_a_safe_hour() -> None:
    desk = Desk(waiting_with_links(house=staffed("helpline")))
    desk.does("ann", verb="take_over")
    desk.talk.case = replace(desk.case, safe_time="not_first")
    desk.talk.waits(hours=2)
    assert not desk.does("ann", verb="minor").outgoing
    assert desk.talk.case is None
    desk.talk.types("hi")
    assert "116 000" in desk.talk.text
    assert desk.talk.case is None


# ── what waits for her ────────────────────────────────────────────────────────────────────────────────────────────
def hidden(*more: str) -> Desk:
    """A colleague has her case, and she has emptied the chat. `more`: what else she agreed to."""
    desk = with_ann()
    for scope in more:
        given = replace(desk.case.consents[0], id=f"consent-{desk.talk.story}-{scope}", scope=scope)
        desk.talk.case = replace(desk.case, consents=(*desk.case.consents, given))
    desk.talk.types("/hide")
    return desk


def test_into_an_emptied_chat_only_who_wished_it_is_told_that_there_is_news() -> None:
    assert [one.cause for one in hidden().does("ann", **HELLO).outgoing] == ["staff"]
    desk = hidden("contact_back")
    said = desk.does("ann", **HELLO).outgoing
    assert [one.cause for one in said] == ["staff", "nudge"]
    assert "Hello. There is news here" in said[1].text.plain
    assert not any(words in said[1].text.plain for words in ("Ann", "Testhulp", "image", "help"))
    assert [one.cause for one in desk.does("ann", **HELLO).outgoing] == ["staff"]
    desk.talk.waits(hours=25)
    assert desk.does("ann", **HELLO).outgoing[-1].cause == "nudge"


def test_nobody_is_nudged_at_an_hour_that_is_not_safe() -> None:
    desk = hidden("contact_back")
    assert desk.talk.hidden
    desk.talk.hidden = replace(desk.talk.hidden, safe_time="not_first")
    desk.talk.kept = Loaded()  # changed by the test
    assert [one.cause for one in desk.does("ann", **HELLO).outgoing] == ["staff"]


def test_what_is_said_is_sent_and_what_waits_is_not(every_engine: str) -> None:
    desk = with_ann()
    assert desk.does("ann", **HELLO).outgoing
    assert every_engine == "memory" or [one.text.plain for one in desk.delivered] == ["Hello"]
    desk = hidden("contact_back")
    desk.does("ann", **HELLO)
    assert every_engine == "memory" or [one.cause for one in desk.delivered] == ["nudge"]


def test_words_that_wait_are_not_lost_when_another_takes_her_up_from_the_line(every_engine: str) -> None:
    desk = with_ann()
    desk.talk.case = replace(desk.case, safe_time="not_first")
    desk.talk.waits(hours=1)
    desk.does("ann", **HELLO)
    desk.does("ann", verb="release")
    desk.does("bea", verb="take_over")
    assert desk.does("bea", verb="safe_time", when="anytime").give_out
    if every_engine != "memory":
        said = [one.text.plain for one in desk.delivered]
        assert [text.split()[0] for text in said] == ["Hello", "Ann", "Bea"]
        assert {one.holder_token for one in desk.delivered} == {desk.case.holder.token}


def test_words_that_wait_go_when_a_supervisor_takes_the_talk_from_whoever_wrote_them(every_engine: str) -> None:
    desk = with_ann()
    desk.talk.case = replace(desk.case, safe_time="not_first")
    desk.talk.waits(hours=1)
    desk.does("ann", **HELLO)
    desk.does("sam", verb="take_over")
    desk.does("sam", verb="safe_time", when="anytime")
    assert every_engine == "memory" or not any("Hello" in one.text.plain for one in desk.delivered)


# ── who may ───────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("role", [*ROLES])
def test_only_roles_that_talk_may_act(role: str) -> None:
    by, desk = member("new", role, "helpline"), in_line()
    decide = decide_for(READ.validate_python({"verb": "take_over"}), by)
    if "talk" in ROLES[role]:
        assert decide(desk.loaded, desk.talk.now, desk.talk.house).case != desk.case
    else:
        with pytest.raises(NotAllowed):
            decide(desk.loaded, desk.talk.now, desk.talk.house)


def test_where_there_is_no_case_every_action_says_the_same() -> None:
    desk = in_line()
    nothing = Loaded(desk.talk.contact, desk.talk.session, None)
    action = READ.validate_python({"verb": "take_over"})
    with pytest.raises(NoSuchCase) as gone:
        decide_for(action, STAFF["ann"])(nothing, desk.talk.now, desk.talk.house)
    with pytest.raises(NoSuchCase) as others:
        decide_for(action, STAFF["leo"])(desk.loaded, desk.talk.now, desk.talk.house)
    assert (gone.value.code, gone.value.about) == (others.value.code, others.value.about)


# ── what comes in from a browser ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("asked", [
    {"verb": "erase"},
    {"verb": "take_over", "by": "sam"},
    {"verb": "reply", "id": "short", "text": "x"},
    {"verb": "reply", "id": "with spaces in it", "text": "x"},
    {"verb": "close", "outcome": "bored"},
    {"verb": "safe_time", "when": "midnight"},
    {"verb": "urgent"},
])  # fmt: skip
def test_what_no_action_is_gets_no_further(asked: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        READ.validate_python(asked)


def test_a_mistake_is_told_without_what_was_typed() -> None:
    with pytest.raises(ValidationError) as told:
        Reply.model_validate({"verb": "reply", "id": "x", "text": ["she lives in Ghent"]})
    assert "Ghent" not in str(told.value)


# ── how it sounds ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_she_reads_about_people_is_in_her_language_and_kind(language: str) -> None:
    said: list[str] = []
    for steps in (
        [("hand_back", {"to": "rest"})], [("hand_back", {"to": "welcome"})], [("release", {})],
        [("transfer", {"staff": "bea"})], [("transfer", {"team": "legal"})], [("close", {"outcome": "helped"})],
    ):  # fmt: skip
        desk = with_ann(language)
        for verb, more in steps:
            desk.does("ann", verb=verb, **more)
        said += [one.text.plain for one in desk.sent if one.cause == "notice"]
    english = {one.text.plain for one in with_ann().sent}
    for text in said:
        assert "{" not in text
        assert not [words for words in banned_words()[language] if words in text.casefold()]
        first = text.split("\n")[0]
        assert sum(first.count(end) for end in (". ", "! ", "? ")) <= 2
    assert language == "en" or english.isdisjoint(said)


def test_each_action_has_a_verb_of_its_own() -> None:
    verbs = [action.model_fields["verb"].annotation for action in ACTIONS]
    assert len(set(map(str, verbs))) == len(ACTIONS) == 11
