"""Whatever people do, on whatever flow: the engine never raises and always leaves them a next step."""

from typing import Any

import pytest
from hypothesis import given

from flows import engine
from flows.faults import faults
from flows.flow import Revision
from flows.move import Button, Pressed, Say, Turn
from flows.session import Place, Session
from tests.flows.random_flows import DEEDS, revisions
from tests.flows.talking import Talk


class Life(Talk):
    """A talk in which anything may happen, and after which everything must be in order."""

    def __init__(self, known: Revision) -> None:
        self.old: list[Button] = []
        super().__init__(known, next(iter(known.flows)), holds=["staff:team"])
        self.settle()

    def happen(self, what: str, detail: Any) -> None:
        flows = list(self.revision.flows)
        match what:
            case "say":
                self.say(detail)
            case "press":
                buttons = self.buttons
                self.reply(Pressed(buttons[detail % len(buttons)].data if buttons else ""))
            case "press_old":
                self.reply(Pressed(self.old[detail % len(self.old)].data if self.old else ""))
            case "press_forged":
                self.reply(Pressed(detail))
            case "answer":
                self.answer(detail)
            case "interrupt":
                self.interrupt(flows[detail % len(flows)])
            case "repeat":
                self.turn = engine.repeat(self.revision, self.session, self.moment)
            case "correct":
                self.turn = engine.correct(self.revision, self.session, detail, self.moment, None)
                return
            case "move":
                self.turn = engine.correct(self.revision, self.session, {}, self.moment, flows[detail % len(flows)])
        self.settle()

    def settle(self) -> None:
        in_order(self.revision, self.turn)
        self.old += self.buttons

    @property
    def buttons(self) -> list[Button]:
        return [button for say in self.turn.says if isinstance(say, Say) for button in say.buttons]


def in_order(known: Revision, turn: Turn) -> None:
    """The session can be written down, has a next step, and went only where the map has ways."""
    session = turn.session
    assert Session.from_json(session.to_json()) == session
    assert engine.fits(known, session)
    assert all(name in known.known(place).routes for place, name in turn.segments)
    if session.ended:
        assert (turn.effects, session.stack, session.aside) == ((), (), False)
        return
    assert turn.effects or any(isinstance(say, Say) and say.prompt and say.buttons for say in turn.says)
    assert bool(turn.effects) == (session.awaiting is not None)
    assert session.aside <= bool(session.stack)
    for say in turn.says:
        if isinstance(say, Say):
            assert say.text
            assert all(len(button.data.encode()) <= 64 for button in say.buttons)


@given(known=revisions(), deeds=DEEDS)
def test_anything_on_any_flow(known: Revision, deeds: list[tuple[str, Any]]) -> None:
    assert faults(known.flows) == []
    life = Life(Revision.from_json(known.to_json()))
    for what, detail in deeds:
        life.happen(what, detail)


@given(deeds=DEEDS)
def test_anything_on_the_shipped_library(shipped: Revision, deeds: list[tuple[str, Any]]) -> None:
    life = Life(shipped)
    for what, detail in deeds:
        life.happen(what, detail)


@given(deeds=DEEDS)
def test_anything_on_the_small_library(small: Revision, deeds: list[tuple[str, Any]]) -> None:
    life = Life(small)
    for what, detail in deeds:
        life.happen(what, detail)


def test_a_turn_without_a_next_step_would_be_seen(small: Revision) -> None:
    session = Session(1, Place("talk", "age"), "token", "en")
    for turn in (
        Turn(session),
        Turn(session, (Say("talk.age.say", "Hm"),)),
        Turn(Session(1, Place("x", "y"), "t", "en")),
    ):
        with pytest.raises(AssertionError):
            in_order(small, turn)
