"""distressing: whether a text is hard to read, so that the console folds it until who reads it chooses to."""

from pathlib import Path

from helpline.listening.crisis import is_crisis
from helpline.listening.danger import is_danger
from helpline.listening.phrases import read_phrases

_FILE = Path(__file__).with_name("distressing.yaml")


def is_distressing(words: str) -> bool:
    """Better one too many: whoever reads it unfolds it with one key. Never raises."""
    return is_crisis(words) or is_danger(words) or read_phrases(_FILE).heard(words)
