"""The people of the storage stories: contacts who write, decisions made for them, and what they leave behind."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from flows.session import Place, Session
from helpline.case import Case, Holder
from helpline.consent import Consent
from helpline.contact import Address, Contact, Words
from helpline.events import Event
from helpline.evidence import Item
from helpline.ports import Changes, House, Incoming, Loaded, Outgoing
from helpline.transcript import Line

NOW = datetime(2026, 3, 14, 20, 15, 42, 123456, tzinfo=UTC)
#: Storage hands the house through to the decision and never looks inside.
HOUSE = cast(House, None)


def some_id() -> str:
    return str(uuid.uuid4())


def writes(update: int, who: str = "4711", words: str = "hallo", **more: Any) -> Incoming:
    """She writes. `who` is her chat."""
    told: dict[str, Any] = {"kind": "text", "at": NOW, "words": Words(words), "message": update} | more
    return Incoming("telegram", update, Address("telegram", who), **told)


def session(mark: str = "", **more: Any) -> Session:
    told: dict[str, Any] = {"revision": 1, "place": Place("triage", "age"), "token": "tok4ever", "language": "nl"}
    return Session(**told | {"facts": {"age": "adult"}, "marks": {"note": mark}} | more)


def says(*texts: str, **more: Any) -> tuple[Outgoing, ...]:
    return tuple(Outgoing(some_id(), Words(text), **more) for text in texts)


def consent(scope: str = "keep", text: str = "May we keep this?") -> Consent:
    return Consent(some_id(), scope, f"evidence.{scope}.say", 1, text, "nl", NOW)


def link(typed: str = "https://example.org/her-name") -> Item:
    return Item(some_id(), "link", typed, NOW, "links", normalised=typed, platform="x", passage=(3, 9))


def line(words: str, by: str = "contact") -> Line:
    return Line(some_id(), by, Words(words), NOW)


def event(kind: str = "case_opened", case: str | None = None) -> Event:
    return Event(some_id(), kind, NOW, case, {"route": "institute", "count": 2})


def case(**more: Any) -> Case:
    told: dict[str, Any] = {
        "id": some_id(),
        "number": f"K7RM-{uuid.uuid4().hex.upper()}",
        "opened_at": NOW,
        "language": "nl",
        "pin_digest": b"\x01" * 32,
        "facts": {"age": "adult"},
        "words": {"story": "in my own words"},
        "consents": (consent(), consent("links", "And the links?")),
        "items": (link(), link("t.me/another")),
    }
    return Case(**told | more)


def contact_of(loaded: Loaded, incoming: Incoming) -> Contact:
    return loaded.contact or Contact(some_id(), incoming.address)


class Decision:
    """A decision that remembers what it was given, and changes what it was told to change."""

    def __init__(self, *said: str, keep: bool = True, **changes: Any) -> None:
        self.said, self.keep, self.changes = said, keep, changes
        self.seen: list[Loaded] = []

    def __call__(self, loaded: Loaded, incoming: Incoming, now: datetime, house: House) -> Changes:
        self.seen.append(loaded)
        told: dict[str, Any] = {"outgoing": says(*self.said)}
        if self.keep:
            told |= {"session": loaded.session or session(), "case": loaded.case}
        return Changes(contact_of(loaded, incoming), **told | self.changes)

    @property
    def last(self) -> Loaded:
        return self.seen[-1]


def waiting(case: Case, token: int = 1) -> Case:
    """The case in a team's queue."""
    return replace(case, holder=Holder("queue", "institute", None, token), waiting_since=NOW)


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def texts(deliveries: Sequence[Any]) -> list[str]:
    return [delivery.outgoing.text.plain for delivery in deliveries]
