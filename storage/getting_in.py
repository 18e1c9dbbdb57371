"""Getting in: joining by a link, signing in, stepping up. Each is one transaction: all of it, or nothing happened."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from helpline.events import Event
from helpline.people import STEPPED_UP, Invitation, LinkGone, Naming, NewPasskey, NotLetIn, Opened, Visit
from helpline.staff import Staff
from storage.passphrases import step_of
from storage.repositories import attempts, events, invitations, passkeys, sign_ins, staff
from storage.seal import Key
from storage.statements import Lock, Steps, ask_one

#: Held while it is decided who works here, so that two who decide at once see each other.
PEOPLE = 0x48_41_56_45_4E_06
#: What a challenge consists of: chance, the second it ends, and what only this house can have put beside them.
RANDOM, SECOND, MARK = 16, 8, 32
CHALLENGE_SECONDS = 300


#: Whether one more failure may still be written down in this minute.
Noted = Callable[[datetime], bool]


def always(now: datetime) -> bool:
    return True


@dataclass(frozen=True, repr=False)
class Entering:
    """Somebody on her way in. `token` is new and becomes her cookie; `device`: which browser on which system."""

    way: str
    now: datetime
    token: str
    device: str = ""
    noted: Noted = always

    @classmethod
    def by(cls, way: str, now: datetime, device: str = "", noted: Noted = always) -> Entering:
        return cls(way, now, secrets.token_urlsafe(32), device, noted)


@dataclass(frozen=True, repr=False)
class Answered:
    """A challenge answered with a passkey, and the passkey's count by then. `digest`: of the challenge."""

    credential: str
    sign_count: int
    digest: bytes


def new_id() -> str:
    return secrets.token_urlsafe(9)


def digest_of(token: str) -> bytes:
    """What of a token is kept. It holds 256 random bits, so a plain digest says nothing of it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def note(kind: str, now: datetime, staff_id: str = "", **about: str | int) -> Steps[None]:
    told = {"staff": staff_id, **about} if staff_id else about
    yield from events.append((Event(new_id(), kind, now, None, told),))


# ── challenges ────────────────────────────────────────────────────────────────────────────────────────────────────
def challenge(key: bytes, purpose: str, bound: str, now: datetime) -> bytes:
    """Good for one answer to this purpose. Nothing is written down until it is answered: strangers may ask for many."""
    head = secrets.token_bytes(RANDOM) + (int(now.timestamp()) + CHALLENGE_SECONDS).to_bytes(SECOND, "big")
    return head + _mark(key, purpose, bound, head)


def is_ours(key: bytes, given: bytes, purpose: str, bound: str, now: datetime) -> bool:
    if len(given) != RANDOM + SECOND + MARK:
        return False
    head, mark = given[:-MARK], given[-MARK:]
    fresh = int(now.timestamp()) < int.from_bytes(head[RANDOM:], "big")
    return hmac.compare_digest(_mark(key, purpose, bound, head), mark) and fresh


def _mark(key: bytes, purpose: str, bound: str, head: bytes) -> bytes:
    return hmac.new(key, f"{purpose}|{bound}|".encode() + head, hashlib.sha256).digest()


# ── signing in ────────────────────────────────────────────────────────────────────────────────────────────────────
def let_in(who: Staff, entering: Entering) -> Steps[Opened]:
    """A new row, and with it a new token: nobody comes in with one that was there before."""
    visit = Visit(new_id(), who, None, 0, entering.way)
    yield from sign_ins.sweep(entering.now)
    yield from attempts.sweep(entering.now)
    yield from sign_ins.insert(
        visit.sign_in, digest_of(entering.token), who.id, entering.way, entering.device, entering.now
    )
    yield from note("staff_signed_in", entering.now, who.id, way=entering.way)
    return Opened(entering.token, visit)


def refused(now: datetime, noted: Noted = always) -> Steps[None]:
    """It is noted that somebody was not let in, as often as `noted` allows; not who she said she was."""
    if noted(now):
        yield from note("sign_in_failed", now)


def by_passphrase(
    key: Key, login: str, fitted: str | None, code: str, account: str, entering: Entering
) -> Steps[Opened | None]:
    """`fitted`: the digest her passphrase was compared with and found right, beside this transaction, or None."""
    found = yield from staff.credentials(key, "login", login)
    step = step_of(found.seed, code, entering.now) if found and found.seed else None
    right = found is not None and found.staff.active and fitted is not None and found.passphrase == fitted
    if not right or found is None or step is None or not (yield from staff.spend_step(found.staff.id, step)):
        yield from refused(entering.now, entering.noted)
        return None
    opened = yield from let_in(found.staff, entering)
    yield from attempts.forgive(account)
    return opened


def by_passkey(answered: Answered, entering: Entering, until: datetime) -> Steps[Opened | None]:
    found = yield from passkeys.held(answered.credential)
    who = None if found is None else (yield from staff.one(found.staff_id))
    good = who is not None and who.active and (yield from _spent(answered, who.id, entering.now, until))
    if who is None or not good:
        yield from refused(entering.now, entering.noted)
        return None
    return (yield from let_in(who, entering))


def _spent(answered: Answered, staff_id: str, now: datetime, until: datetime) -> Steps[bool]:
    """The challenge counts once, and the passkey's own count must have gone up where it has one."""
    return (yield from passkeys.spend(answered.digest, until)) and (
        yield from passkeys.use(answered.credential, staff_id, answered.sign_count, now)
    )


