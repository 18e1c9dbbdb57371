"""Holds any flow's conversation line by line, with a stand-in for the helpline that agrees to everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

from bot.terminal import channel
from bot.terminal.updates import read
from flows import engine
from flows.flow import Revision
from flows.move import Answered, Effect, Moment, Spoken, Turn
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


Worded = Callable[[Spoken, Session], str]


def plainly(spoken: Spoken, session: Session) -> str:
    """Placeholders, cards and notices by name, as an editor wrote them."""
    return channel.by_name(spoken)


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
    wording: Worded = plainly,
) -> Session:
    """Hold a conversation until it ends or nothing more is typed; the session as it then stands comes back.

    Raises KeyError for an unknown flow.
    """
    stage = _Stage(revision, moment, shown, answer, wording)
    turn = stage.settle(engine.begin(revision, flow, language, moment, "terminal"))
    while not turn.session.ended:
        line = typed.readline()
        if not line:
            break
        reply = read(line, channel.buttons(turn.says))
        if reply is not None:
            turn = stage.settle(engine.advance(revision, turn.session, reply, moment))
    return turn.session


@dataclass(frozen=True)
class _Stage:
    """Where a conversation is held."""

    revision: Revision
    moment: Moment
    shown: TextIO
    answer: Callable[[Effect], str]
    wording: Worded

    def settle(self, turn: Turn) -> Turn:
        """Show a turn and answer what it asks, until it waits for the contact."""
        self._show(turn)
        while turn.effects:
            for effect in turn.effects:
                said = self.answer(effect)
                self.shown.write(channel.asked(effect, said) + "\n")
            turn = engine.advance(self.revision, turn.session, Answered(said), self.moment)
            self._show(turn)
        return turn

    def _show(self, turn: Turn) -> None:
        for line in channel.lines(turn.says, lambda spoken: self.wording(spoken, turn.session)):
            self.shown.write(line + "\n")
        self.shown.flush()
