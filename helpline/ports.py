"""Everything that crosses the edge of the core: what comes in, what is loaded, what changes, what goes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from flows.flow import Revision
from flows.session import Session
from helpline.case import Case
from helpline.contact import Address, Contact, Words
from helpline.directory import Directory
from helpline.events import Event
from helpline.note import Note
from helpline.on_device.leave import PageUse
from helpline.staff import Staff
from helpline.steps_walked import Walked
from helpline.transcript import Line


# ── a contact writes ──────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Incoming:
    """One thing received from a contact, in our own terms.

    `kind`: text | press | media | edit | blocked | unblocked | joined_group | silent.
    `update` is the channel's id of it, unique per channel: it is worked off at most once.
    `words`: what she typed (text), or None. `data`: a button's data (press). `callback`: the id to answer a press with.
    `message`: the channel's id of the message she sent, or of the message the button is on. `burst`: equal for the
    parts of one album. `language_hint`: what her app is set to, used for the first greeting only.
    """

    channel: str
    update: int
    address: Address
    kind: str
    at: datetime
    words: Words | None = None
    data: str | None = None
    callback: str | None = None
    message: int | None = None
    burst: str | None = None
    language_hint: str | None = None


# ── what storage loads for one unit, and what came of it ──────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Loaded:
    """All that one unit needs. `contact` is None for a new one. `locked`: a case lies behind a locked access row; it is
    not loaded, this chat has forgotten it. A `case` beside it is another one, opened since.

    For a unit of staff or of a chore, which begins at the case: `case` is that one, `locked` says that the chat it was
    opened in has forgotten it (then `session` is None, and what is said is kept back until her PIN), and `contact` is
    whom it was opened by.

    `claimed`: she typed a number and a PIN. `barred`: staff have shut this chat out until then. `quiet_since`: for a
    chore, when anything last happened in this chat, to the minute."""

    contact: Contact | None = None
    session: Session | None = None
    case: Case | None = None
    locked: bool = False
    claimed: Claimed | None = None
    barred: datetime | None = None
    quiet_since: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, repr=False)
class Claimed:
    """What came of a number and a PIN she typed. `case`: the one they open; None where they open none. `wait`: so many
    seconds no try of hers, or at that number, is looked at."""

    case: Case | None = None
    wait: int = 0

    def __repr__(self) -> str:
        return "Claimed()"


@dataclass(frozen=True)
class Page:
    """A button under a message that opens a page inside the messenger. The address holds what opens it."""

    label: str
    address: Words


@dataclass(frozen=True)
class Outgoing:
    """One message to a contact, written to the outbox with its cause.

    `buttons` are rows of (label, data). `protect`: cannot be forwarded or saved. `tag` groups messages to be deleted
    together (`pin`); `delete_after` seconds after sending it is deleted by itself. `edit_of`: edit this one instead.
    `holder_token`: the token of the case's holder under which it was written; a stale one is withdrawn, None never.
    `open_until`: she has just written, so until then she has the chat open; later it is sent covered, by a line in her
    `language` (helpline/lock_screen.py). `opens`: a page, by a button above the others. `says`: the texts and cards of
    the flow that it says, by key; not kept, it is for who tries a flow.
    """

    id: str
    text: Words
    buttons: tuple[tuple[tuple[str, str], ...], ...] = ()
    cause: str = "reply"
    protect: bool = False
    tag: str | None = None
    delete_after: int | None = None
    edit_of: int | None = None
    holder_token: int | None = None
    open_until: datetime | None = None
    language: str = ""
    opens: Page | None = None
    says: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Changes:
    """All that came of one incoming: storage saves it as one transaction, then it is sent.

    Storage compares `session` and `case` with what was loaded: None where there was one means: destroy its key.
    `wipe`: delete every message of both sides that the channel still lets us delete. `delete`: these messages of hers.
    `delete_tagged`: messages of ours with this tag. `lock`: lock the access row to the case, the chat forgets it.
    `answer`: the words of a callback answer ("" = silently). `alerts`: codes staff are told, without content
    (waiting, crisis, danger, recalled, parked). `transcript`: lines to append; only with a case. `erase_transcript`:
    first remove every line it has so far. A case erased beside a session that goes on leaves that session a new key.
    `notes`: what staff tell each other. `carry_over`: who held the case let go of it by herself, so what she wrote
    before and is not sent yet still is. `keep_back`: nothing is sent now; it waits until `keep_back_until`, or, where
    that is None, until she is back. `give_out`: what was kept back goes into the outbox now, before `outgoing`.
    `come_back`: `case` is the one she claimed: this chat has it from now on, and every other chat forgets it.
    `ticket`: leave to open one page. `copy`: she wants a copy of everything, locked with these words of hers.
    `bar_until`: this chat is shut out until then (a moment that has passed: no longer). `used`: what this takes of a
    page of hers; where the page has no such leave any more, nothing happens (NoSuchPage, NoMoreFiles). `asked`: what
    the flow asked for and was answered, such as (KeepLinks, refused); not kept, it is for who tries a flow. `walked`:
    what is counted of it, step by step, once it is durable.
    """

    contact: Contact
    session: Session | None = None
    case: Case | None = None
    outgoing: tuple[Outgoing, ...] = ()
    transcript: tuple[Line, ...] = ()
    events: tuple[Event, ...] = ()
    alerts: tuple[str, ...] = ()
    answer: str | None = None
    delete: tuple[int, ...] = ()
    delete_tagged: tuple[str, ...] = ()
    wipe: bool = False
    lock: bool = False
    erase_transcript: bool = False
    notes: tuple[Note, ...] = ()
    carry_over: bool = False
    keep_back: bool = False
    keep_back_until: datetime | None = None
    give_out: bool = False
    come_back: bool = False
    ticket: Ticket | None = None
    copy: Words | None = None
    bar_until: datetime | None = None
    used: PageUse | None = None
    asked: tuple[tuple[str, str], ...] = ()
    walked: tuple[Walked, ...] = ()


@dataclass(frozen=True)
class Ticket:
    """Leave to open one page for this case: what stands in the fragment of its address, what for, until when."""

    secret: Words
    purpose: str
    until: datetime


# ── what the core is given ────────────────────────────────────────────────────────────────────────────────────────
class Chance(Protocol):
    """Ids and randomness, handed in so that rules can be told what to expect."""

    def id(self) -> str:
        """A random id as text."""
        ...

    def token(self) -> str:
        """8 URL-safe characters that tie buttons to a session."""
        ...

    def case_number(self) -> str:
        """Readable, random, without characters that look alike: K7RM-2QXD."""
        ...

    def pin(self) -> str:
        """At least 8 random digits."""
        ...

    def pin_digest(self, case: str, pin: str) -> bytes:
        """A keyed digest: without the key store it says nothing."""
        ...


#: The catalogue: say(language, English source text, **values) → the text in that language.
Say = Callable[..., str]


@dataclass(frozen=True)
class House:
    """What every decision may know of the house it is made in."""

    revisions: Mapping[int, Revision]
    running: int
    directory: Directory
    say: Say
    operator: str
    languages: tuple[str, ...]
    chance: Chance
    #: The teams of this house; the first one is whom a case waits for where none is named.
    teams: tuple[str, ...] = ("helpline",)
    #: Staff by id, whether they are there or not; and the ids of who is there and takes cases just now.
    colleagues: Mapping[str, Staff] = field(default_factory=dict)
    #: Where browsers find the pages of this house (https://…); None where nobody outside reaches them.
    pages: str | None = None
    here: frozenset[str] = field(default_factory=frozenset)
    #: Where a flow is tried: what it asks for next is refused, whatever the rules say.
    refuses: bool = False

    @property
    def staff(self) -> frozenset[str]:
        """The teams of which someone is there just now; empty where nobody signs in."""
        there = (self.colleagues[one] for one in self.here if one in self.colleagues)
        return frozenset(team for member in there if member.may("talk") for team in member.teams)


#: `helpline.intake.decide`: pure and synchronous.
Decide = Callable[[Loaded, Incoming, datetime, House], Changes]
#: What staff do or what time brings, decided over one case: pure and synchronous like `Decide`. Raises Declined.
DecideCase = Callable[[Loaded, datetime, House], Changes]
