"""Staff and a contact in one case: what each reads, what is kept, and what happens when both act at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from helpline.errors import Declined, NoSuchCase
from helpline.handing_back import choices
from helpline.retention import Kept, ends
from tests.helpline.deskwork import STAFF, Desk, closed, in_line, staffed, with_ann, with_the_bot
from tests.helpline.house import at_links, waiting_with_links

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


@pytest.mark.parametrize("farewell", ["Bye!", "tot ziens", "Au revoir."])
def test_a_farewell_to_one_of_the_staff_is_said_to_her_and_ends_nothing(farewell: str) -> None:
    desk = with_ann()
    assert not desk.talk.types(farewell).heard
    assert desk.talk.hers[-1] == farewell
    assert desk.case.holder.staff == "ann"
    assert not in_line().talk.types(farewell).case.is_waiting, "to the bot it means stop"


@pytest.mark.parametrize("arrival", ["I am back", "Ik ben terug!", "je suis de retour"])
def test_that_she_is_back_is_said_to_whoever_has_her_case(arrival: str) -> None:
    desk = with_ann()
    assert not desk.talk.types(arrival).heard
    assert desk.talk.hers[-1] == arrival
    waits = in_line().talk.types(arrival)
    assert waits.hers[-1] == arrival
    assert "number" not in waits.text
    assert "your number first" in with_ann().talk.types("/back").text, "the command itself is obeyed as ever"


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


def test_how_long_a_closed_case_is_kept_counts_from_its_closing() -> None:
    kept = Kept(days=30, closed=7)
    desk = with_the_bot()
    desk.talk.waits(days=20)
    desk.does("ann", verb="close", outcome="helped")
    assert ends(desk.case, kept).case > desk.talk.now + timedelta(days=6)  # type: ignore[operator]
    assert ends(desk.case, kept).case <= desk.talk.now + timedelta(days=7)  # type: ignore[operator]
    desk.does("ann", verb="reopen")
    assert ends(desk.case, kept).case > desk.talk.now + timedelta(days=7)  # type: ignore[operator]
    assert ends(desk.case, kept).case <= desk.talk.now + timedelta(days=10, hours=4)  # type: ignore[operator]
