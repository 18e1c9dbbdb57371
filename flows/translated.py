"""translated: a catalogue of translations taken into a draft, text by text; what does not fit is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

from flows.draft import Content
from flows.edits.spoken import says
from flows.po import Catalogue, Entry, NotAPo, decoded, parse
from flows.remark import Remark, remark
from flows.sound import TOLD, unsound
from flows.texts import SOURCE

_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[_@.-].*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """What of a file was not understood or not used. `line` is 0 where it is about the whole file, or all of them."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}: " if self.line else f"{self.file}: " if self.file else ""
        return where + self.message

    def to_plain(self) -> dict[str, Any]:
        return asdict(self)


def opened(name: str, raw: str | bytes) -> Catalogue | Told:
    """The catalogue in a file; or what keeps it from being one."""
    try:
        return parse(decoded(raw) if isinstance(raw, bytes) else raw.removeprefix("\ufeff"))
    except NotAPo as wrong:
        return Told(name, wrong.line, remark("this is not a PO file: {reason}", reason=wrong.message))


def language_of(name: str, catalogue: Catalogue, known: list[str] | None) -> str | None:
    """The language a catalogue is in, by its header, else by its name; None where it is none of the `known`."""
    for said in (catalogue.header.get("language", ""), PurePath(name).stem):
        found = _LANGUAGE.fullmatch(said)
        language = found.group(1).lower() if found else SOURCE
        if language != SOURCE and (known is None or language in known):
            return language
    return None


def take(name: str, raw: str | bytes, content: Content) -> tuple[Content, list[Told]]:
    """The draft with the translations of this file. A text that is not in the file, or has no words there, stays."""
    catalogue = opened(name, raw)
    if isinstance(catalogue, Told):
        return content, [catalogue]
    language = language_of(name, catalogue, content["languages"])
    if language is None:
        return content, [Told(name, 1, _of_another_language(content["languages"]))]
    taking = _Taking(name, content, language)
    taking.all(catalogue)
    words = {kind: {**content[kind], language: made} for kind, made in taking.made.items()}
    return {**content, **words}, taking.told


def _of_another_language(languages: list[str]) -> Remark:
    return remark(
        "its language is none of those spoken here ({codes}); write `Language:` into its header",
        codes=", ".join(one for one in languages if one != SOURCE),
    )


class _Taking:
    """One catalogue being taken: what is made of it so far, and what is told."""

    def __init__(self, name: str, content: Content, language: str) -> None:
        self.told: list[Told] = []
        self.made = {kind: dict(content[kind].get(language, {})) for kind in ("translations", "made_from")}
        self._name = name
        self._texts = dict(_texts(content["flows"]))
        self._seen: set[str] = set()

    def all(self, catalogue: Catalogue) -> None:
        for one in catalogue.entries:
            if one.context is not None:
                self._one(one.context, one)
        apart = sum(one.context is None for one in catalogue.entries)
        if apart:
            self._tell(
                0,
                remark("texts without a context (msgctxt) are not of the conversation; left out: {count}", count=apart),
            )
        beside = sum(one.comments for one in catalogue.entries)
        if beside:
            self._tell(0, _without_comments(beside))
        if catalogue.obsolete:
            count = catalogue.obsolete
            self._tell(0, remark("texts that are struck out (#~) are not taken; left out: {count}", count=count))

    def _one(self, key: str, one: Entry) -> None:
        english = self._texts.get(key)
        if unsound([key, one.id, one.string, *one.was.values()]):
            self._tell(one.line, TOLD[str(unsound([key, one.id, one.string, *one.was.values()]))])
        elif english is None:
            self._tell(one.line, remark("no step says `{key}`; it was left out", key=key))
        elif key in self._seen:
            self._tell(one.line, remark("`{key}` stands in this file twice; the first was taken", key=key))
        elif one.plural:
            self._tell(one.line, remark("`{key}` has plural forms, which are not used here; it was left out", key=key))
        elif one.string and one.string.strip():
            self._seen.add(key)
            self._take(key, one, english)

    def _take(self, key: str, one: Entry, english: str) -> None:
        """Finished and of today's English: taken. Made from an older English: taken with a note of it, unless we have
        a better one. Unfinished: left out."""
        words, notes = self.made["translations"], self.made["made_from"]
        text = str(one.string)
        was = self._older(one, english)
        if was is None and one.fuzzy:
            if words.get(key) != text:
                said = remark("`{key}` is marked unfinished (fuzzy); finish it and bring it in again", key=key)
                self._tell(one.line, said)
        elif was is None:
            words[key] = text
            notes.pop(key, None)
        elif key in words and key not in notes and words[key] != text:
            said = remark("`{key}` was translated from an older English; the newer translation here stays", key=key)
            self._tell(one.line, said)
        else:
            fresh = key not in words or words[key] != text or notes.get(key) != was
            words[key], notes[key] = text, was
            if fresh:
                said = remark("`{key}` was translated from an older English; look at it again", key=key)
                self._tell(one.line, said)

    def _older(self, one: Entry, english: str) -> str | None:
        """The English it was made from, where that is not today's; None where it is, or where nobody can know."""
        if one.id is not None and one.id.strip() != english.strip():
            return one.was.get("msgid", one.id) if one.fuzzy else one.id
        if one.fuzzy and one.was.get("msgctxt", one.context) == one.context:
            return one.was.get("msgid")
        return None

    def _tell(self, line: int, message: str) -> None:
        self.told.append(Told(self._name, line, message))


def _without_comments(count: int) -> Remark:
    return remark(
        "comments of translators are not kept; write a `note` at the step instead; lines left out: {count}", count=count
    )


def _texts(flows: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text in English, by its key."""
    for flow, plain in flows.items():
        for step, one in plain["steps"].items():
            yield from ((f"{flow}.{step}.{part}", text) for part, text in says(one).items())
