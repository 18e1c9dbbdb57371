"""tongues: a language asked for by its name: `en français svp`, `english please`, `kan het in het Nederlands?`."""

from __future__ import annotations

from flows.understand import fold

_NAMES = {
    "nl": "nederlands nederlandstalig vlaams neerlandais flamand dutch flemish",
    "fr": "frans francais franstalig french",
    "en": "engels anglais english",
    "other": "duits allemand german deutsch",
}
_TONGUES = {name: key for key, names in _NAMES.items() for name in names.split()}
#: More words than this say something about a language; they do not ask for it.
_MOST_WORDS = 6


def named_tongue(words: str) -> str | None:
    """nl, fr, en or other (German), where a short message names just that one."""
    said = fold(words).split()
    named = {_TONGUES[word] for word in said if word in _TONGUES}
    return named.pop() if len(named) == 1 and len(said) <= _MOST_WORDS else None
