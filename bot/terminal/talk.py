"""Holds any flow's conversation line by line, with a stand-in for the helpline that agrees to everything."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from bot.terminal import channel
from bot.terminal.updates import read
from flows import engine
from flows.flow import Revision
from flows.move import Answered, Effect, Moment, Turn
from flows.session import Session

#: What the stand-in answers to each effect. It keeps nothing.
ANSWERS = {
    "Grant": "given",
    "Decline": "declined",
    "KeepLinks": "kept",
    "KeepHashes": "kept",
    "KeepWords": "kept",
    "ShowReview": "shown",
    "ChangeItem": "changed",
    "HandOff": "queued",
    "Alert": "done",
}


def agree(effect: Effect) -> str:
    """The answer of a helpline that refuses nothing."""
    return ANSWERS[type(effect).__name__]


def talk(
    revision: Revision,
    flow: str,
    language: str,
    moment: Moment,
    typed: TextIO,
    shown: TextIO,
    answer: Callable[[Effect], str] = agree,
) -> Session:
    """Hold a conversation until it ends or nothing more is typed; the session as it then stands comes back.

    Raises KeyError for an unknown flow.
    """
    turn = _settle(revision, engine.begin(revision, flow, language, moment, "terminal"), moment, shown, answer)
    while not turn.session.ended:
        line = typed.readline()
        if not line:
            break
        reply = read(line, channel.buttons(turn.says))
        if reply is not None:
            turn = _settle(revision, engine.advance(revision, turn.session, reply, moment), moment, shown, answer)
    return turn.session


def _settle(revision: Revision, turn: Turn, moment: Moment, shown: TextIO, answer: Callable[[Effect], str]) -> Turn:
    """Show a turn and answer what it asks, until it waits for the contact."""
    _show(turn, shown)
    while turn.effects:
        for effect in turn.effects:
            said = answer(effect)
            shown.write(channel.asked(effect, said) + "\n")
        turn = engine.advance(revision, turn.session, Answered(said), moment)
        _show(turn, shown)
    return turn


def _show(turn: Turn, shown: TextIO) -> None:
    for line in channel.lines(turn.says):
        shown.write(line + "\n")
    shown.flush()
