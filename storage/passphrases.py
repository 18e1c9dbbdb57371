"""passphrases and codes of staff: hashed with Argon2id beside the loop, few at a time; codes by the clock."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from helpline.people import TooManyTries

T = TypeVar("T")
#: Each takes 64 MiB and a sixth of a second: so many at once, and so many who wait.
AT_ONCE, MOST_WAITING = 2, 32
#: Seconds a code is for, and how many steps before and after count as well: clocks of phones are not ours.
STEP, WINDOW = 30, 1


class Passphrases:
    """`hasher` is a cheaper one in tests that hash very often."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._dummy = ""
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def digest(self, passphrase: str) -> str:
        return await self._beside(lambda: self._hasher.hash(passphrase))

    async def fits(self, digest: str | None, passphrase: str) -> bool:
        """Whether it is the passphrase of this digest. No digest takes as long as a wrong passphrase."""
        if not self._dummy:
            self._dummy = await self._beside(lambda: self._hasher.hash("nobody's"))
        right = await self._beside(lambda: self._fits(digest or self._dummy, passphrase))
        return right and digest is not None

    def _fits(self, digest: str, passphrase: str) -> bool:
        try:
            return self._hasher.verify(digest, passphrase)
        except (VerificationError, InvalidHashError):
            return False

    async def _beside(self, work: Callable[[], T]) -> T:
        """Raises TooManyTries where too many wait already."""
        if self._waiting >= MOST_WAITING:
            raise TooManyTries(AT_ONCE)
        self._waiting += 1
        try:
            async with self._turns:
                return await asyncio.to_thread(work)
        finally:
            self._waiting -= 1


# ── codes ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def new_seed() -> str:
    return pyotp.random_base32()


def step_of(seed: str, code: str, now: datetime) -> int | None:
    """The step of time this code is for; None where it is not a code of now. All steps are compared, found or not."""
    typed = "".join(code.split()).encode("utf-8", "replace")
    here, found = int(now.timestamp()) // STEP, None
    for step in range(here - WINDOW, here + WINDOW + 1):
        if hmac.compare_digest(pyotp.TOTP(seed).generate_otp(step).encode(), typed):
            found = step
    return found
