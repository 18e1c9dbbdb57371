"""Words stripped of what people type differently: capitals, accents, apostrophes, punctuation, emoji, double spaces."""

import re

from flows.signs import Signs
from flows.signs import apart as taken_apart

#: Straight, curly, backtick, acute, letter apostrophe.
_APOSTROPHES = re.compile("['`\u2018\u2019\u00b4\u02bc]")
#: Accents set apart by NFKD, keycaps, variation selectors, invisible joiners and soft hyphens.
_MARKS = re.compile("[\u0300-\u036f\u20e3\ufe00-\ufe0f\u200b-\u200f\u2060\u00ad]")
_GAPS = re.compile(r"[\W_]+")
#: What Unicode does not take apart by itself.
_LIGATURES = {"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
_BARE = Signs(lambda sign: _MARKS.sub("", taken_apart(_LIGATURES.get(sign, sign))))


def fold(words: str, *, apart: bool = False) -> str:
    """The bare words. An apostrophe vanishes (`dont`), or parts two words where `apart` (`l image`)."""
    words = _APOSTROPHES.sub(" " if apart else "", words)
    if not words.isascii():
        words = words.translate(_BARE)
    return _GAPS.sub(" ", words.casefold()).strip()


def folded(words: str) -> set[str]:
    """Both ways in which the apostrophes of these words may be read; empty where nothing but signs was typed."""
    return {fold(words), fold(words, apart=True)} - {""}
