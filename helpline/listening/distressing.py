"""distressing: whether a text is hard to read, so that the console folds it until who reads it chooses to."""

from __future__ import annotations

from pathlib import Path

from helpline.listening.crisis import is_crisis
from helpline.listening.danger import is_danger
from helpline.listening.phrases import read_phrases

_FILE = Path(__file__).with_name("distressing.yaml")


def is_distressing(words: str) -> bool:
    """Better one too many: whoever reads it unfolds it with one key. Never raises."""
    return is_crisis(words) or is_danger(words) or read_phrases(_FILE).heard(words)


class Judged:
    """Remembers of the lines looked at last whether they are hard to read, by id, and nothing of what they say: an open
    case is looked at again and again, and judging a long talk anew takes a moment each time."""

    def __init__(self, most: int = 20_000) -> None:
        self._most = most
        self._known: dict[str, bool] = {}

    def __call__(self, line: str, words: str) -> bool:
        known = self._known.get(line)
        if known is None:
            if len(self._known) >= self._most:
                self._known.clear()
            known = self._known[line] = is_distressing(words)
        return known
