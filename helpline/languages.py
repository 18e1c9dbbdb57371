"""languages: which languages this house speaks, and the words outside the flows in each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import read_po

_ASKED = re.compile(r"([a-zA-Z]{2,3})(?:-[a-zA-Z0-9-]*)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?")
_NAME = re.compile(r"\{(\w+)\}")
#: The language the words are written in; it needs no catalogue.
SOURCE = "en"
#: The name of each language in itself, for who cannot read the one the page is in.
NAMES = {"nl": "Nederlands", "fr": "Français", "en": "English", "de": "Deutsch"}


class NoSuchLanguage(ValueError):
    """A language is asked for that nobody has translated."""


@dataclass(frozen=True)
class Catalogue:
    """Language → English source text → the text in that language. `languages`: those enabled, the first one first."""

    languages: tuple[str, ...]
    words: Mapping[str, Mapping[str, str]]

    def but(self, own: Mapping[str, Mapping[str, str]]) -> Catalogue:
        """The same with a house's own words on top, English among them."""
        spoken = {language: {**self.words.get(language, {}), **own.get(language, {})} for language in self.languages}
        return Catalogue(self.languages, spoken) if own else self

    def say(self, language: str, text: str, /, **values: object) -> str:
        """The text in this language, or in English where it is missing, with its {names} filled in."""
        found = self.words.get(language, {}).get(text) or text
        if not values:
            return found
        return _NAME.sub(lambda name: str(values.get(name[1], name[0])), found)


def available(folder: Path) -> tuple[str, ...]:
    """English, and every language with a catalogue in `locales/`."""
    found = sorted(path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/haven.po"))
    return (SOURCE, *(language for language in found if language != SOURCE))


def read_words(path: Path) -> dict[str, str]:
    """The words outside the flows (those without a text key) of one catalogue; what is fuzzy or empty is left out."""
    with path.open("rb") as file:
        messages = read_po(file)
    return {
        message.id: message.string
        for message in messages
        if isinstance(message.id, str) and message.id and not message.context and not message.fuzzy
        if isinstance(message.string, str) and message.string
    }


def load_catalogue(folder: Path, enabled: Iterable[str] | None = None) -> Catalogue:
    """Read `locales/`. `enabled` None means all. Raises NoSuchLanguage for one that is not there."""
    there = available(folder)
    wanted = tuple(dict.fromkeys(enabled)) if enabled is not None else there
    missing = [language for language in wanted if language not in there]
    if missing or not wanted:
        raise NoSuchLanguage(f"no catalogue for {', '.join(missing) or 'any language'}; there are {', '.join(there)}")
    words = {one: read_words(folder / one / "LC_MESSAGES" / "haven.po") for one in wanted if one != SOURCE}
    return Catalogue(wanted, words)


def asked_for(header: str) -> tuple[str, ...]:
    """The languages of an Accept-Language header, the dearest first."""
    found = [_ASKED.fullmatch(part.strip()) for part in header[:200].split(",")]
    weighed = [(float(one[2] or 1), one[1].lower()) for one in found if one]
    return tuple(language for weight, language in sorted(weighed, key=lambda one: -one[0]) if weight > 0)
