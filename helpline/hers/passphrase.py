"""passphrase: the words that lock the copy she takes along, the same whether typed on the page or in the chat."""

from __future__ import annotations

import unicodedata

#: Characters it has at least.
SHORTEST = 12
#: Bytes of UTF-8 it has at most: readers of the file look at no more (ISO 32000-2, 7.6.4.3.3).
LONGEST = 127


def as_typed(words: str) -> str:
    """Without the spaces around it, and each letter in one shape, whatever keyboard it came from."""
    return unicodedata.normalize("NFC", words.strip())


def too_short(phrase: str) -> bool:
    return len(phrase) < SHORTEST


def too_long(phrase: str) -> bool:
    return len(phrase.encode("utf-8", "replace")) > LONGEST
