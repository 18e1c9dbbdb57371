"""buttons: those the helpline puts itself, each tied to the case it was made for; an old one changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from helpline.case import Case

#: Agree to keeping links or hashes; leave the queue; the PIN is written down; when it is safe to write to her; take a
#: consent back; a copy of everything; make hashes on her own device.
AGREE, QUEUE, PIN, SAFE, CONSENT, COPY, HASH = KINDS = ("agree", "queue", "pin", "safe", "consent", "copy", "hash")


@dataclass(frozen=True)
class Own:
    """A button as it came back: what it is for, the case and moment it was made for, and what it says."""

    kind: str
    tie: str
    says: str

    def fits(self, case: Case | None) -> bool:
        """Was it made for this case, as it stands? Anything else is from an earlier moment, or made up."""
        return case is not None and self.tie == tie(case, self.kind)


def tie(case: Case, kind: str) -> str:
    """What binds a button to its case; one that leaves the queue is bound to this very wait as well."""
    return f"{case.id[-8:]}.{case.holder.token}" if kind == QUEUE else case.id[-8:]


def made(case: Case, kind: str, says: str) -> str:
    """The data of a button, well within 64 bytes."""
    return f"{kind}:{tie(case, kind)}:{says}"


def read(data: str) -> Own | None:
    """One of our own buttons; None where a flow put it."""
    kind, _, rest = data.partition(":")
    bound, _, says = rest.partition(":")
    return Own(kind, bound, says) if kind in KINDS else None
