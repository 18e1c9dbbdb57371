"""Phrases: what a list of sayings in a YAML file means, and whether a text holds one of them.

A phrase is words, folded as the text is. `word*` is a beginning; `(a|b)` one of several, `(a|)` one or none; `..` up to
four words whatever; `$` the end of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flows.source import plain_yaml
from flows.typos import shorter
from helpline.listening.folding import folded

_PIECE = re.compile(r"\([^)]*\)|\S+")


@dataclass(frozen=True)
class Phrases:
    """`said`: any of these; `but_not`: taken out of the text first; `stems`: words known even with one letter wrong."""

    said: re.Pattern[str]
    but_not: re.Pattern[str] | None
    near: frozenset[str]
    stems: tuple[str, ...]

    def heard(self, text: str) -> bool:
        """Whether a text holds one of the phrases. Linear in the length of the text; never raises."""
        words = f" {folded(text)} "
        if self.but_not:
            words = self.but_not.sub(" ", words)
        return bool(self.said.search(words)) or self._stem_in(words)

    def _stem_in(self, words: str) -> bool:
        squeezed = words.replace(" ", "")
        if any(stem in squeezed for stem in self.stems):
            return True
        lengths = {len(stem) + more for stem in self.stems for more in (-1, 0, 1)}
        return any(len(word) in lengths and not self.near.isdisjoint(shorter(word)) for word in words.split())


@lru_cache(maxsize=8)
def read_phrases(path: Path) -> Phrases:
    """Read a file of phrases: `said` and `but_not` by language, and `stems`."""
    plain: Mapping[str, Any] = plain_yaml(path.read_text("utf-8"))
    stems = tuple(folded(stem) for stem in plain.get("stems", ()))
    but_not = list(_all(plain.get("but_not", {})))
    return Phrases(
        said=_any_of(_all(plain["said"])),
        but_not=_any_of(but_not) if but_not else None,
        near=frozenset(one for stem in stems for one in shorter(stem)),
        stems=stems,
    )


def _all(by_language: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for phrases in by_language.values():
        yield from phrases


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile("(?<= )(?:" + "|".join(_pattern(phrase) for phrase in phrases) + ")")


def _pattern(phrase: str) -> str:
    return "".join(_piece(piece) for piece in _PIECE.findall(phrase))


def _piece(piece: str) -> str:
    if piece == "..":
        return r"(?:[^ ]+ ){0,4}"
    if not piece.startswith("("):
        return _words(piece)
    choices = [choice.strip() for choice in piece[1:-1].split("|")]
    pattern = "|".join(_words(choice) for choice in choices if choice)
    return f"(?:{pattern})" + ("?" if "" in choices else "")


def _words(words: str) -> str:
    return "".join(_word(word) for word in words.split())


def _word(word: str) -> str:
    if word == "$":
        return word
    return re.escape(folded(word.rstrip("*"))) + (r"[^ ]* " if word.endswith("*") else " ")
