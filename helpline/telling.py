"""telling: the words that tell a stranger what this is about; nothing that shows unasked may hold one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flows.source import plain_yaml
from helpline.listening.folding import plain

_WORDS = Path(__file__).resolve().parent / "telling.yaml"
#: In a name, where words run together, only those so long are looked for.
IN_A_NAME = 4


@cache
def _known() -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    """Whole words; what words begin with; and several words in a row: in the shape in which texts are compared."""
    listed = {word for words in plain_yaml(_WORDS.read_text("utf-8")).values() for word in words}
    starts = tuple(sorted(plain(word) for word in listed if word.endswith("*")))
    whole = {plain(word) for word in listed if not word.endswith("*")}
    rows = tuple(sorted(word for word in whole if " " in word))
    return frozenset(whole), starts, rows


def telling(text: str) -> list[str]:
    """The telling words of a text, whatever its language: who picks up a phone may know several."""
    whole, starts, rows = _known()
    said = plain(text)
    found = [word for word in said.split() if word in whole or word.startswith(starts)]
    return found + [row for row in rows if f" {row} " in f" {said} "]


def telling_name(name: str) -> list[str]:
    """Those of a name, in which words may run together: `DossierHulpBot`."""
    whole, starts, _ = _known()
    joined = plain(name).replace(" ", "")
    parts = (part.replace(" ", "") for part in (*whole, *starts))
    return sorted({part for part in parts if len(part) >= IN_A_NAME and part in joined} | set(telling(name)))