# ── stepping up ───────────────────────────────────────────────────────────────────────────────────────────────────
def step_up(visit: Visit, old: str, proof: Callable[[], Steps[bool]], entering: Entering) -> Steps[Opened | None]:
    """The same sign-in under a new token, for what asks for more. `proof` is asked within the same transaction."""
    now, until = entering.now, entering.now + STEPPED_UP
    proven = yield from proof()
    if not proven or not (
        yield from sign_ins.renew(visit.sign_in, digest_of(old), digest_of(entering.token), until, now)
    ):
        yield from refused(now)
        return None
    yield from note("stepped_up", now, visit.staff.id, way=entering.way)
    return Opened(entering.token, replace(visit, stepped_up_until=until))


def code_counts(key: Key, staff_id: str, code: str, account: str, now: datetime) -> Steps[bool]:
    found = yield from staff.credentials(key, "id", staff_id)
    step = step_of(found.seed, code, now) if found and found.seed and found.staff.active else None
    if step is None or not (yield from staff.spend_step(staff_id, step)):
        return False
    yield from attempts.forgive(account)
    return True


def passkey_counts(answered: Answered, staff_id: str, now: datetime, until: datetime) -> Steps[bool]:
    return (yield from _spent(answered, staff_id, now, until))


# ── joining ───────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, repr=False)
class Chosen:
    """How she wants to come in from now on: a passkey, or a passphrase (its digest) with the code she confirmed."""

    passkey: NewPasskey | None = None
    challenge: bytes = b""
    passphrase: str = ""
    step: int = 0


def join(
    key: Key, token: str, chosen: Chosen, naming: Naming | None, entering: Entering, until: datetime
) -> Steps[Opened]:
    """The link is used up, what she chose is kept, and she is in. Raises LinkGone, NotLetIn; then nothing happened."""
    now = entering.now
    yield Lock(PEOPLE)
    invitation = yield from invitations.find(key, digest_of(token), now)
    if invitation is None or not (yield from invitations.use(digest_of(token))):
        raise LinkGone
    who = yield from _who_joins(invitation, naming, now)
    if chosen.passkey:
        if not (yield from passkeys.spend(chosen.challenge, until)):
            raise NotLetIn
        yield from add_passkey(who.id, chosen.passkey, now)
    else:
        yield from staff.set_passphrase(key, who.id, chosen.passphrase, invitation.seed, chosen.step)
    return (yield from let_in(who, entering))


def add_passkey(staff_id: str, new: NewPasskey, now: datetime) -> Steps[None]:
    """Raises NotLetIn where somebody has it already."""
    if not (yield from passkeys.insert(new_id(), staff_id, new, now)):
        raise NotLetIn
    yield from note("passkey_added", now, staff_id)


def _who_joins(invitation: Invitation, naming: Naming | None, now: datetime) -> Steps[Staff]:
    """Whom the link is for. The first admin is made here, where nobody else was before her."""
    if invitation.kind != "first":
        who = yield from staff.one(invitation.staff_id)
        if who is None:
            raise LinkGone
        return who
    if naming is None or (yield from ask_one("SELECT 1 FROM staff")) is not None:
        raise LinkGone
    who = Staff(invitation.staff_id, naming.login, naming.alias, frozenset({"admin"}))
    yield from staff.insert(who)
    yield from note("staff_added", now, who.id)
    return who
