"""telling: the words that tell a stranger what this is about; nothing that shows unasked may hold one."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from helpline.listening.folding import plain

_WORDS = Path(__file__).resolve().parent / "telling.yaml"
#: In a name, where words run together, only those so long are looked for.
IN_A_NAME = 4


@cache
def _folded() -> tuple[tuple[str, str], ...]:
    """Every word as it is written down, and in the shape in which texts are compared."""
    written = yaml.safe_load(_WORDS.read_text("utf-8"))
    return tuple(dict.fromkeys((word, plain(word)) for words in written.values() for word in words))


@cache
def _pattern() -> re.Pattern[str]:
    either = (f"{re.escape(folded)}{'[a-z0-9]*' if word.endswith('*') else ''}" for word, folded in _folded())
    return re.compile(rf"\b(?:{'|'.join(either)})\b")


def telling(text: str) -> list[str]:
    """The telling words of a text, whatever its language: who picks up a phone may know several."""
    return _pattern().findall(plain(text))


def telling_name(name: str) -> list[str]:
    """Those of a name, in which words may run together: `DossierHulpBot`."""
    joined = plain(name).replace(" ", "")
    parts = (folded.replace(" ", "") for _, folded in _folded())
    return sorted({part for part in parts if len(part) >= IN_A_NAME and part in joined} | set(telling(name)))
