"""The lock on the file: AES-256, opened with the words she chose, however her reader prepares them.

Readers that follow the standard (ISO 32000-2) first bring a passphrase into one shape (SASLprep); many others take the
letters as they were typed. The file opens to both: each of its two passwords is the same passphrase, in one shape each.
"""

from __future__ import annotations

import stringprep
import unicodedata
from collections.abc import Callable

from fpdf import FPDF
from fpdf.encryption import StandardSecurityHandler
from fpdf.enums import AccessPermission, EncryptionMethod

from helpline.hers.passphrase import LONGEST

USER, OWNER = "user", "owner"
FORBIDDEN: tuple[Callable[[str], bool], ...] = (
    stringprep.in_table_c12,
    stringprep.in_table_c21_c22,
    stringprep.in_table_c3,
    stringprep.in_table_c4,
    stringprep.in_table_c5,
    stringprep.in_table_c6,
    stringprep.in_table_c7,
    stringprep.in_table_c8,
    stringprep.in_table_c9,
)


def as_typed(passphrase: str) -> bytes:
    """The letters of a keyboard, as they are."""
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "replace")[:LONGEST]


def prepared(passphrase: str) -> bytes:
    """As the standard wants it; what the standard does not take is left as it was typed."""
    kept = (" " if stringprep.in_table_c12(sign) else sign for sign in passphrase if not stringprep.in_table_b1(sign))
    whole = unicodedata.normalize("NFKC", "".join(kept))
    if not whole or any(refuses(sign) for sign in whole for refuses in FORBIDDEN) or not _one_way(whole):
        return as_typed(passphrase)
    return whole.encode("utf-8", "replace")[:LONGEST]


def _one_way(words: str) -> bool:
    """Letters that are written from right to left stand at both ends, and none of the other kind between them."""
    if not any(map(stringprep.in_table_d1, words)):
        return True
    ends = stringprep.in_table_d1(words[0]) and stringprep.in_table_d1(words[-1])
    return ends and not any(map(stringprep.in_table_d2, words))


class Lock(StandardSecurityHandler):
    """The library would prepare the passphrase itself, refuse some, and name them in its errors: it gets bytes."""

    def __init__(self, paper: FPDF, passphrase: str) -> None:
        super().__init__(paper, OWNER, USER, AccessPermission.all(), EncryptionMethod.AES_256)
        self._shapes = {USER: prepared(passphrase), OWNER: as_typed(passphrase)}

    def prepare_string(self, string: str) -> bytes:  # type: ignore[override]
        return self._shapes[string]

    def __repr__(self) -> str:
        return "Lock()"
