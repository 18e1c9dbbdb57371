"""What goes into the engine and what comes out: replies in; says, effects and turns out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from flows.session import Place, Session


# ── in ────────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, repr=False)
class Said:
    """Words the contact typed."""

    words: str

    def __repr__(self) -> str:
        return f"Said(<{len(self.words)} characters>)"


@dataclass(frozen=True)
class Pressed:
    """A button: what `Button.data` said when it was made. May be stale, forged or from another session."""

    data: str


@dataclass(frozen=True)
class Answered:
    """The helpline's answer to the effects of the last turn: the name of one of the step's routes, such as
    `kept`, `refused`, `queued`, `given`."""

    route: str


Reply = Said | Pressed | Answered


@dataclass(frozen=True)
class Moment:
    """When it is and what holds just now: `open:<directory entry>`, `staff:<team>` while someone of it is there."""

    at: datetime
    holds: frozenset[str] = frozenset()


# ── out ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Button:
    """An inline button. `data` is at most 64 bytes: `<token>:<flow>.<step>:<choice key>`."""

    label: str
    data: str


@dataclass(frozen=True)
class Say:
    """One message in the session's language. Placeholders such as {operator} are filled by the helpline.

    `key` names the text (`triage.age.say`); `prompt` is true when it waits for a reply.
    """

    key: str
    text: str
    buttons: tuple[Button, ...] = ()
    prompt: bool = False


@dataclass(frozen=True)
class ShowCards:
    """Contact cards, by the keys of their entries in `directory/`; the helpline words them from the live directory."""

    entries: tuple[str, ...]


@dataclass(frozen=True)
class Notice:
    """Words the helpline has of its own, by name: `not_understood`, `not_understood_twice`,
    `not_understood_again`, `too_long`."""

    name: str


Spoken = Say | ShowCards | Notice


# ── effects: what a flow asks the helpline to do; may be refused ──────────────────────────────────────────────────
@dataclass(frozen=True)
class Grant:
    """The contact agreed to these scopes, in the wording of the text `wording`. Answers: given | refused."""

    scopes: tuple[str, ...]
    wording: str


@dataclass(frozen=True)
class Decline:
    """The contact said no to these scopes: a consent given earlier is withdrawn. Answers: declined."""

    scopes: tuple[str, ...]
    wording: str


@dataclass(frozen=True, repr=False)
class KeepLinks:
    """Links as she typed them. Answers: kept (something was) | refused (nothing was; told why)."""

    words: str


@dataclass(frozen=True, repr=False)
class KeepHashes:
    """Hashes as she typed them. Answers: kept | refused."""

    words: str


@dataclass(frozen=True, repr=False)
class KeepWords:
    """An answer in her own words, under a name of `flows.facts.ANSWERS`. Answers: kept | refused."""

    answer: str
    words: str


@dataclass(frozen=True)
class ShowReview:
    """Show all that would be shared, numbered. Answers: shown | empty."""


@dataclass(frozen=True, repr=False)
class ChangeItem:
    """`remove 2`, `2 0:10-0:16`, a corrected link …, typed at a review. Answers: changed | refused."""

    words: str


@dataclass(frozen=True)
class HandOff:
    """Put the case into a team's queue. Answers: queued | refused."""

    team: str


@dataclass(frozen=True)
class Alert:
    """Tell staff, without content: `danger`. Answers: done."""

    kind: str


Effect = Grant | Decline | KeepLinks | KeepHashes | KeepWords | ShowReview | ChangeItem | HandOff | Alert


@dataclass(frozen=True)
class Turn:
    """All that came of one reply. With `effects`, carry them out in order and `advance` again with `Answered`."""

    session: Session
    says: tuple[Spoken, ...] = ()
    effects: tuple[Effect, ...] = ()
    #: The routes walked, for statistics without a transcript: (place, route name).
    segments: tuple[tuple[Place, str], ...] = field(default=())
