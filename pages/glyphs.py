"""The letters the file can show: what its typeface lacks becomes a box that is seen, never a gap that is not."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONT = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"
BOX = "□"
#: One picture is often several signs: joined by a joiner, coloured, or made a picture by a sign of its own.
_JOINED = re.compile(f"{BOX}(?:[\u200d\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*{BOX})*[\u200d\ufe0e\ufe0f\u20e3]*")
#: Signs that only say how others are to be shown.
_SILENT = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff"))


@cache
def known() -> frozenset[int]:
    """Every sign the typeface has."""
    with TTFont(FONT, lazy=True) as font:
        return frozenset(font.getBestCmap())


def legible(text: str) -> str:
    """The text in signs that can be shown. Line ends stay; a run of signs that make one picture is one box."""
    there = known()
    if text.isascii() and text.isprintable():
        return text
    whole = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", "    "))
    shown = "".join(sign if sign in "\n" or _stays(sign, there) else BOX for sign in whole)
    return _JOINED.sub(BOX, shown).translate(_SILENT)


def _stays(sign: str, there: frozenset[int]) -> bool:
    if ord(sign) in _SILENT:
        return True
    return ord(sign) in there and not unicodedata.category(sign).startswith("C")
