"""What came of a talk, move by move: what stands on her screen, and what the house knows and has done by then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from helpline import buttons
from helpline.case import Case
from helpline.consent import standing
from helpline.conversation import CARD
from helpline.ports import Changes, Outgoing
from helpline.talks.memory import Memory
from helpline.talks.talk import AnyMove

#: The buttons the helpline puts itself stand at no step of a flow.
OWN = "house"
#: Why a move could not be made: there is no such button on the screen; no such step; the flow went wrong there.
Trouble = Literal["no_button", "no_step", "failed"]
_CARD = CARD.format("")


@dataclass(frozen=True)
class Button:
    """`place` and `key`: how a talk presses it; none where it opens a page. `data`: what the channel sends back."""

    label: str
    place: str | None = None
    key: str | None = None
    data: str = ""


@dataclass(frozen=True)
class Bubble:
    """`says`: the texts of the flow in it, by key. `card`: the entries of the directory, where it is a card. `gone`: at
    which move it went from the chat, counted from 1; None while it stands there."""

    by: Literal["bot", "contact"]
    text: str
    buttons: tuple[Button, ...] = ()
    says: tuple[str, ...] = ()
    card: str | None = None
    gone: int | None = None


@dataclass(frozen=True)
class Exchange:
    """One move, what was said, and how things stand then. `effects`: what the flow asked for, with the answer, and what
    the house did. `kept`: the kinds of what is kept of hers. `holder`: who has her case; None where there is none."""

    move: AnyMove
    at: datetime
    bubbles: tuple[Bubble, ...] = ()
    place: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    consents: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    holder: str | None = None
    language: str = ""
    ended: bool = True
    trouble: Trouble | None = None

    @property
    def said(self) -> tuple[Bubble, ...]:
        return tuple(one for one in self.bubbles if one.by == "bot")


@dataclass(frozen=True)
class Played:
    exchanges: tuple[Exchange, ...] = ()

    @property
    def trouble(self) -> bool:
        """Could some move not be made?"""
        return any(one.trouble for one in self.exchanges)


# ── how things stand ────────────────────────────────────────────────────────────────────────────────────────────
def standing_now(memory: Memory, languages: tuple[str, ...], hint: str) -> dict[str, Any]:
    """What the house knows of her between two moves, as the fields of an exchange."""
    session, case = memory.session, memory.case
    ended = session is None or session.ended
    spoken = (session and session.language, case and case.language, hint)
    return {
        "place": None if ended or session is None else str(session.place),
        "facts": {**(case.facts if case else {}), **(session.facts if session else {})},
        "consents": tuple(sorted(standing(case.consents))) if case else (),
        "kept": tuple(_kept(case, memory)) if case else (),
        "holder": case.holder.kind if case else None,
        "language": next((one for one in spoken if one and one in languages), languages[0]),
        "ended": ended,
    }


def _kept(case: Case, memory: Memory) -> Iterable[str]:
    yield from sorted({item.kind for item in case.items})
    yield from sorted(case.words)
    if memory.lines.get(case.id):
        yield "transcript"


def effects_of(changes: Changes, before: Case | None) -> tuple[str, ...]:
    """What the flow asked for, such as `KeepLinks.kept`; what staff are told; and what the house did besides."""
    asked = tuple(f"{name}.{answer}" for name, answer in changes.asked)
    done = {
        "erased": before is not None and changes.case is None and not changes.lock,
        "locked": changes.lock,
        "wiped": changes.wipe,
        "hers_deleted": bool(changes.delete) and not changes.wipe,
        "transcript_erased": changes.erase_transcript,
        "came_back": changes.come_back,
        "copy_made": changes.copy is not None,
        "page_opened": changes.ticket is not None,
    }
    return (*asked, *(f"alert.{one}" for one in changes.alerts), *(name for name, holds in done.items() if holds))


# ── what stands on her screen ───────────────────────────────────────────────────────────────────────────────────
def bubble(said: Outgoing, case: Case | None = None) -> Bubble:
    """`case`: hers, as it is now; what her buttons mean may hang on it."""
    pages = (Button(said.opens.label),) if said.opens else ()
    choices = tuple(button(label, data, case) for row in said.buttons for label, data in row)
    texts = tuple(one for one in said.says if not one.startswith(_CARD))
    shown = " ".join(one.removeprefix(_CARD) for one in said.says if one.startswith(_CARD))
    return Bubble("bot", said.text.plain, (*pages, *choices), texts, shown or None)


def button(label: str, data: str, case: Case | None = None) -> Button:
    """A button by what it means: the choice of a step, or something of the helpline's own. A consent is called by what
    it is about: its id is drawn, and another one as soon as anything is said before it."""
    own = buttons.read(data)
    if own is not None:
        given = (one.scope for one in (case.consents if case else ()) if one.id.endswith(own.says))
        key = next(given, own.says) if own.kind == buttons.CONSENT else own.says
        return Button(label, f"{OWN}.{own.kind}", key.replace("+", "_"), data)
    _, _, rest = data.partition(":")
    place, _, key = rest.partition(":")
    return Button(label, place, key, data)
