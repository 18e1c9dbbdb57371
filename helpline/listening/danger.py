"""danger: whether a text says that somebody is about to hurt her, or does so now."""

from pathlib import Path

from helpline.listening.phrases import read_phrases

_FILE = Path(__file__).with_name("danger.yaml")


def is_danger(text: str) -> bool:
    """Better one too many: whoever is heard is shown the emergency numbers first. Never raises."""
    return read_phrases(_FILE).heard(text)
