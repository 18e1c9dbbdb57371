"""book: what editors change beside the conversation: lines, tools, hours, replies, platforms, words outside the flows.

It is published as an edition, as the conversation is as a revision. Plain data in, a book out; what Haven ships with
stands in files and is read the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from flows.remark import remark
from flows.texts import placeholders
from helpline.directory import SECTIONS, Directory, put_together, read_files
from helpline.entries import DirectoryErrors, Flaw, read_yaml
from helpline.platforms import Platforms, platforms_of

#: Language → English source text → the text in that language, where an editor has put another. English as well.
OwnWords = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Book:
    """What a house goes by: whom to call, where images turn up, and its own words where they differ from Haven's.
    `sections`: in which one each entry of the directory stands."""

    directory: Directory
    platforms: Platforms
    words: OwnWords = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)


def shipped(folder: Path) -> dict[str, Any]:
    """What stands in the files, as a draft's content. Raises DirectoryErrors where one is no YAML."""
    sections = {**read_files(folder), "platforms": read_yaml(folder / "platforms.yaml")}
    return {**{name: _plain(entries) for name, entries in sections.items()}, "words": {}}


def read(content: Mapping[str, Any]) -> Book:
    """The book a draft's content makes, whatever it is. Raises DirectoryErrors with every mistake found."""
    flaws = list(_of_another_shape(content))
    if flaws:
        raise DirectoryErrors(flaws)
    sections = {name: content.get(name, {}) for name in SECTIONS}
    found: dict[str, Any] = {}
    for name, make in (
        ("directory", lambda: put_together(sections)),
        ("platforms", lambda: platforms_of(content.get("platforms", {}))),
    ):
        try:
            found[name] = make()
        except DirectoryErrors as errors:
            flaws += errors.flaws
    words = content.get("words", {})
    flaws += _in_words(words)
    if flaws:
        raise DirectoryErrors(flaws)
    where = {str(key): name for name in ("lines", "tools") for key in sections[name]}
    return Book(found["directory"], found["platforms"], words, where)


def _of_another_shape(content: Mapping[str, Any]) -> Iterator[Flaw]:
    for section in (*SECTIONS, "platforms", "words"):
        if not isinstance(content.get(section, {}), Mapping):
            yield Flaw(section, None, None, remark("is no list of entries; give each a name and fields"))


def _in_words(words: Mapping[str, Any]) -> Iterator[Flaw]:
    """Words of its own must be text, and fill in what the text they stand for fills in."""
    for language, texts in words.items():
        if not isinstance(texts, Mapping):
            said = remark("is no list of texts; write each below the text it stands for")
            yield Flaw("words", language, None, said)
            continue
        for source, text in texts.items():
            if not isinstance(text, str) or not text.strip():
                yield Flaw("words", language, source, remark("has no words; write them, or take it out"))
            elif placeholders(text) != placeholders(source):
                said = remark("fills in other {names}; use those of the text it stands for")
                yield Flaw("words", language, source, said)


def _plain(value: Any) -> Any:
    """As JSON has it: dates written out."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
