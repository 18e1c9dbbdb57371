"""The letters the file can show: what its typeface lacks becomes a box that is seen, never a gap that is not."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONT = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"
BOX = "□"
#: One picture is often several signs with joiners between them.
_JOINED = re.compile(f"{BOX}(?:\u200d.)+|(?:.\u200d)+{BOX}")
#: Signs that only say how others are to be shown: soft and joining ones, and the colours of skin.
_SILENT = dict.fromkeys([*map(ord, "\u00ad\u200b\u200c\u2060\ufe0e\ufe0f\ufeff\u20e3"), *range(0x1F3FB, 0x1F400)])


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
    whole = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", "    ")).translate(_SILENT)
    shown = "".join(sign if sign in "\n\u200d" or _stays(sign, there) else BOX for sign in whole)
    return _JOINED.sub(BOX, shown).replace("\u200d", "")


def _stays(sign: str, there: frozenset[int]) -> bool:
    return ord(sign) in there and not unicodedata.category(sign).startswith("C")
