"""Folding: one plain shape for the many ways people type the same words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from flows.signs import Signs, apart

_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ß": "ss", "ł": "l", "đ": "d", "ı": "i", "ĳ": "ij"})
_MIXED = re.compile(r"(?<=[a-z])[013457@$!]+(?=[a-z])|(?<![a-z0-9])[013457@$](?=[a-z]{3})")
_JOINED = re.compile(r"['’‘`´ʼ]")
_REPEATED = re.compile(r"([a-z])\1+")
_SPELLED = re.compile(r"(?<!\S)\S(?: \S){2,}(?!\S)")
#: Accents, the frames of keycaps, and what cannot be seen at all.
_UNSEEN = ("Mn", "Mc", "Me", "Cf")
_PAGE = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def plain(text: str, keep: str = "") -> str:
    """Lower case, without accents, apostrophes, addresses of pages or emoji; one space between words.

    Signs in `keep` stay, as words of their own.
    """
    return " ".join(_JOINED.sub("", _PAGE.sub(" ", text)).translate(_bare(keep)).split())


def folded(text: str) -> str:
    """`plain`, with digits that stand for letters read as letters and doubled letters single: `su1cide`, `d o o d`."""
    words = plain(_MIXED.sub(lambda found: found[0].translate(_LEET), text.translate(_SPREAD)))
    joined = _SPELLED.sub(lambda found: found[0].replace(" ", "") + " ", words)
    return _REPEATED.sub(r"\1", " ".join(joined.split()))


@lru_cache(maxsize=4)
def _bare(keep: str) -> Signs:
    return Signs(lambda one: "".join(_sign(sign, keep) for sign in apart(one).lower().translate(_LETTERS)))


def _sign(sign: str, keep: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))  # whatever script it is written in
    if sign.isalnum() and not unicodedata.combining(sign):
        return sign
    if sign in keep:
        return f" {sign} "
    return "" if unicodedata.category(sign) in _UNSEEN else " "


#: Small letters, each by itself: what stands for a letter is told by its neighbours.
_SPREAD = Signs(lambda one: apart(one).lower())
