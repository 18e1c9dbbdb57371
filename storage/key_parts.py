"""Ids of keys in parts, by their first letters: of a house with a million cases nobody holds all in hand at once."""

from __future__ import annotations

from storage.statements import places

#: Letters that ids of keys begin with, in the order of their bytes.
LETTERS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
#: Ids looked at together: some 20 MB. Each part reads whole tables, so there are few.
PART = 200_000


def parts(ids: int) -> list[str]:
    """First letters, so many together that no part is larger than it may be: so many ids there are, spread evenly."""
    size = max(1, len(LETTERS) * PART // max(PART, ids))
    return [LETTERS[at : at + size] for at in range(0, len(LETTERS), size)]


def begins(column: str, letters: str) -> str:
    """The condition that it begins with one of these, which are the first values of the question."""
    return f"substr({column}, 1, 1) IN ({places(len(letters))})"
