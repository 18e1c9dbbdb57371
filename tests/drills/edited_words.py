"""The judge's ear for words: all that may be said at a step, in every language, held to P5, P7 and P8."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from flows.flow import Revision
from flows.session import Place
from helpline.directory import Directory

#: Some of the words that nobody may hear, and what asks her for a name.
BANNED = {"en": re.compile(r"\b(why did you|your own fault)\b", re.IGNORECASE), "nl": re.compile(r"\bjouw fout\b")}
NAME = {"en": re.compile(r"\bwhat is your name\b", re.IGNORECASE), "nl": re.compile(r"\bhoe heet je\b", re.IGNORECASE)}
NUMBERS = re.compile(r"@|https?:|www\.|\d{3,}|\d[\d .]*\d{3}")
BRACES = re.compile(r"\{[^}]*\}?")
#: What is no number of somebody: passages of a video, names of algorithms.
COUNTED = re.compile(r"\b\d{1,2}:\d{2}\b|\bMD5\b|\bSHA-\d+\b")


def wrong_words(revision: Revision, directory: Directory, place: Place, now: datetime) -> set[str]:
    step = revision.step(place)
    wrong: set[str] = set()
    if step is None:
        return wrong
    for part, source in step.texts().items():
        for language in revision.languages:
            text = source if language == "en" else revision.texts.translations.get(language, {}).get(f"{place}.{part}")
            wrong |= {"P5"} if text is None else _wrong(text, source, part, language)
    for key in revision.arrival_at(place).cards:
        for language in revision.languages:
            if key not in directory or not directory.resolve(key, language, now):
                wrong.add("P8")
    asked = {held for route in revision.routes_of(place) for held in route.when.holds}
    lines = {held.partition(":")[2] for held in asked if held.startswith("open:")}
    known = {key for key, entry in directory.entries.items() if entry.opening is not None}
    return wrong | ({"P8"} if lines - known else set())


def _wrong(text: str, source: str, part: str, language: str) -> set[str]:
    wrong: set[str] = set()
    message = not part.endswith(("label", "also"))
    if sorted(BRACES.findall(text)) != sorted(BRACES.findall(source)) or _holds(BANNED, text, language):
        wrong.add("P5")
    if len(text) > (4096 if message else 64) and not part.endswith("also"):
        wrong.add("P5")
    if message and len(re.findall(r"\?+", text)) > 1:
        wrong.add("P5")
    if _holds(NAME, text, language):
        wrong.add("P7")
    if not part.endswith("also") and NUMBERS.search(COUNTED.sub("", text)):
        wrong.add("P8")
    return wrong


def _holds(words: Mapping[str, re.Pattern[str]], text: str, language: str) -> bool:
    return language in words and bool(words[language].search(text))
