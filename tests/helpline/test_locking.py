"""A chat left alone for long has forgotten its case; without number and PIN no word of it is said there again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.case import Holder
from helpline.locking import IDLE, lock
from helpline.ports import Changes, Loaded
from tests.helpline.house import Talk, at_links, at_story, waiting_with_links

#: Words that are in the case and nowhere else.
LINK, WORDS, LINE = "https://canary-one.example/video/12", "canary two was here", "canary three to the team"
CANARIES = ("canary", "K7RM-2QXD", "48151623")


def left_alone(talk: Talk, **span: float) -> Changes:
    """Nobody writes for so long; then the chore comes by."""
    quiet_since = talk.now
    talk.waits(**span)
    loaded = Loaded(talk.contact, talk.session, talk.case, talk.locked, quiet_since=quiet_since)
    changes = lock(loaded, talk.now, talk.house)
    talk.session, talk.case = changes.session, changes.case
    if changes.lock:
        talk.locked, talk.hidden, talk.case = True, changes.case, None
    talk.kinds += [event.kind for event in changes.events]
    return changes


def kept_by_bot() -> Talk:
    """The bot has the case, and she has her PIN."""
    return at_story().types(WORDS).types("/stop").types("hello")


def kept_by_people() -> Talk:
    return at_links().types(LINK).types("/human").picks("yes").types(LINE)


@pytest.mark.parametrize(
    ("left", "kind"),
    [(kept_by_bot, "bot"), (kept_by_people, "queue"), (lambda: kept_by_people().taken_over(), "staff")],
)
def test_after_so_long_the_chat_has_forgotten_it_and_not_a_minute_before(left: Callable[[], Talk], kind: str) -> None:
    limit = IDLE[kind]
    talk = left()
    assert not left_alone(talk, seconds=limit.total_seconds() - 60).lock
    assert talk.case is not None
    talk = left()
    case = talk.case
    changes = left_alone(talk, seconds=limit.total_seconds())
    assert changes.lock
    assert (changes.session, changes.outgoing, changes.wipe, changes.delete) == (None, (), False, ())
    assert talk.kinds[-1] == "case_locked"
    assert case is not None
    assert talk.hidden == replace(case, answer_by=None, numbers_by=None)


def test_with_people_an_answer_may_take_days() -> None:
    assert IDLE["bot"] == timedelta(hours=24) < IDLE["queue"] == IDLE["staff"] == timedelta(days=7)


def test_one_that_nobody_could_come_back_to_is_erased_and_one_that_people_have_is_not() -> None:
    talk = at_links().types(LINK)
    assert left_alone(talk, days=1).case is None
    assert talk.kinds[-1] == "case_erased"
    assert talk.hidden is None
    helped = at_links().types(LINK)
    assert helped.case is not None
    helped.case = replace(helped.case, holder=Holder("staff", "helpline", "s1", 3))
    assert left_alone(helped, days=7).lock


def test_number_and_pin_bring_her_back_as_after_hide() -> None:
    talk = kept_by_people()
    left_alone(talk, days=8)
    assert talk.types("hello").case is None
    assert talk.types("K7RM-2QXD 48151623").case is not None


# ── whoever holds the phone then ──────────────────────────────────────────────────────────────────────────────────
def hidden(left: Callable[[], Talk]) -> Talk:
    return left().types("/hide").waits(minutes=1)


def idle(left: Callable[[], Talk]) -> Talk:
    talk = left()
    left_alone(talk, days=8)
    return talk


HOLDERS = {
    "the bot's, hidden": lambda: hidden(kept_by_bot),
    "the bot's, idle": lambda: idle(kept_by_bot),
    "waiting, hidden": lambda: hidden(kept_by_people),
    "waiting, idle": lambda: idle(kept_by_people),
    "with staff, hidden": lambda: hidden(lambda: kept_by_people().taken_over()),
    "with staff, idle": lambda: idle(lambda: kept_by_people().taken_over()),
}
TRIED = [
    "hello", "/start", "/back", "/mydata", "/consent", "/delete", "/privacy", "/human", "/danger", "/help", "/stop",
    "/hide", "/language", "yes", "no", "1", "2", "remove 1", "what did I leave", "look", "my data", "I have a number",
    "K7RM-2QXE", "48151624", "K7RM-2QXE 48151623", "AAAA-2222 48151624", "I'm 15", "en", "self", "adult", "/hash",
]  # fmt: skip
TRIES = st.lists(st.one_of(st.sampled_from(TRIED), st.integers(0, 20)), min_size=1, max_size=12)


def tries_all(talk: Talk, tried: list[str | int]) -> str:
    """She types, or presses one of the buttons that ever stood in this chat; returns all that was said."""
    old = dict(talk.buttons)
    said = []
    for one in tried:
        if isinstance(one, str):
            talk.types(one)
        elif buttons := sorted({**old, **talk.buttons}.values()):
            talk.send("press", data=buttons[one % len(buttons)], callback="c", message=5)
        said.append(talk.text)
        old |= talk.buttons
    return "\n".join(said)


@given(st.sampled_from(sorted(HOLDERS)), TRIES)
def test_without_number_and_pin_no_word_of_it_is_ever_said(left: str, tried: list[str | int]) -> None:
    talk = HOLDERS[left]()
    case = talk.hidden
    said = tries_all(talk, tried)
    assert not any(canary in said for canary in CANARIES)
    assert talk.hidden == case or talk.hidden is None or talk.hidden.id != (case and case.id)


@pytest.mark.parametrize("left", sorted(HOLDERS))
def test_with_them_her_words_are_there_again(left: str) -> None:
    talk = HOLDERS[left]()
    talk.types("K7RM-2QXD 48151623", "/mydata")
    assert talk.case is not None
    assert "canary" in str(talk.case.words) + str([item.as_typed for item in talk.case.items])


def test_a_chat_that_has_not_forgotten_says_them_to_whoever_asks() -> None:
    said = tries_all(at_links().types("https://canary-one.example/video/12", "/stop", "hello"), ["look", "yes"])
    assert "canary" in said, "else the search above would find nothing whatever was said"
    assert waiting_with_links().case is not None
