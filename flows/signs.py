"""Signs: what each sign of a text is compared as, worked out once for each sign and not for each text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

#: Signs remembered: those that people write, and no more room than that.
MOST = 4_000
#: A sign that stands for more than this is a whole saying in one (U+FDFA: eighteen letters) and spells none of ours.
LONGEST = 4


class Signs(dict[int, str]):
    """For `str.translate`: a sign → what is to stand there. A message of thousands of signs is one walk along it; to
    take all of it apart at once would sort its accents first, thousands of them by thousands."""

    def __init__(self, bare: Callable[[str], str]) -> None:
        super().__init__()
        self._bare = bare

    def __missing__(self, code: int) -> str:
        found = self._bare(chr(code))
        if len(self) < MOST:
            self[code] = found
        return found


def apart(sign: str) -> str:
    """A sign as the plain ones it is made of, its accents behind it; a gap where it stands for a whole saying."""
    plain = unicodedata.normalize("NFKD", sign)
    return plain if len(plain) <= LONGEST else " "
