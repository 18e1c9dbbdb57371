"""Every place a talk can be at: from the first hello along every button and every kind of word, each place once."""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Iterator
from functools import cache

from tests.helpline.house import Talk, house
from tests.helpline.test_cut_out import PDQ

#: Words of hers that must be nowhere once she has emptied the chat.
HERS = "kanarie"
TYPED = (f"https://example.com/video/{HERS}", PDQ, f"{HERS} schreef dit over mij")
EVERYWHERE = (
    "/human", "/danger", "/privacy", "/delete", "/help", "/language", "ik wil dood",
)  # fmt: skip
MOST = 2000


def twin(talk: Talk) -> Talk:
    """The same talk, to go another way; nothing of it is shared that changes."""
    other = copy.copy(talk)
    other.transcript, other.kinds, other.alerts = [*talk.transcript], [*talk.kinds], [*talk.alerts]
    other.buttons = dict(talk.buttons)
    return other


def place(talk: Talk) -> tuple[object, ...]:
    """What tells one place from another: the step, whether something lies beneath it, and whose the case is."""
    session = talk.session
    facts = tuple(sorted((name, value) for name, value in talk.facts.items() if name in ("age", "age_in_image")))
    return (talk.at, bool(session and session.stack), facts, kept(talk))


def kept(talk: Talk) -> tuple[object, ...]:
    case = talk.case
    return (case.holder.kind, case.route, len(case.items) > 0, bool(case.words)) if case else ()


def steps_on(talk: Talk, tried: set[object]) -> Iterator[Talk]:
    """One word or tap further, every way there is; a word that works everywhere once in each flow."""
    for data in talk.buttons.values():
        yield twin(talk).send("press", data=data, callback="c", message=5)
    if (talk.session is not None and not talk.buttons) or talk.at.partition(".")[0] in ("intake", "links", "hashes"):
        for words in TYPED:
            yield twin(talk).types(words)
    for words in EVERYWHERE:
        if (once := (words, talk.at.partition(".")[0], kept(talk))) in tried:
            continue
        tried.add(once)
        yield twin(talk).types(words)
    if talk.case is not None and talk.case.is_waiting:
        yield twin(talk).taken_over()


@cache
def everywhere(language: str) -> tuple[Talk, ...]:
    begun = Talk(house(teams=("helpline", "child_focus")), language=language).types("hello").picks(language)
    found, ahead, tried = {place(begun): begun}, deque([begun]), set[object]()
    while ahead:
        for there in steps_on(ahead.popleft(), tried):
            if place(there) not in found:
                found[place(there)] = there
                ahead.append(there)
    assert len(found) < MOST
    by_case = {kept(talk): talk for talk in found.values()}.values()
    beside = (twin(talk).types(words) for talk in by_case for words in ("/consent", "/mydata", "/back", "/hash"))
    return (*found.values(), *beside)
