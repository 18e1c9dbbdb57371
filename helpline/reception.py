"""reception: one incoming being received, and all that has come of it so far. A rule takes one, gives the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flows.flow import Revision
from flows.move import Moment
from flows.session import Place, Session
from helpline import lock_screen
from helpline.adults import may_join_transcript
from helpline.case import Case
from helpline.contact import Contact, Words
from helpline.events import Event
from helpline.moving_on import in_todays
from helpline.note import Note
from helpline.ports import Changes, House, Incoming, Loaded, Outgoing, Ticket
from helpline.steps_walked import Walked
from helpline.transcript import Line

Buttons = Iterable[tuple[str, str]]
#: Two buttons stand side by side where both labels are at most this long.
SHORT_LABEL = 14
#: The longest message a channel takes, with some room to spare.
LONGEST_MESSAGE = 3900
#: What must arrive whoever holds the case: these are not withdrawn when the holder changes.
ALWAYS_SENT = ("alarm", "pin", "goodbye")
#: The cause of what staff type; and of what the house tells her about who is talking to her.
STAFF, NOTICE = "staff", "notice"
#: The cause of the one word that is sent even into a hidden chat; it says nothing.
NUDGE = "nudge"
#: The kind of an incoming that did not come from her: a staff action; time. And of one that she sent from a page of
#: ours, so that nobody knows whether she has the chat open.
DESK, CHORE, PAGE = "staff", "chore", "page"


@dataclass(frozen=True, repr=False)
class Reception:
    loaded: Loaded
    incoming: Incoming
    now: datetime
    house: House
    contact: Contact
    session: Session | None
    case: Case | None
    outgoing: tuple[Outgoing, ...] = ()
    transcript: tuple[Line, ...] = ()
    events: tuple[Event, ...] = ()
    alerts: tuple[str, ...] = ()
    delete: tuple[int, ...] = ()
    delete_tagged: tuple[str, ...] = ()
    wipe: bool = False
    lock: bool = False
    erase_transcript: bool = False
    deleted: bool = False
    notes: tuple[Note, ...] = ()
    carry_over: bool = False
    keep_back: bool = False
    keep_back_until: datetime | None = None
    give_out: bool = False
    come_back: bool = False
    ticket: Ticket | None = None
    copy: Words | None = None
    bar_until: datetime | None = None
    asked: tuple[tuple[str, str], ...] = ()
    walked: tuple[Walked, ...] = ()

    # ── asking ────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def language(self) -> str:
        """The language of the talk, else of the case, else what her app is set to, else the first one of the house;
        English, where her app speaks one that nobody here does."""
        hint = self.incoming.language_hint
        known = (self.session and self.session.language, self.case and self.case.language, hint, hint and "en")
        return next((one for one in known if one and one in self.house.languages), self.house.languages[0])

    @property
    def facts(self) -> Mapping[str, str]:
        """What is known: of the case, corrected by what was said since."""
        return {**(self.case.facts if self.case else {}), **(self.session.facts if self.session else {})}

    @property
    def resting(self) -> bool:
        """No conversation is going on."""
        return self.session is None or self.session.ended

    @property
    def held(self) -> bool:
        """Somebody other than the bot has this case: a team's queue or one of the staff."""
        return self.case is not None and self.case.holder.kind != "bot"

    @property
    def moment(self) -> Moment:
        staff = frozenset(f"staff:{team}" for team in self.house.staff)
        teams = frozenset(f"team:{team}" for team in self.house.teams)
        return Moment(self.now, self.house.directory.holds(self.now) | staff | teams)

    @property
    def revision(self) -> Revision:
        """The revision the session began in; where that is gone, the running one."""
        number = self.session.revision if self.session else self.house.running
        return self.house.revisions.get(number) or self.house.revisions[self.house.running]

    def phrase(self, text: str, /, **values: object) -> str:
        """A text of the catalogue in her language."""
        return self.house.say(self.language, text, **values)

    def since(self, mark: str) -> timedelta | None:
        """How long ago something was noted; None where it never was."""
        noted = self.session.marks.get(mark) if self.session else None
        return self.now - datetime.fromisoformat(noted) if noted else None

    @property
    def _open_until(self) -> datetime | None:
        """Until when she has the chat open: she has just written or tapped, or did so lately."""
        if self.incoming.kind in (DESK, CHORE, PAGE):
            return lock_screen.open_until(self.case or self.loaded.case)
        return min(self.incoming.at, self.now) + lock_screen.OPEN_FOR

    # ── what came of it ───────────────────────────────────────────────────────────────────────────────────────
    def but(self, **changes: Any) -> Reception:
        """A copy with these fields changed: `dataclasses.replace`, several times faster; each message does it often."""
        made = object.__new__(Reception)
        vars(made).update(vars(self), **changes)
        return made

    def speaking(self, language: str | None) -> Reception:
        """Someone new who writes in this language is greeted in it; who was here before keeps hers."""
        if language not in self.house.languages:
            return self
        return self.but(incoming=replace(self.incoming, language_hint=language))

    def note(self, **marks: str) -> Reception:
        """Small notes on the session; there is one afterwards."""
        session = self.session or self.rest()
        return self.but(session=session.but(marks={**session.marks, **marks}))

    def rest(self) -> Session:
        """A session in which nothing is going on."""
        start = Place("triage", self.house.revisions[self.house.running].flows["triage"].start)
        return Session(self.house.running, start, self.house.chance.token(), self.language, ended=True)

    def tell(self, text: str, buttons: Buttons = (), **how: Any) -> Reception:
        """One message; a long one in several, the buttons under the last."""
        pieces = list(split(sendable(text)))
        for piece in pieces:
            rows = arrange(buttons) if piece is pieces[-1] else ()
            self = self.but(outgoing=(*self.outgoing, self._message(piece, rows, **how)))
        return self

    def _message(self, words: str, rows: Any = (), **how: Any) -> Outgoing:
        """The one place where messages are made: each knows until when she has the chat open."""
        new = self.house.chance.id()
        return Outgoing(new, Words(words), rows, open_until=self._open_until, language=self.language, **how)

    def without_prompts(self) -> Reception:
        """Take back the questions put so far: another one follows, or none may."""
        return self.but(outgoing=tuple(one for one in self.outgoing if one.cause != "prompt"))

    def urgent_since(self, number: int) -> Reception:
        """From that message on, all but the questions is sent whoever comes to hold the case."""
        urgent = (replace(one, cause="alarm") if one.cause == "reply" else one for one in self.outgoing[number:])
        return self.but(outgoing=(*self.outgoing[:number], *urgent))

    def happened(self, kind: str, /, **about: str | int) -> Reception:
        """An event of the case. Without a case nothing is remembered, not even that something happened."""
        if self.case is None:
            return self
        event = Event(self.house.chance.id(), kind, self.now, self.case.id, about)
        return self.but(events=(*self.events, event))

    def alert(self, kind: str) -> Reception:
        return self if kind in self.alerts else self.but(alerts=(*self.alerts, kind))

    def wrote(self, words: str) -> Reception:
        """Her words join the transcript, where they may, and are counted: staff see how much is new."""
        case = self.case
        if case is None or not may_join_transcript(case):
            return self
        line = Line(self.house.chance.id(), "contact", Words(words), self.now)
        counted = replace(case, wrote=case.wrote + 1, wrote_at=self.now)
        return self.but(transcript=(*self.transcript, line), case=counted).happened("contact_wrote")

    def wrote_by_staff(self, line: str, words: str, staff: str) -> Reception:
        """What one of the staff says to her, as typed, with a line of that id in the transcript; a long one in several.

        She may copy and keep it: advice is of use only to who still has it."""
        for number, piece in enumerate(split(sendable(words))):
            said = self._message(piece, cause=STAFF)
            spoken = Line(self.house.chance.id() if number else line, STAFF, said.text, self.now, said.id, staff)
            self = self.but(outgoing=(*self.outgoing, said), transcript=(*self.transcript, spoken))
        return self

    def noted(self, note: str, words: str, staff: str) -> Reception:
        """What colleagues tell each other. It has a way of its own, and none leads to her."""
        return self.but(notes=(*self.notes, Note(note, staff, Words(sendable(words)), self.now)))

    # ── the end of it ─────────────────────────────────────────────────────────────────────────────────────────
    def changes(self) -> Changes:
        token = self.case.holder.token if self.case else None
        bound = tuple(
            one if one.cause in ALWAYS_SENT or one.holder_token == token else replace(one, holder_token=token)
            for one in self.outgoing
        )
        return Changes(
            self.contact, self.session, self.case, bound, (*self.transcript, *self._spoken(bound)), self.events,
            self.alerts, "" if self.incoming.callback is not None else None, self.delete, self.delete_tagged, self.wipe,
            self.lock, self.erase_transcript, self.notes, self.carry_over, self.keep_back, self.keep_back_until,
            self.give_out, self.come_back, ticket=self.ticket, copy=self.copy, bar_until=self.bar_until,
            asked=self.asked, walked=self.walked,
        )  # fmt: skip

    def _spoken(self, bound: tuple[Outgoing, ...]) -> tuple[Line, ...]:
        """What the bot says while people have the case stands in the transcript too, and what she is told when they let
        go of it; numbers and PINs never do."""
        if not (self.held or self.incoming.kind in (DESK, CHORE)) or not may_join_transcript(self.case):
            return ()
        new, there = self.house.chance.id, {line.outbox for line in self.transcript}
        spoken = (one for one in bound if one.tag is None and one.id not in there)
        return tuple(Line(new(), "bot", one.text, self.now, one.id) for one in spoken)


