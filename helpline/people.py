"""people: how staff get in: who is signed in, with what, since when, and the links that let somebody join.

What lets somebody in (a passphrase, a code, a token) never stands in one of these; it only passes through.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from helpline.errors import BadAsk, Refusal
from helpline.staff import ROLES, Staff

#: A sign-in ends when it was not used so long, and at the latest so long after it began.
IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)
#: The demo's, whose clock is moved by hand.
FOR_SHOW = timedelta(days=365)
#: So long a step-up lets somebody do what asks for one.
STEPPED_UP = timedelta(minutes=5)
#: How long a link may be used: the first admin's, and a colleague's.
FIRST_LINK, LINK = timedelta(minutes=30), timedelta(hours=24)
#: Characters of a passphrase.
SHORTEST, LONGEST_PASSPHRASE = 12, 256
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
CODE = re.compile(r"[a-z][a-z_]{0,39}")
LANGUAGE = re.compile(r"[a-z]{2,3}")


class NotLetIn(Refusal):
    """One answer for every reason, so that nothing can be learnt from it."""


class TooManyTries(Refusal):
    """`seconds`: so long nobody is let in by this login and a passphrase. The same for logins that are not there."""

    def __init__(self, seconds: int) -> None:
        super().__init__("too many tries")
        self.seconds = seconds


class LinkGone(Refusal):
    """The link was used, is too old, or never was one."""


@dataclass(frozen=True)
class Visit:
    """Who is signed in. `sign_in` is the row's id, not the token. `way`: passkey, passphrase or demo."""

    sign_in: str
    staff: Staff
    stepped_up_until: datetime | None = None
    exposures: int = 0
    way: str = "passkey"

    def stepped_up(self, now: datetime) -> bool:
        return self.stepped_up_until is not None and now < self.stepped_up_until


@dataclass(frozen=True, repr=False)
class Opened:
    """A sign-in just made, or renewed by a step-up: `token` goes into the cookie and nowhere else."""

    token: str
    visit: Visit


@dataclass(frozen=True)
class SignIn:
    """One of somebody's sign-ins, for her list. `device` is coarse: which browser on which system."""

    id: str
    way: str
    device: str
    began_at: datetime
    used_at: datetime
    until: datetime


@dataclass(frozen=True)
class Passkey:
    """One of somebody's passkeys, for her list. `synced`: her devices share it."""

    id: str
    label: str
    added_at: datetime
    used_at: datetime | None
    synced: bool


@dataclass(frozen=True, repr=False)
class HeldPasskey:
    """What is needed to check that somebody holds this passkey."""

    id: str
    staff_id: str
    public_key: bytes
    sign_count: int


@dataclass(frozen=True, repr=False)
class NewPasskey:
    """A passkey her device just made."""

    id: str
    public_key: bytes
    sign_count: int
    label: str = ""
    synced: bool = False


@dataclass(frozen=True, repr=False)
class Invitation:
    """An open link. `kind`: first (nobody works here yet: she chooses login and alias), join or reset.

    `seed` is what her authenticator app is set up with, should she choose a passphrase."""

    id: str
    kind: str
    staff_id: str
    login: str
    alias: str
    seed: str
    until: datetime


@dataclass(frozen=True)
class Naming:
    """What the first admin chooses for herself while joining."""

    login: str
    alias: str


def app_address(seed: str, login: str, house: str) -> str:
    """What an authenticator app reads from the picture: six digits every 30 seconds, as every app does it."""
    return (
        f"otpauth://totp/{quote(house, safe='')}:{quote(login, safe='')}?secret={seed}&issuer={quote(house, safe='')}"
    )


# ── what may be typed ─────────────────────────────────────────────────────────────────────────────────────────────
def login_of(typed: str) -> str:
    """The login as it is kept: small letters. Raises BadAsk."""
    login = unicodedata.normalize("NFKC", typed).strip().lower()
    if not LOGIN.fullmatch(login):
        raise BadAsk(field="login", why="letters")
    return login


def alias_of(typed: str) -> str:
    """What contacts will read: printable, with a letter in it, 40 characters at most. Raises BadAsk."""
    alias = " ".join(unicodedata.normalize("NFC", typed).split())
    if len(alias) > 40 or not alias.isprintable() or not any(map(_is_letter, alias)):
        raise BadAsk(field="alias", why="letters")
    return alias


def _is_letter(sign: str) -> bool:
    """A letter or digit that somebody can see: some of the letters are blanks."""
    return sign.isalnum() and sign not in "\u115f\u1160\u3164\uffa0"


def roles_of(typed: Collection[str]) -> frozenset[str]:
    if not typed or not set(typed) <= set(ROLES):
        raise BadAsk(field="roles", why="unknown")
    return frozenset(typed)


def teams_of(typed: Collection[str]) -> frozenset[str]:
    if not all(CODE.fullmatch(team) for team in typed):
        raise BadAsk(field="teams", why="unknown")
    return frozenset(typed)


def languages_of(typed: Iterable[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(typed))
    if not all(LANGUAGE.fullmatch(language) for language in found):
        raise BadAsk(field="languages", why="unknown")
    return found


def passphrase_of(typed: str, login: str, common: Collection[str]) -> str:
    """A passphrase that is not the first one somebody would guess. Raises BadAsk."""
    passphrase = unicodedata.normalize("NFKC", typed)
    folded = re.sub(r"\W", "", passphrase.lower())
    if len(passphrase) < SHORTEST:
        raise BadAsk(field="passphrase", why="short")
    if len(passphrase) > LONGEST_PASSPHRASE:
        raise BadAsk(field="passphrase", why="long")
    bare = re.sub(r"\W", "", login)
    if bare in folded and len(folded.replace(bare, "")) < SHORTEST - 4:
        raise BadAsk(field="passphrase", why="login")
    if len(set(folded)) < 5 or folded in common or folded.strip("0123456789") in common:
        raise BadAsk(field="passphrase", why="common")
    return passphrase
