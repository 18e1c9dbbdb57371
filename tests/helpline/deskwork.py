"""Staff at their desk, with a contact who talks to the same house: what they do is decided as in the house itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from helpline.action import Action
from helpline.case import Case
from helpline.desk import AnyAction, perform
from helpline.ports import Changes, House, Loaded, Outgoing
from helpline.staff import Staff
from helpline.transcript import Line
from tests.helpline import house as house_of_tests
from tests.helpline.house import Talk, house, waiting

HELPLINE, LEGAL, CHILD_FOCUS = "helpline", "legal", "child_focus"
READ: TypeAdapter[Action] = TypeAdapter(AnyAction)


def member(name: str, role: str, *teams: str, active: bool = True) -> Staff:
    return Staff(name, name, name.capitalize(), frozenset({role}), frozenset(teams), active=active)


STAFF = {
    one.id: one
    for one in (
        member("ann", "counsellor", HELPLINE),
        member("bea", "counsellor", HELPLINE, LEGAL),
        member("sam", "supervisor", HELPLINE),
        member("leo", "counsellor", LEGAL),
        member("lin", "supervisor", LEGAL),
        member("cleo", "counsellor", CHILD_FOCUS),
        member("eve", "editor", HELPLINE),
        member("adam", "admin", HELPLINE),
        member("otto", "auditor", HELPLINE),
        member("away", "counsellor", HELPLINE),
        member("former", "counsellor", HELPLINE, active=False),
    )
}


def staffed(*teams: str) -> House:
    """Everybody but one is there."""
    return replace(
        house(),
        teams=teams or (HELPLINE, LEGAL, CHILD_FOCUS),
        colleagues=STAFF,
        here=frozenset(STAFF) - {"away", "former"},
    )


@dataclass
class Desk:
    """One case, seen from both sides. `sent`: everything that went out to her since, in order;
    `delivered`: what the store had sent at the last act, where there is one."""

    talk: Talk
    changes: Changes | None = None
    sent: list[Outgoing] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    typed: int = 0
    delivered: list[Outgoing] = field(default_factory=list)

    @property
    def case(self) -> Case:
        assert self.talk.case is not None
        return self.talk.case

    @property
    def loaded(self) -> Loaded:
        talk = self.talk
        if talk.locked and talk.hidden is not None:
            return Loaded(talk.contact, None, talk.hidden, True)
        return Loaded(talk.contact, talk.session, talk.case)

    def does(self, by: str, **action: Any) -> Changes:
        """One of the staff does something; what comes of it becomes so."""
        if action["verb"] in ("reply", "note"):
            self.typed += 1
            action.setdefault("id", f"browser-made-{self.talk.story}-{self.typed}")
        made = self._decided(READ.validate_python(action), STAFF[by])
        self.changes, talk = made, self.talk
        talk.contact = made.contact
        if talk.locked:
            talk.hidden = made.case
        else:
            talk.session, talk.case = made.session, made.case
        self.sent += () if made.keep_back else made.outgoing
        self.notes += [note.words.plain for note in made.notes]
        self.lines += made.transcript
        if made.case is not None:
            self.tokens.append(made.case.holder.token)
        talk.kept = Loaded(talk.contact, talk.session, talk.case, talk.locked)
        talk.buttons = {label: data for one in made.outgoing for row in one.buttons for label, data in row}
        return made

    def _decided(self, action: Action, by: Staff) -> Changes:
        """The decision alone; over a store, made and saved there, from what the store has loaded itself."""
        talk, loaded = self.talk, self.loaded
        shelf = house_of_tests.SHELF
        if shelf is None or loaded.case is None:
            return perform(action, loaded, by, talk.now, talk.house)
        touched = Loaded(talk.contact, talk.session, talk.case, talk.locked) != talk.kept  # by the test
        made: list[Changes] = []

        def decide(found: Loaded, now: datetime, home: House) -> Changes:
            made.append(perform(action, loaded if touched else found, by, now, home))
            return made[-1]

        worked = shelf.act(loaded.case.id, talk.now, talk.house, None if touched else loaded, decide, action.once)
        self.delivered = [one.outgoing for one in worked.deliveries]
        return made[-1]


# ── where a case may stand ────────────────────────────────────────────────────────────────────────────────────────
def in_line(language: str = "en", **more: Any) -> Desk:
    return Desk(waiting(language, house=staffed(), **more))


def with_ann(language: str = "en", **more: Any) -> Desk:
    desk = in_line(language, **more)
    desk.does("ann", verb="take_over")
    return desk


def with_bea() -> Desk:
    desk = in_line()
    desk.does("bea", verb="take_over")
    return desk


def with_the_bot() -> Desk:
    desk = with_ann()
    desk.does("ann", verb="hand_back", to="rest")
    return desk


def closed() -> Desk:
    desk = with_ann()
    desk.does("ann", verb="close", outcome="helped")
    return desk
