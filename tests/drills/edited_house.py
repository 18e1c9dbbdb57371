"""The same talks at random under the house's own rules: whatever a version that passed says, nothing is kept that may
not be, and nothing fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

from flows.flow import Revision
from helpline.talks.play import Stage, step
from helpline.talks.played import Exchange
from helpline.talks.setting import house_of
from helpline.talks.talk import AnyMove, Media, Press, Say, Talk, Wait
from tests.drills.edited_talks import KNOWN, OPENS
from tests.helpline.house import house

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
#: What somebody young may have agreed to: the people of Child Focus, and when it is safe to write to her.
YOUNG = {"keep", "handoff", "contact_back"}
#: What is kept → the consent it is kept under; her own words go by the name of the answer.
UNDER = {"link": "links", "hash": "hashes", "place": "words", "transcript": "handoff"}
TYPED = ("https://www.instagram.com/p/C0ffeeC0ffe/", "0123456789abcdef" * 4, "It was in summer.", "7", "?")


def wrong_in_the_house(revision: Revision, chance: Random, moves: int) -> set[str]:
    """What went wrong in one talk; nothing is what we want."""
    teams = chance.choice((("helpline",), ("helpline", "child_focus")))
    talk = Talk(at=NOW, teams=teams, staffed=chance.choice(((), teams)))
    stage = Stage(house_of(talk, revision, house()), NOW, "en")
    stage, exchange = step(stage, Say(words="/start"))
    wrong = set(_wrong(exchange, teams))
    for _ in range(moves):
        stage, exchange = step(stage, _move(exchange, chance))
        wrong |= set(_wrong(exchange, teams))
    return wrong


def _move(before: Exchange, chance: Random) -> AnyMove:
    buttons = [one for bubble in before.said for one in bubble.buttons if one.place and one.key]
    luck = chance.random()
    if buttons and luck < 0.7:
        one = chance.choice(buttons)
        return Press(place=one.place, key=one.key)
    if luck < 0.85:
        return Say(words=chance.choice(TYPED))
    if luck < 0.95:
        return Say(words=chance.choice((*OPENS, *KNOWN)))
    return chance.choice((Media(), Wait(minutes=90), Wait(minutes=26 * 60)))


def _wrong(exchange: Exchange, teams: tuple[str, ...]) -> Iterator[str]:
    if exchange.trouble == "failed":
        yield "failed in the house"
    if any(not bubble.text.strip() for bubble in exchange.said):
        yield "an empty message"
    facts, kept, agreed = exchange.facts, set(exchange.kept), set(exchange.consents)
    adults = facts.get("age") == facts.get("age_in_image") == "adult"
    young = facts.get("age") == "minor" or facts.get("age_in_image") in ("minor", "unsure")
    for_child_focus = young and "child_focus" in teams
    if not adults and (kept - ({"transcript"} if for_child_focus else set())):
        yield "P1 in the house"
    if not adults and agreed and not (for_child_focus and agreed <= YOUNG):
        yield "P1 in the house"
    if any(not {"keep", UNDER.get(one, "words")} <= agreed for one in kept):
        yield "P2 in the house"
