"""What a house would remember of somebody between two of her messages. Here it is gone as soon as the talk is over.

The same as what `storage/` makes of a decision; a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from flows.session import Session
from helpline import pin_tries, returning
from helpline.case import Case
from helpline.contact import Contact
from helpline.pin_tries import CHAT, OWN, STRANGERS, Count, Limit
from helpline.ports import Changes, Claimed, Incoming, Loaded, Outgoing

#: A keyed digest of a PIN, for a case.
Digest = Callable[[str, str], bytes]


@dataclass(frozen=True, repr=False)
class Memory:
    """`hidden`: cases this chat has forgotten. `touched`: when the session was last saved. `lines`: how many lines of a
    transcript there are, by case. `later`: what waits to be sent until she is back. `tries`: at numbers and PINs."""

    contact: Contact | None = None
    session: Session | None = None
    case: Case | None = None
    hidden: tuple[Case, ...] = ()
    touched: datetime | None = None
    barred: datetime | None = None
    lines: dict[str, int] = field(default_factory=dict)
    later: tuple[Outgoing, ...] = ()
    tries: dict[str, Count] = field(default_factory=dict)

    def heard(self, incoming: Incoming, digest: Digest, now: datetime) -> tuple[Memory, Loaded]:
        """All that a decision about this needs. A number and a PIN are counted before they are looked at."""
        known = Loaded(self.contact, self.session, self.case, bool(self.hidden), barred=self.barred)
        claim = returning.claim(known, incoming)
        if claim is None:
            return self, known
        cases = [one for one in (self.case, *self.hidden) if one is not None and one.number == claim.number]
        limits = _limits(claim.number, own=bool(cases))
        counts = pin_tries.counted(self.tries, limits, now)
        if wait := pin_tries.wait(limits, counts, now):
            return self, replace(known, claimed=Claimed(wait=wait))
        fits = next((one for one in cases if one.pin_digest == digest(one.id, claim.pin)), None)
        counts = counts if fits else pin_tries.charged(counts)
        return replace(self, tries=self.tries | counts), replace(known, claimed=Claimed(fits))

    def of(self, case: Case) -> Loaded:
        """What is known where time looks at a case; one that this chat has forgotten is looked at alone."""
        hidden = case in self.hidden
        return Loaded(self.contact, None if hidden else self.session, case, hidden)

    # ── what was decided ──────────────────────────────────────────────────────────────────────────────────────
    def after(self, changes: Changes, before: Case | None, now: datetime) -> Memory:
        """`before`: the case the decision was about."""
        behind = before in self.hidden
        known = replace(
            self,
            contact=changes.contact,
            session=self._saved(self.session if behind else changes.session),
            touched=now.replace(second=0, microsecond=0) if changes.session else self.touched,
            barred=changes.bar_until or self.barred,
            lines=self._lines(changes, before),
            later=(*self._waiting(changes), *(changes.outgoing if changes.keep_back else ())),
        )
        if behind:
            return replace(known, hidden=_with(known.hidden, before, changes.case))
        if changes.come_back:
            return known._back(changes.case, self.case)
        if changes.lock and changes.case is not None:
            return replace(known, case=None, hidden=(*known.hidden, changes.case))
        return replace(known, case=changes.case)

    def _saved(self, session: Session | None) -> Session | None:
        """Written down and read back, as between any two messages."""
        return Session.from_json(session.to_json()) if session else None

    def _lines(self, changes: Changes, before: Case | None) -> dict[str, int]:
        lines = {key: 0 if changes.erase_transcript else count for key, count in self.lines.items()}
        if before is not None and changes.case is None:
            lines.pop(before.id, None)
        if changes.case is not None and changes.transcript:
            lines[changes.case.id] = lines.get(changes.case.id, 0) + len(changes.transcript)
        return lines

    def _waiting(self, changes: Changes) -> tuple[Outgoing, ...]:
        return () if changes.give_out or (changes.case is None and not changes.lock) else self.later

    def _back(self, case: Case | None, left: Case | None) -> Memory:
        """She came back to a case; another one that was open here goes behind its own PIN."""
        others = tuple(one for one in self.hidden if case is None or one.id != case.id)
        quiet = () if left is None else (replace(left, answer_by=None, numbers_by=None),)
        return replace(self, case=case, hidden=(*others, *quiet))


def said(memory: Memory, changes: Changes) -> tuple[Outgoing, ...]:
    """What reaches her now: what waited for her comes first."""
    if changes.keep_back:
        return ()
    return (*(memory.later if changes.give_out else ()), *changes.outgoing)


def _limits(number: str, *, own: bool) -> dict[str, Limit]:
    """What a try at this number counts against: this chat, and the number; `own`: she had it open in this chat."""
    return {"chat": CHAT, f"own {number}" if own else f"strangers {number}": OWN if own else STRANGERS}


def _with(cases: tuple[Case, ...], before: Case | None, after: Case | None) -> tuple[Case, ...]:
    return tuple(kept for one in cases if (kept := after if one is before or one == before else one) is not None)