def receive(loaded: Loaded, incoming: Incoming, now: datetime, house: House) -> Reception:
    """Take an incoming in. Who blocked us and writes again has not blocked us any more; who was away for weeks goes on
    in the conversation of today."""
    contact = loaded.contact or Contact(house.chance.id(), incoming.address)
    if contact.blocked and incoming.kind in ("text", "press", "media"):
        contact = replace(contact, blocked=False)
    return Reception(loaded, incoming, now, house, contact, in_todays(loaded.session, now, house), loaded.case)


def open_case(loaded: Loaded, kind: str, now: datetime, house: House) -> Reception:
    """Take up a case that nobody has just written in: for staff, from a page, or because time has passed. It must be
    there."""
    assert loaded.contact is not None
    assert loaded.case is not None
    address = loaded.contact.address
    incoming = Incoming(address.channel, 0, address, kind, now)
    return Reception(loaded, incoming, now, house, loaded.contact, loaded.session, loaded.case)


def arrange(buttons: Buttons) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Rows of buttons: one to a row, two where both are short."""
    rows: list[tuple[tuple[str, str], ...]] = []
    for button in buttons:
        if rows and len(rows[-1]) == 1 and len(button[0]) <= SHORT_LABEL >= len(rows[-1][0][0]):
            rows[-1] = (*rows[-1], button)
        else:
            rows.append((button,))
    return tuple(rows)


def split(text: str) -> Iterable[str]:
    """A text in pieces that fit into one message each, parted between lines."""
    piece = ""
    long = LONGEST_MESSAGE // 2
    if len(text) < long:  # as nearly every one is
        yield text
        return
    lines = (one[at : at + long] for one in text.split("\n") for at in range(0, max(1, len(one)), long))
    for line in lines:
        if piece and width(piece) + width(line) >= LONGEST_MESSAGE:
            yield piece
            piece = line
        else:
            piece = f"{piece}\n{line}" if piece else line
    yield piece


def sendable(text: str) -> str:
    """Without half characters and NULs, which no channel takes."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def width(text: str) -> int:
    """Its length as the channel counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
