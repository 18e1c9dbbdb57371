"""What contacts would see of an entry of a book: its card while the line is open and while it is closed; a reply filled
in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from helpline.book import Book
from helpline.canned import filled
from helpline.directory import by_language
from helpline.entries import Entry
from helpline.hours import BRUSSELS, Say

#: Who writes in a reply that is only looked at.
SOMEBODY = "An"


@dataclass(frozen=True)
class Seen:
    """`open` and `closed` are None where the line never is. `hidden`: nobody is shown it as it stands."""

    language: str
    open: tuple[str, ...] | None = None
    closed: tuple[str, ...] | None = None
    hidden: bool = False


def seen(
    book: Book, section: str, key: str, languages: Sequence[str], operator: str, now: datetime, say: Say
) -> tuple[Seen, ...]:
    """In each language; nothing for what is not there, or is no card."""
    if section == "replies":
        return tuple(
            _reply(book, key, language, operator, now) for language in languages if key in book.directory.replies
        )
    entry = book.directory.entries.get(key)
    return tuple(_card(book, entry, language, now, say) for language in languages) if entry else ()


def _card(book: Book, entry: Entry, language: str, now: datetime, say: Say) -> Seen:
    today = now.astimezone(BRUSSELS).date()
    shown = replace(book.directory, entries={**book.directory.entries, entry.key: _in_any_case(entry)})
    lines = {
        is_open: shown.card(entry.key, language, moment, say).lines for is_open, moment in _moments(entry, now).items()
    }
    return Seen(language, lines.get(True), lines.get(False), not entry.shown(today))


def _in_any_case(entry: Entry) -> Entry:
    """As it looks, whether it may be shown or not."""
    return entry.model_copy(update={"always_shown": True, "confidence": "V", "reviewer": SOMEBODY})


def _moments(entry: Entry, now: datetime) -> Mapping[bool, datetime]:
    """A moment at which the line is open, and one at which it is closed; hours nobody knows count as closed."""
    if entry.opening is None:
        return {False: now}
    if entry.opening.always:
        return {True: now}
    found = {entry.opening.is_open(now): now}
    for day, minute in entry.opening.openings(now):
        at = datetime(day.year, day.month, day.day, tzinfo=BRUSSELS) + timedelta(minutes=minute)
        for moment in (at, at - timedelta(minutes=1)):
            found.setdefault(entry.opening.is_open(moment), moment)
        if len(found) == 2:
            break
    return found


def _reply(book: Book, key: str, language: str, operator: str, now: datetime) -> Seen:
    reply = book.directory.replies[key]
    values = {one: _line(book, one, language, now) for one in reply.lines}
    text = by_language(reply.text, language)
    lines = filled(text, values | {"alias": SOMEBODY, "operator": operator})
    return Seen(language, open=(lines,), hidden=not all(values.values()))


def _line(book: Book, key: str, language: str, now: datetime) -> str:
    entries = book.directory.resolve(key, language, now)
    return next((entry.number or by_language(entry.name, language) for entry in entries), "")


def instead(book: Book, key: str, language: str, now: datetime) -> tuple[str, ...]:
    """By name: what contacts are shown where they were shown this entry."""
    return tuple(dict.fromkeys(_instead(book, key, language, now)))


def _instead(book: Book, key: str, language: str, now: datetime) -> Iterator[str]:
    directory = book.directory
    for name, alias in directory.aliases.items():
        if any(key in keys for keys in alias.lines.values()):
            yield from (by_language(one.name, language) for one in directory.resolve(name, language, now))
    entry = directory.entries.get(key)
    if entry is not None and entry.alternative:
        yield from (by_language(one.name, language) for one in directory.resolve(entry.alternative, language, now))
