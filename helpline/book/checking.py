"""All that is to be said of a book before it is published: mistakes, promises it would break, facts nobody looked at.

One checker for the page that edits it, for publishing, and for what is flagged.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from flows.changes import changes
from flows.flow import Revision
from flows.remark import remark
from helpline import safety
from helpline.book import Book, read
from helpline.book.second import UNSEEN
from helpline.checking import Found, Report, Shown
from helpline.directory import Directory
from helpline.entries import DirectoryErrors, Flaw
from helpline.errors import Superseded
from helpline.own_words import Outside, looked_over
from helpline.proof.telling import Refuted
from helpline.proof.wording import reaches

#: The sections whose entries say where a fact comes from and when it was looked at.
CHECKED = ("lines", "tools")
#: The promises that rest on the book.
RESTING = ("P4", "P5", "P8", "P1–P8")
Content = Mapping[str, Any]
_REACHES = remark("this holds a number or an address of its own; name a line instead, so that it is kept right")


def book_of(content: Content) -> Book | None:
    """None where it is too broken to be one."""
    try:
        return read(content)
    except DirectoryErrors:
        return None


def check_book(
    content: Content,
    before: Content,
    revisions: Sequence[Revision],
    teams: Sequence[str],
    outside: Mapping[str, Outside],
    now: datetime,
    stop: Callable[[], bool] = lambda: False,
) -> Report:
    """`before`: the book the house goes by now. `revisions`: what runs, and what people still talk in. `teams`: those
    this house works with. Never fails on what the content says."""
    begun = time.perf_counter()
    try:
        book = read(content)
    except DirectoryErrors as errors:
        return Report(tuple(map(_flaw, errors.flaws)))
    issues = [*_missing_teams(book, teams), *_untouched(before, content), *_in_words(book, outside)]
    issues += _leading_elsewhere(book, outside)
    refuted: dict[object, Refuted] = {}
    for revision in revisions:
        if stop():
            raise Superseded
        for one in _newly_broken(revision, book.directory, before, now):
            refuted.setdefault(_about(one), one)
    shown = tuple(map(Shown.of, refuted.values()))
    return Report(tuple(issues), shown, (), round((time.perf_counter() - begun) * 1000))


def _newly_broken(revision: Revision, directory: Directory, before: Content, now: datetime) -> list[Refuted]:
    """What is broken already, with the book of now, hinders nobody who mends part of it."""
    refuted = [one for one in safety.check(revision, directory, now) if one.promise in RESTING]
    if not refuted or (known := book_of(before)) is None:
        return refuted
    already = {_about(one) for one in safety.check(revision, known.directory, now)}
    return [one for one in refuted if _about(one) not in already]


def _about(refuted: Refuted) -> object:
    return refuted.promise, refuted.place, refuted.message


def _missing_teams(book: Book, teams: Sequence[str]) -> Iterator[Found]:
    for team in teams:
        if team not in book.directory.teams:
            said = remark("people of this team work here; keep it")
            yield Found("error", "teams", team, None, None, said, "team")


def _untouched(before: Content, after: Content) -> Iterator[Found]:
    """What a contact sees was changed, and nobody said that it was looked at."""
    for section in CHECKED:
        was, now = before.get(section, {}), after.get(section, {})
        for key, entry in now.items():
            old = was.get(key)
            seen = {one.path[0] for one in changes(old, entry)} - UNSEEN if isinstance(old, Mapping) else set()
            if seen - {"flagged"} and old is not None and old.get("checked_on") == entry.get("checked_on"):
                said = remark("this was changed, but not when it was checked; look it up, and set the day you did")
                yield Found("warning", section, key, "checked_on", None, said, "untouched")


def _in_words(book: Book, outside: Mapping[str, Outside]) -> Iterator[Found]:
    for level, language, text, wrong in looked_over(book.words, outside, safety.banned_words()):
        told = "error" if level == "error" else "warning"
        yield Found(told, "words", text, None, language, wrong, "wording")  # type: ignore[arg-type]  # one of the two
    for key, reply in book.directory.replies.items():
        given = {language: {reply.text["en"]: text} for language, text in reply.text.items()}
        known = {reply.text["en"]: Outside(reply.text["en"])}
        for level, language, _, wrong in looked_over(given, known, safety.banned_words()):
            if level == "error":
                yield Found("error", "replies", key, "text", language, wrong, "wording")


def _leading_elsewhere(book: Book, outside: Mapping[str, Outside]) -> Iterator[Found]:
    """Whom a contact can reach stands in the lines alone, where it is looked after; and never is it a stranger."""
    for language, texts in book.words.items():
        for text, put in texts.items():
            said = outside[text].said.get(language, "") if text in outside else ""
            if reaches(put) - reaches(text) - reaches(said):
                yield Found("error", "words", text, None, language, _REACHES, "wording")
    for key, reply in book.directory.replies.items():
        for language, text in reply.text.items():
            if reaches(text):
                yield Found("error", "replies", key, "text", language, _REACHES, "wording")


def _flaw(flaw: Flaw) -> Found:
    return Found("error", flaw.section, flaw.entry, flaw.field, None, flaw.mend, "unreadable")
