"""Three of the staff and a contact, in any order: one holder, one voice, and no note on the way to her."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpline.actions.note import WriteNote
from helpline.actions.reply import Reply
from helpline.case import Case, Holder
from helpline.errors import Declined
from helpline.ports import Outgoing
from helpline.reception import ALWAYS_SENT, NOTICE, STAFF, Reception
from helpline.staff import Staff
from tests.helpline import house
from tests.helpline.deskwork import STAFF as PEOPLE
from tests.helpline.deskwork import Desk, in_line, staffed
from tests.helpline.house import waiting_with_links
from tests.helpline.shelf import Shelf

NOTE, WORDS = "a note for colleagues", "words of staff, by "
ASKS = st.one_of(
    st.sampled_from([
        {"verb": "take_over"}, {"verb": "release"}, {"verb": "reopen"}, {"verb": "minor"},
        {"verb": "urgent", "on": True}, {"verb": "urgent", "on": False}, {"verb": "close", "outcome": "helped"},
        {"verb": "transfer", "team": "legal", "note": NOTE}, {"verb": "transfer", "team": "helpline"},
    ]),
    st.sampled_from(["welcome", "rest", "finish", "more"]).map(lambda to: {"verb": "hand_back", "to": to}),
    st.sampled_from(["ann", "bea", "sam", "leo", "away"]).map(lambda who: {"verb": "transfer", "staff": who}),
    st.sampled_from(["anytime", "morning", "not_first"]).map(lambda when: {"verb": "safe_time", "when": when}),
)  # fmt: skip
SAYS = (
    "hello", "thank you", "yes", "no", "cancel", "1", "I want to die", "he is at my door", "https://example.com/a",
    "/human", "/privacy", "/danger", "/stop", "/start", "/hide", "/language", "evening", "I'm 15",
)  # fmt: skip
MOVES = st.one_of(
    st.tuples(st.sampled_from(["ann", "bea", "sam"]), ASKS),
    st.sampled_from(["ann", "bea", "sam"]).map(lambda who: (who, {"verb": "reply", "text": WORDS + who})),
    st.sampled_from(["ann", "bea", "sam"]).map(lambda who: (who, {"verb": "note", "text": NOTE})),
    st.sampled_from(SAYS).map(lambda words: ("contact", words)),
    st.integers(0, 9).map(lambda number: ("presses", number)),
    st.sampled_from([1, 40, 600]).map(lambda minutes: ("waits", minutes)),
    st.sampled_from([("blocked", None), ("unblocked", None)]),
)


def play(desk: Desk, moves: list[tuple[str, object]]) -> list[str]:
    """Everything that was sent to her or will be, looked at after each move."""
    written: list[str] = []
    for who, what in moves:
        before = desk.loaded
        talk = desk.talk
        match who, what:
            case "contact", str():
                talk.types(what)
            case "presses", int() if talk.buttons:
                talk.presses(list(talk.buttons)[what % len(talk.buttons)])
            case "waits", int():
                talk.waits(minutes=what)
            case "blocked" | "unblocked", None:
                talk.send(who)
            case _, dict():
                try:
                    desk.does(who, **what)
                except Declined:
                    assert desk.loaded == before
                    continue
                assert desk.changes
                written += [one.text.plain for one in desk.changes.outgoing]
        _holds(desk, before.case, who)
    return written


def _holds(desk: Desk, before: Case | None, who: str) -> None:
    loaded, changes = desk.loaded, desk.changes if who in PEOPLE else desk.talk.changes
    if who in PEOPLE and loaded.contact and loaded.contact.blocked:
        assert not (changes and changes.outgoing)
    case = loaded.case
    if case is None:
        return
    holder = case.holder
    assert (holder.kind == "staff") == (holder.staff is not None)
    assert (holder.kind == "queue") == (case.waiting_since is not None)
    assert holder.kind == "bot" or (holder.team is not None and case.state == "open")
    assert holder.kind == "staff" or case.answer_by is None
    if before is not None and before.id == case.id:
        moved = replace(holder, token=0, since=None) != replace(before.holder, token=0, since=None)
        assert holder.token == before.holder.token + moved
    if changes is not None and changes.case == case:
        one_voice(changes.outgoing, holder, who)


def one_voice(outgoing: tuple[Outgoing, ...], holder: Holder, who: str) -> None:
    """Nobody but the holder speaks, and what is said shows under whom."""
    for one in outgoing:
        if one.cause == STAFF:
            assert one.text.plain == WORDS + who
            assert (holder.kind, holder.staff) == ("staff", who)
        if one.cause not in ALWAYS_SENT:
            assert one.holder_token == holder.token
        if who in PEOPLE and holder.kind == "staff":
            assert one.cause in (STAFF, NOTICE, *ALWAYS_SENT)


def with_links() -> Desk:
    return Desk(waiting_with_links(house=staffed()))


starts = st.sampled_from([in_line, with_links])


@given(starts, st.lists(MOVES, max_size=30))
@settings(deadline=None, max_examples=300)
def test_one_holder_one_voice_and_no_note_reaches_her(
    start: Callable[[], Desk], moves: list[tuple[str, object]]
) -> None:
    desk = start()
    written = play(desk, moves)
    assert not any(NOTE in text for text in written)
    assert not any(NOTE in line.words.plain for line in (*desk.lines, *desk.talk.transcript))


def test_a_note_on_its_way_to_her_would_be_seen() -> None:
    """The control: an action that sends what it should only note."""

    def leaks(self: WriteNote, reception: Reception, by: Staff) -> Reception:
        return reception.tell(self.text)

    with patch.object(WriteNote, "apply", leaks):
        written = play(in_line(), [("ann", {"verb": "note", "text": NOTE})])
    assert any(NOTE in text for text in written)


def test_a_second_voice_would_be_heard() -> None:
    """The control: an answer that does not look who has the case."""

    def speaks(self: Reply, reception: Reception, by: Staff) -> Reception:
        return reception.wrote_by_staff(self.id, self.text, by.id)

    moves = [("bea", {"verb": "take_over"}), ("ann", {"verb": "reply", "text": WORDS + "ann"})]
    with patch.object(Reply, "apply", speaks), pytest.raises(AssertionError):
        play(in_line(), moves)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_store_gives_back_what_was_decided(
    engine: str, shelves: Callable[[str], Shelf], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each move the store loads what the one before left."""
    monkeypatch.setattr(house, "SHELF", shelves(engine))

    @given(starts, st.lists(MOVES, min_size=3, max_size=20))
    @settings(deadline=None, max_examples=15)
    def played(start: Callable[[], Desk], moves: list[tuple[str, object]]) -> None:
        play(start(), moves)

    played()
