"""consent: what was asked, in which wording, given or withdrawn, when. Each scope apart, each off until given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Consent:
    """One yes, with the exact words it was given to. `wording` is the text's key, `revision` the one it stood in."""

    id: str
    scope: str
    wording: str
    revision: int
    text: str
    language: str
    given_at: datetime
    withdrawn_at: datetime | None = None

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None


def standing(consents: Iterable[Consent]) -> frozenset[str]:
    """The scopes agreed to and not withdrawn since."""
    return frozenset(consent.scope for consent in consents if consent.stands)
