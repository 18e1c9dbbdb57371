"""Nothing comes to her unasked but where she chose a safe time, and that says nothing: more than a year of chores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from helpline.consent import Consent
from helpline.ending import tell
from helpline.errors import Declined
from helpline.holding import WHEN_DUE
from helpline.lock_screen import SAYS_NOTHING
from helpline.locking import lock
from helpline.ports import Changes, Loaded, Outgoing
from helpline.reception import NUDGE
from helpline.telling import telling
from tests.drills.finding import amount
from tests.helpline.deskwork import Desk, in_line, staffed, with_ann
from tests.helpline.house import LANGUAGES, ROOT, Talk, at_hashes, at_links, house, waiting_with_links

ROADS = (in_line, with_ann)
WEEKS = timedelta(weeks=60)
SAFE = ("anytime", "morning", "evening")


def desks(language: str) -> Iterator[Desk]:
    for road in (at_links, at_hashes, waiting_with_links):
        yield Desk(road(language, house=staffed()))
    yield from (road(language) for road in (in_line, with_ann))


def agreed(desk: Desk, chance: Random) -> Desk:
    """She chose a time at which she may be written to."""
    asked = Consent("c", "contact_back", "safe_time", 1, "When is it safe?", "nl", desk.talk.now)
    case = desk.case
    desk.talk.case = replace(case, safe_time=chance.choice(SAFE), consents=(*case.consents, asked))
    return desk


def without_her(desk: Desk, chance: Random) -> Iterator[tuple[Changes, Loaded]]:
    """Weeks in which she writes nothing: chores look in, and colleagues do this and that."""
    talk, begun = desk.talk, desk.talk.now
    while talk.now - begun < WEEKS and desk.loaded.case is not None:
        talk.now += timedelta(hours=chance.choice((1, 5, 30, 200, 400)))
        before = replace(desk.loaded, quiet_since=talk.now - timedelta(hours=chance.choice((1, 30, 200))))
        for look in (*WHEN_DUE.values(), tell, lock):
            if before.case is None or (look is lock and chance.random() < 0.7):
                continue
            made = look(before, talk.now, talk.house)
            yield made, before
            talk.locked = talk.locked or made.lock
            talk.session, talk.case, talk.hidden = made.session, made.case, made.case
            before = replace(desk.loaded, quiet_since=before.quiet_since)
        yield from acts(desk, chance)


def acts(desk: Desk, chance: Random) -> Iterator[tuple[Changes, Loaded]]:
    if desk.loaded.case is None:
        return
    before = desk.loaded
    verbs = (
        {"verb": "take_over"},
        {"verb": "reply", "text": "Is the photo gone?"},
        {"verb": "hand_back", "to": "rest"},
    )
    try:
        yield desk.does("ann", **chance.choice(verbs)), before
    except Declined:
        return


def sent(made: Changes) -> tuple[Outgoing, ...]:
    """What leaves now: where the rest is kept back, only what says nothing."""
    return tuple(one for one in made.outgoing if not made.keep_back or one.cause == NUDGE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked_for", [False, True])
def test_into_an_emptied_chat_nothing_comes_but_a_nudge_she_agreed_to(language: str, asked_for: bool) -> None:
    nudges = 0
    for number in range(amount(12, 3)):
        chance = Random(f"{language} {number}")
        for desk in desks(language):
            if desk.case.pin_digest is None and desk.case.holder.kind == "bot":
                desk.talk.case = replace(desk.case, pin_digest=b"written down")
            desk = agreed(desk, chance) if asked_for else desk
            desk.talk.types("/hide")
            for made, _ in without_her(desk, chance):
                assert all(one.cause in SAYS_NOTHING and not telling(one.text.plain) for one in sent(made))
                nudges += len(sent(made))
    assert nudges > 5 if asked_for else nudges == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_while_the_bot_has_the_talk_nothing_comes_of_itself(language: str) -> None:
    for number in range(amount(12, 3)):
        for road in (at_links, at_hashes):
            desk, chance = Desk(road(language, house=staffed())), Random(f"{language} {number}")
            for made, before in without_her(desk, chance):
                if before.case is not None and before.case.holder.kind == "bot" and made.case == before.case:
                    assert not sent(made)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_do_meanwhile_reaches_a_locked_screen_covered(language: str) -> None:
    seen = 0
    for number in range(amount(6, 2)):
        chance = Random(f"{language} {number}")
        for desk in desks(language):
            for made, _ in without_her(desk, chance):
                late = [one for one in sent(made) if one.cause not in SAYS_NOTHING]
                assert not [one for one in late if one.open_until is None or one.open_until > desk.talk.now]
                seen += len(late)
    assert seen > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_that_are_sent_uncovered_are_all_read_here(language: str) -> None:
    sources = "".join(path.read_text() for path in sorted((ROOT / "helpline").rglob("*.py")))
    uncovered = re.findall(r'phrase\(\s*"([^"]+)"\s*\)[^\n]*\n[^\n]*cause=NUDGE', sources)
    assert len(uncovered) == sources.count("cause=NUDGE") == 2
    assert (NUDGE,) == SAYS_NOTHING
    said = [house().say(language, text) for text in uncovered]
    assert not [text for text in said if telling(text)]
    assert language == "en" or said != uncovered


def test_the_control_a_talk_of_hers_is_answered() -> None:
    assert Talk().types("hello").heard
