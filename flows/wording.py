"""Looks the words of a revision over, language by language: all there, short, one question at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from flows.flow import Revision
from flows.fold import fold
from flows.remark import Remark, Term, listed, remark
from flows.session import Place
from flows.texts import placeholders

#: Telegram's longest message, in UTF-16 units; the longest label that a phone shows on a button.
LONGEST_TEXT, LONGEST_LABEL = 4096, 64

#: More sentences than this tire a reader (advice), more than that lose her (error).
SENTENCES, TOO_MANY_SENTENCES = 3, 6

_SENTENCE = re.compile(r"[.!?…]+(?=\s|$)|\n+")
_QUESTION = re.compile(r"\?+")

Level = Literal["error", "advice"]
Found = tuple[Level, Remark]


class Worded(NamedTuple):
    """What is wrong with the words of one part of a step, such as `say` or `choices.yes.label`, in one language."""

    level: Level
    place: Place
    part: str
    language: str
    wrong: Remark

    @property
    def message(self) -> Remark:
        part, language = Term(self.part), Term(self.language, "language")
        return remark("{part} in {language}: {wrong}", part=part, language=language, wrong=self.wrong)


def wording(revision: Revision, banned: Mapping[str, Sequence[str]]) -> Iterator[Worded]:
    """Everything that is wrong with the words."""
    unused = {language: tuple(banned.get(language, ())) for language in revision.languages}
    for key, source in revision.texts.source.items():
        flow, step, part = key.split(".", 2)
        for language in revision.languages:
            text = revision.texts.translated(key, language)
            for level, message in look(part, source, text, unused[language]):
                yield Worded(level, Place(flow, step), part, language, message)


@lru_cache(maxsize=8192)
def look(part: str, source: str, text: str | None, banned: tuple[str, ...]) -> tuple[Found, ...]:
    """What is wrong with one text. Remembered: between two looks at a draft, most of its texts are as they were."""
    return tuple(_wrong(part, source, text, banned))


def _wrong(part: str, source: str, text: str | None, banned: Sequence[str]) -> Iterator[Found]:
    if text is None:
        yield "error", remark("not translated; translate “{text}”", text=_short(source))
        return
    if placeholders(text) != placeholders(source):
        yield "error", _filled_otherwise(source, text)
    if part.endswith("also"):
        return
    if part.endswith("label"):
        if placeholders(text):
            told = remark("nothing is filled in on a button; say {names} in the message instead", names=_named(text))
            yield "error", told
        if len(text) > LONGEST_LABEL:
            yield "error", _too_long_a_label(len(text))
    else:
        yield from _message(text)
    said = apart(text)
    for word in banned:
        if apart(word) in said:
            yield "error", remark("“{word}” is a word we do not use; say it in another way", word=word)


def _message(text: str) -> Iterator[Found]:
    units = len(text.encode("utf-16-le")) // 2
    if units > LONGEST_TEXT:
        yield "error", _too_long(units)
    questions = len(_QUESTION.findall(text))
    if questions > 1:
        told = remark("{count} questions in one message; ask one, and the other in a step of its own", count=questions)
        yield "error", told
    sentences = count_sentences(text)
    if sentences > SENTENCES:
        level: Level = "error" if sentences > TOO_MANY_SENTENCES else "advice"
        told = remark("{count} sentences; use at most {most}, or split the message", count=sentences, most=SENTENCES)
        yield level, told


def _filled_otherwise(source: str, text: str) -> Remark:
    return remark(
        "the placeholders differ from the source text; it has {source}, this has {text}",
        source=_named(source),
        text=_named(text),
    )


def _too_long(units: int) -> Remark:
    return remark("{count} characters do not fit into a message; use at most {most}", count=units, most=LONGEST_TEXT)


def _too_long_a_label(length: int) -> Remark:
    return remark("{count} characters do not fit on a button; use at most {most}", count=length, most=LONGEST_LABEL)


@lru_cache(maxsize=4096)
def apart(words: str) -> str:
    """Words folded, with a space at both ends: whether some stand in others is then asked with `in`. Every text is held
    against the same long lists, at every check."""
    return f" {fold(words)} "


def count_sentences(text: str) -> int:
    """How many sentences a reader meets; a line of its own counts as one."""
    return sum(1 for part in _SENTENCE.split(text) if any(letter.isalnum() for letter in part))


def _named(text: str) -> str:
    names = ["{" + name + "}" for name in placeholders(text)]
    return listed(names) if names else remark("none")


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
