"""Short ways to write talks down, and to say what came of them."""

from __future__ import annotations

from datetime import datetime

from flows.flow import Flow, Revision
from helpline.talks.play import play
from helpline.talks.played import Exchange, Played
from helpline.talks.talk import AnyMove, Press, Say, Talk
from tests.helpline.house import MONDAY_MORNING, house

HELLO = (Say(words="hi"), Press(place="triage.language", key="en"))
ADULT = (
    *HELLO,
    Press(place="triage.for_whom", key="self"),
    Press(place="triage.age", key="adult"),
    Press(place="triage.age_in_image", key="adult"),
)
WAITING = (*ADULT, Say(words="/human"), Press(place="human.agree", key="yes"))


def shipped() -> Revision:
    return house().revisions[1]


def held(*moves: AnyMove, revision: Revision | None = None, at: datetime = MONDAY_MORNING, **how: object) -> Played:
    talk = Talk(at=at, moves=moves, **how)  # type: ignore[arg-type]
    return play(talk, revision or shipped(), house())


def last(played: Played) -> Exchange:
    return played.exchanges[-1]


def text(exchange: Exchange) -> str:
    return "\n".join(one.text for one in exchange.said)


def without(revision: Revision, flow: str) -> Revision:
    """A draft in which a flow is gone, as an editor may well leave it for a while."""
    flows = {key: one for key, one in revision.flows.items() if key != flow}
    return Revision.of(revision.number, flows, revision.texts.translations, revision.languages)


def reworded(revision: Revision, place: str, **fields: object) -> Revision:
    """A draft in which one step has other fields."""
    flow, _, step = place.partition(".")
    plain = revision.flows[flow].to_plain()
    plain["steps"][step] |= fields
    flows = {**revision.flows, flow: Flow.model_validate(plain)}
    return Revision.of(revision.number, flows, revision.texts.translations, revision.languages)
