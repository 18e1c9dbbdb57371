"""case: one request for help, kept because the contact agreed. It has exactly one holder; only the holder may write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from helpline.consent import Consent, standing
from helpline.evidence import Item


@dataclass(frozen=True)
class Holder:
    """Who talks now: the bot, a team's queue (waiting), or one staff member.

    `token` goes up by one each time the holder changes; a send must show the token it was written under.
    """

    kind: str = "bot"
    team: str | None = None
    staff: str | None = None
    token: int = 0


@dataclass(frozen=True, repr=False)
class Case:
    """`number` is what the contact writes down; `pin_digest` the keyed digest of her PIN, None until it was issued.

    `facts` are the answers so far (flows.facts). `words` are answers in her own words, by name (flows.facts.ANSWERS).
    `urgency` is none, danger or crisis. `route` is the organisation: institute, child_focus or both.
    """

    id: str
    number: str
    opened_at: datetime
    language: str
    holder: Holder = Holder()
    route: str = "institute"
    urgency: str = "none"
    state: str = "open"
    waiting_since: datetime | None = None
    pin_digest: bytes | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    consents: tuple[Consent, ...] = ()
    items: tuple[Item, ...] = ()

    def agreed(self, scope: str) -> bool:
        return scope in standing(self.consents)

    @property
    def is_waiting(self) -> bool:
        return self.holder.kind == "queue"

    def __repr__(self) -> str:
        return f"Case({self.id}, held by {self.holder.kind})"
