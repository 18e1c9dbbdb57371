"""The conversation engine: a session and a reply in, a turn out. It goes on until it must wait or ask the helpline.

Pure: no clock, no chance, nothing kept. The caller saves the session between any two replies.
"""

from __future__ import annotations

from collections.abc import Mapping

from flows.flow import Revision
from flows.move import Answered, Moment, Notice, Pressed, Reply, Said, Turn
from flows.routes import start
from flows.session import Place, Session
from flows.step import Move
from flows.walk import Walk

#: The longest token that leaves every button's data within 64 bytes.
LONGEST_TOKEN = 9

#: What is said when a reply was not understood: the first time in a row, the second, and from then on.
NOT_UNDERSTOOD = ("not_understood", "not_understood_twice", "not_understood_again")

NONE: Mapping[str, str] = {}


def begin(
    revision: Revision,
    flow: str,
    language: str,
    moment: Moment,
    token: str,
    facts: Mapping[str, str] = NONE,
    marks: Mapping[str, str] = NONE,
) -> Turn:
    """Start a conversation. Raises KeyError for an unknown flow, ValueError for a token too long for a button."""
    if not (0 < len(token) <= LONGEST_TOKEN and token.isascii() and ":" not in token):
        raise ValueError(f"a session's token has 1 to {LONGEST_TOKEN} plain characters")
    spoken = language if language in revision.languages else revision.languages[0]
    session = Session(revision.number, start(revision, flow), token, spoken, dict(facts), marks=dict(marks))
    return Walk(revision, session, moment).arrive(session.place).turn()


def advance(revision: Revision, session: Session, reply: Reply, moment: Moment) -> Turn:
    """All that comes of one reply. A session that has ended, or whose place this revision does not have, comes back
    ended and silent: the caller begins anew."""
    if session.ended or not fits(revision, session):
        return Turn(session.but(ended=True))
    walk = Walk(revision, session, moment)
    if isinstance(reply, Answered):
        return walk.answered(reply.route).turn()
    walk.session = session.but(awaiting=None)
    at = revision.known(session.place)
    if not at.arrival.waits:
        return walk.arrive(session.place).turn()
    if isinstance(reply, Pressed):
        key = _pressed(revision, session, reply)
        return (walk.take(at.step.choose(session.place, key)) if key else walk.arrive(session.place)).turn()
    move = _heard(revision, session, reply)
    return (walk.take(move) if move else _missed(walk)).turn()


def interrupt(revision: Revision, session: Session, flow: str, moment: Moment) -> Turn:
    """Open a flow aside, on top of the conversation; at its end the prompt beneath is repeated. One already aside is
    replaced. Where nothing lies beneath, it becomes the conversation. Raises KeyError for an unknown flow."""
    first = start(revision, flow)
    if session.ended or not fits(revision, session):
        beneath = session.but(stack=(), aside=False)
    elif session.aside:
        beneath = session.but(stack=_up_to_beneath(revision, session))
    else:
        beneath = session.but(stack=(*session.stack, session.place), aside=True)
    walk = Walk(revision, beneath.but(ended=False, awaiting=None, misses=0), moment)
    return walk.arrive(first).turn()


def repeat(revision: Revision, session: Session, moment: Moment) -> Turn:
    """Say the last prompt again: after a handback, a pause, a word the helpline answered itself."""
    if session.ended or not fits(revision, session):
        return Turn(session.but(ended=True))
    return Walk(revision, session.but(awaiting=None), moment).arrive(session.place).turn()


def correct(revision: Revision, session: Session, facts: Mapping[str, str], moment: Moment, to: str | None) -> Turn:
    """Facts learned outside the flow. With `to` that flow becomes the whole conversation; without, the session stays
    where it is and nothing is said. Raises KeyError for an unknown flow."""
    walk = Walk(revision, session, moment)
    walk.learn(facts)
    if to is None:
        return walk.turn()
    walk.session = walk.session.but(stack=(), aside=False, ended=False, awaiting=None, misses=0)
    return walk.arrive(start(revision, to)).turn()


def fits(revision: Revision, session: Session) -> bool:
    """Does every place of this session exist in this revision? If so a returning session may move to it."""
    return all(revision.step(place) is not None for place in (session.place, *session.stack))


def stale_choice(revision: Revision, session: Session, data: str) -> Mapping[str, str] | None:
    """The facts an old button of this very session would have set, had it still been asked; None for any other button.

    Someone who scrolls up and presses "Under 18" has said something, even where the engine only repeats its prompt."""
    token, place, _ = _parts(data)
    if token != session.token or (place == session.place and not session.ended):
        return None
    return said_by(revision, data)


def said_by(revision: Revision, data: str) -> Mapping[str, str] | None:
    """The facts a button of any session sets where it is asked; None where this revision has no such button, or it
    sets nothing."""
    _, place, key = _parts(data)
    step = revision.step(place)
    # Nothing is worked out and kept for the step: every revision there was may be asked, whatever is pressed.
    found = (route for route in step.routes(place) if route.name == key and route.label) if step else ()
    sets = next((route.sets for route in found), None)
    return sets if sets and sets.get("language") in (None, *revision.languages) else None


def is_of(session: Session, data: str) -> bool:
    """Does this button belong to this very session?"""
    return _parts(data)[0] == session.token


def _parts(data: str) -> tuple[str, Place, str]:
    token, _, rest = data.partition(":")
    where, _, key = rest.partition(":")
    flow, _, step = where.partition(".")
    return token, Place(flow, step), key


def _pressed(revision: Revision, session: Session, reply: Pressed) -> str | None:
    token, place, key = _parts(reply.data)
    if token != session.token or place != session.place:
        return None
    return key if any(offer.key == key for offer in revision.known(place).offers) else None


def _heard(revision: Revision, session: Session, reply: Said) -> Move | None:
    at = revision.known(session.place)
    key = at.lexicon.match(reply.words, session.language)
    return at.step.choose(session.place, key) if key else at.step.hear(session.place, reply.words)


def _missed(walk: Walk) -> Walk:
    """Not understood: the prompt again, gently; the second time with the human and the numbers, then in few words."""
    misses = walk.session.misses + 1
    walk.says.append(Notice(NOT_UNDERSTOOD[min(misses, len(NOT_UNDERSTOOD)) - 1]))
    walk.session = walk.session.but(misses=misses)
    return walk.ask_again()


def _up_to_beneath(revision: Revision, session: Session) -> tuple[Place, ...]:
    """The stack without what an aside flow has called: the lowest entry that no `call` left is the prompt beneath."""
    for depth, place in enumerate(session.stack, start=1):
        if not revision.known(place).arrival.calls:
            return session.stack[:depth]
    return session.stack
