"""Whatever she sends while one of the staff has her case, in whatever order: the house talks over nobody."""

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpline import waiting
from helpline.commands import find_command
from helpline.contact import Words
from helpline.reception import Reception
from tests.helpline.clockwork import answered
from tests.helpline.deskwork import Desk, in_line, with_ann

#: What may go out while one of the staff has the case; of her own commands' flows, their questions too.
BESIDE_STAFF = {"alarm", "pin", "goodbye", "staff", "notice"}
LINES = (
    "hi", "yes", "no", "oui", "1", "2", "for 50 euro", "me", "18 or older", "online", "skip", "evening", "cancel",
    "back", "ik wil niet meer leven", "he is at my door", "https://example.com/a", "@someone on insta", "merci",
    "MD5 9e107d9d372bb6826bd81d3542a419d6", "is anyone there?", "parlez-vous français ?", "/human", "/privacy", "/help",
    "/danger", "/language", "/start", "", "   ", "🦓" * 50,
)  # fmt: skip
acts = st.one_of(
    st.sampled_from(LINES).map(lambda line: ("text", line)),
    st.sampled_from(LINES).map(lambda line: ("edit", line)),
    st.integers(0, 30).map(lambda number: ("press", number)),
    st.sampled_from(["safe:x:evening", "queue:x:cancel", "pin::written"]).map(lambda data: ("data", data)),
    st.sampled_from(["media", "silent", "blocked"]).map(lambda kind: (kind, None)),
    st.sampled_from([5, 61, 700]).map(lambda seconds: ("wait", seconds)),
    st.just(("answer", None)),
)


def do(desk: Desk, kind: str, what: object, number: int) -> None:
    talk = desk.talk
    match kind:
        case "text" | "edit":
            talk.send(kind, words=Words(str(what)), message=talk.update)
        case "press" if talk.buttons:
            data = list(talk.buttons.values())[int(str(what)) % len(talk.buttons)]
            talk.send("press", data=data, callback="c")
        case "data":
            talk.send("press", data=str(what), callback="c")
        case "media" | "silent" | "blocked":
            talk.send(kind, message=talk.update)
        case "wait":
            talk.waits(seconds=int(str(what)))
        case "answer" if talk.contact is not None and not talk.contact.blocked:
            desk.does("ann", verb="reply", id=f"reply-{number:012}", text="I am here")


def is_open(desk: Desk) -> bool:
    """A flow that a command opened."""
    session = desk.talk.session
    return session is not None and not session.ended


def cut_out(words: str) -> bool:
    """Whether something stands in it that is kept only under a consent of its own: that it was not is said."""
    return words.startswith(("https://", "MD5 ", "@"))


def nobody_talks_over_her(told: list[tuple[str, object]]) -> None:
    desk = with_ann()
    for number, (kind, what) in enumerate(told):
        commanded = is_open(desk) or (kind == "text" and find_command(str(what)) is not None)
        desk.talk.heard = ()
        do(desk, kind, what, number)
        assert desk.case.holder.staff == "ann"
        causes = {one.cause for one in desk.talk.heard}
        assert causes <= (BESIDE_STAFF | {"prompt"} if commanded else BESIDE_STAFF)
        assert commanded or kind != "text" or causes <= ({"alarm", "notice"} if cut_out(str(what)) else {"alarm"})


@settings(max_examples=150, deadline=None)
@given(st.lists(acts, min_size=1, max_size=12))
def test_nobody_is_talked_over_whatever_she_sends(told: list[tuple[str, object]]) -> None:
    nobody_talks_over_her(told)


@pytest.mark.parametrize("careless", ["beside_staff", "for_the_people"])
def test_a_house_that_talks_is_found_out(careless: str) -> None:
    def with_a_receipt(reception: Reception, words: str, silently: bool = False) -> Reception:
        return reception.wrote(words).tell("Got it.", cause="notice")

    broken = {"beside_staff": lambda reception: reception, "for_the_people": with_a_receipt}[careless]
    told: list[tuple[str, object]] = [("text", "hi"), ("text", "/human")]
    nobody_talks_over_her(told)
    with patch.object(waiting, careless, broken), pytest.raises(AssertionError):
        nobody_talks_over_her(told)


# ── one by one ──────────────────────────────────────────────────────────────────────────────────────────
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


def test_beside_staff_all_of_privacy_is_told_at_once_and_her_next_word_is_theirs() -> None:
    desk = answered(with_ann())
    desk.talk.types("/privacy")
    assert "60 minutes" in desk.talk.text
    assert "/mydata" in desk.talk.text
    assert "Data Protection Authority" in desk.talk.text
    assert desk.talk.types("nothing").hers[-1] == "nothing"


def test_only_a_command_is_answered_or_what_is_not_kept_and_human_says_that_a_person_is_here() -> None:
    desk = answered(with_ann())
    spoken = {words for words in TYPED if desk.talk.types(words).heard}
    assert spoken == {"https://example.com/1", "he is at my door", "/human", "human", "/privacy", "/help"}
    assert "A person is with you" in desk.talk.types("/human").text


def test_pictures_and_edits_beside_staff_are_no_chatter() -> None:
    desk = answered(with_ann())
    desk.talk.send("media", message=7)
    assert {one.cause for one in desk.talk.heard} == {"notice"}
    assert desk.talk.changes is not None
    assert desk.talk.changes.delete == (7,)


@pytest.mark.parametrize("words", ["no", "ok", "yes", "still here"])
def test_in_danger_she_has_the_numbers_and_her_next_word_is_for_the_person_with_her(words: str) -> None:
    desk = answered(with_ann())
    desk.talk.types("/danger")
    assert {one.cause for one in desk.talk.heard} == {"alarm"}
    assert "112" in desk.talk.text
    desk.talk.types(words)
    assert desk.talk.heard == ()
    assert desk.talk.changes is not None
    assert [one.words.plain for one in desk.talk.changes.transcript] == [words]


@pytest.mark.parametrize("verb", [{"verb": "take_over"}, {"verb": "transfer", "staff": "bea"}])
def test_nor_is_it_taken_for_an_answer_to_what_was_asked_in_danger_before_anybody_came(verb: dict[str, str]) -> None:
    desk = in_line()
    desk.talk.types("/danger")
    assert "Tap when you want to go on" in desk.talk.text
    desk.does("ann", **verb)
    desk.talk.types("no")
    assert desk.talk.heard == ()
    assert desk.talk.changes is not None
    assert [one.words.plain for one in desk.talk.changes.transcript] == ["no"]
