"""Whatever she does, in whatever order: nothing fails, and no case holds what it may not (P1, P2)."""

from contextlib import suppress
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpline import ages
from helpline import waiting as waiting_words
from helpline.contact import Words
from helpline.errors import NoConsent, NotAdult
from tests.helpline.house import (
    Talk,
    at_links,
    at_story,
    before_keeping,
    greeted,
    turns_out_young,
    waiting,
    waiting_with_links,
    with_child_focus,
    young,
)
from tests.helpline.pagework import loaded_of, photo, says_someone_was, sends

LINES = (
    "hi", "yes", "no", "ja", "nee", "oui", "non", "1", "2", "3", "15", "23", "me", "18 or older", "online", "skip",
    "that's all", "I'm 15", "ik ben 34", "j'avais 16 ans sur la photo", "I want to die", "he is at my door",
    "https://example.com/a", "t.me/x/1", "@someone on insta", "0:10-0:16", "MD5 9e107d9d372bb6826bd81d3542a419d6",
    "remove 1", "1 example.org/b", "cancel", "human", "/start", "/human", "/danger", "/hide", "/delete",
    "/language", "/privacy", "/help", "/stop", "this is right", "{operator}", "", "   ", "\x00\u202e\ud800",
    "🦓" * 50, "/consent", "/mydata", "take back 1", "take back 2", "four red bicycles", "not now", "evening",
    "/hash", "vingerafdruk",
)  # fmt: skip

FORGED = [
    "pin:written", "queue:cancel", "agree:links+hashes", "agree:00000042:keep+handoff", "pin::written", "agree::", "x",
    "", "tfromlong:triage.age:minor", "tfromlong:triage.age:adult", "tfromlong:intake.keep:yes",
    "consent::", "consent:00000042:00000042", "copy::file", "copy:00000042:here",
    "hash::", "hash:00000042:page", "agree:00000042:hashes+page",
]  # fmt: skip
texts = st.sampled_from(LINES) | st.text(max_size=60)
acts = st.one_of(
    texts.map(lambda line: ("text", line)),
    st.integers(0, 30).map(lambda number: ("press", number)),
    st.integers(0, 200).map(lambda number: ("old", number)),
    st.sampled_from(FORGED).map(lambda data: ("data", data)),
    texts.map(lambda line: ("edit", line)),
    st.sampled_from([("media", "a"), ("media", None), ("blocked", None), ("unblocked", None), ("silent", None)]),
    st.sampled_from([5, 61, 700, 4000]).map(lambda seconds: ("wait", seconds)),
    st.just(("taken over", None)),
    st.sampled_from(["sends", "minor", "unsure"]).map(lambda what: ("page", what)),
    st.just(("forgotten", None)),
)
starts = st.sampled_from(
    [
        Talk, greeted, before_keeping, at_links, at_story, waiting, waiting_with_links, young, with_child_focus,
        turns_out_young,
    ]
)  # fmt: skip


def do(talk: Talk, act: tuple[str, object], seen: list[str]) -> None:
    kind, what = act
    shown = list(talk.buttons.values())
    seen += shown
    match kind:
        case "text" | "edit":
            talk.send(kind, words=Words(str(what)), message=talk.update)
        case "press" if shown:
            talk.send("press", data=shown[int(str(what)) % len(shown)], callback="c")
        case "old" if seen:
            talk.send("press", data=seen[int(str(what)) % len(seen)], callback="c")
        case "data":
            talk.send("press", data=str(what), callback="c")
        case "media":
            talk.send("media", message=talk.update, burst=what)
        case "wait":
            talk.waits(seconds=float(str(what)))
        case "taken over" if talk.case is not None and talk.case.is_waiting:
            talk.taken_over()
        case "page" if loaded_of(talk).case is not None:
            with suppress(NotAdult, NoConsent):
                says_someone_was(talk, str(what)) if what != "sends" else sends(talk, photo())
        case "forgotten" if talk.case is None:
            talk.session = None
        case "blocked" | "unblocked" | "silent":
            talk.send(kind)


@given(starts, st.lists(acts, max_size=40))
@settings(deadline=None)
def test_nothing_she_does_ever_fails_or_breaks_a_promise(start: type[Talk], what: list[tuple[str, object]]) -> None:
    talk, seen = start(), []
    for act in what:
        do(talk, act, seen)


@given(starts, st.lists(acts, max_size=10))
@settings(deadline=None)
def test_after_anything_at_all_danger_still_brings_the_numbers(
    start: type[Talk], what: list[tuple[str, object]]
) -> None:
    talk, seen = start(), []
    for act in what:
        do(talk, act, seen)
    assert "112" in talk.types("/danger").text


def test_the_promises_would_be_seen_to_break() -> None:
    """The control: with the guards taken away, the same look after every word finds what should not be there."""
    with patch.object(ages, "erased", lambda reception: reception), pytest.raises(AssertionError):
        at_links().types("https://example.com/a", "/start").picks("en", "self", "minor")


def test_a_link_in_a_talk_with_child_focus_would_be_seen() -> None:
    """The control: without the cutting, the look after every word finds the link in the transcript."""
    with patch.object(waiting_words, "without_items", lambda case, words: words), pytest.raises(AssertionError):
        with_child_focus().types("https://example.com/a")
