"""All the words of a revision, in every language; where a translation is missing, the whole source text stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

#: The language the library is written in.
SOURCE = "en"

#: What may stand between braces in a text; the helpline fills it in when the message is sent.
PLACEHOLDERS = ("operator", "emergency", "expected", "kept_days", "kept")

_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")


def placeholders(text: str) -> tuple[str, ...]:
    """The names between braces, in alphabetical order, each as often as it stands there. A lone brace counts as ''."""
    return tuple(sorted(found.group(1) or "" for found in _BRACES.finditer(text)))


@dataclass(frozen=True)
class Texts:
    """Every text by its key (`triage.age.say`): `source` as authored, `translations` by language, then key."""

    source: Mapping[str, str]
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", MappingProxyType(dict(self.source)))
        frozen = {language: MappingProxyType(dict(words)) for language, words in self.translations.items()}
        object.__setattr__(self, "translations", MappingProxyType(frozen))

    def get(self, key: str, language: str) -> str:
        """The text in this language, or its source text. Raises KeyError for a key no step has."""
        return self.translated(key, language) or self.source[key]

    def translated(self, key: str, language: str) -> str | None:
        """The text in this language alone; None where it is still to be translated."""
        if language == SOURCE:
            return self.source[key]
        return self.translations.get(language, {}).get(key)

    def everywhere(self, key: str) -> Iterator[tuple[str, str]]:
        """The text in each language it exists in, the source first: (language, text)."""
        yield SOURCE, self.source[key]
        for language, words in self.translations.items():
            if key in words and language != SOURCE:
                yield language, words[key]
