"""Chance: ids, tokens, case numbers and PINs, from the operating system's own randomness."""

from __future__ import annotations

import secrets
from collections.abc import Callable

#: Without letters and digits that look alike on a scrap of paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
PIN_DIGITS = 8


class Chance:
    """`digest(case, pin)` is keyed: without the key store it says nothing."""

    def __init__(self, digest: Callable[[str, str], bytes]) -> None:
        self._digest = digest

    def id(self) -> str:
        return secrets.token_urlsafe(9)

    def token(self) -> str:
        return secrets.token_urlsafe(6)

    def case_number(self) -> str:
        """Of letters and digits both, so that no word is ever taken for one."""
        drawn = ""
        while drawn.isalpha() or drawn.isdigit() or not drawn:
            drawn = "".join(secrets.choice(ALPHABET) for _ in range(8))
        return f"{drawn[:4]}-{drawn[4:]}"

    def pin(self) -> str:
        return "".join(secrets.choice("0123456789") for _ in range(PIN_DIGITS))

    def pin_digest(self, case: str, pin: str) -> bytes:
        return self._digest(case, pin)
