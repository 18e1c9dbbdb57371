"""Whatever an editor writes where something is expected: it is told as a mistake, or it works; nothing else happens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from helpline.book import Book, read, shipped
from helpline.book.ahead import ahead
from helpline.book.cards import instead, seen
from helpline.book.second import needs_second
from helpline.entries import DirectoryErrors
from helpline.links import find_links
from helpline.platforms import go_by

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
Path_ = tuple[str, ...]
#: In the place of anything.
ODD: tuple[Any, ...] = (
    "", "x" * 4096, "{", "}", "{name.__class__}", "{0}", "9999-12-31", "0001-01-01", "always", 0, -1, 10**12,
    True, None,
    [], {}, [None], ["x"], [[]], {"x": None}, {"mon": None}, {"en": ["children_line"]}, {"nl": "x", "fr": "y",
    "en": "{x}"},
    "٣٣٣٣", "(a+)+$", ["(a+)+$"], ["BeReal"],
)  # fmt: skip
#: Of each section one or two entries: all are read alike.
SOME = {"emergency", "institute", "stopncii", "children_line", "helpline", "child_focus", "safe_now", "instagram"}
TYPED = ("@anna op insta", "@anna op bereal", "https://www.instagram.com/p/Cabc/?igsh=x", "https://x.com/a/status/1")


def small() -> dict[str, Any]:
    """The book with a few entries: read in a moment."""
    book: dict[str, Any] = json.loads(json.dumps(shipped(Path("directory"))))
    for name in ("tools", "replies", "retention"):
        book[name] = {key: entry for key, entry in book[name].items() if key in SOME}
    platforms = book["platforms"]["platforms"]
    book["platforms"]["platforms"] = {key: entry for key, entry in platforms.items() if key in SOME}
    return book


def places(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            if len(path) not in (1, 2) or key in SOME or path[-1] in SOME or key in ("platforms", "tracking"):
                yield from places(inner, (*path, key))


def with_(content: Any, path: Path_, value: object) -> Any:
    return {**content, path[0]: with_(content.get(path[0], {}), path[1:], value)} if path else value


def everything_of(book: Book, before: dict[str, Any], content: dict[str, Any]) -> None:
    ahead(book, NOON)
    needs_second(before, content, {})
    for key in (*book.directory.entries, *book.directory.aliases):
        book.directory.card(key, "nl", NOON, said)
        instead(book, key, "nl", NOON)
    for section in ("lines", "tools", "replies"):
        for key in SOME & content[section].keys():
            seen(book, section, key, ("nl", "en"), "Testhulp", NOON, said)
    book.directory.overdue(NOON)
    go_by(book.platforms)
    for text in TYPED:
        find_links(text)


def said(language: str, text: str, /, **values: object) -> str:
    return text


@pytest.fixture(autouse=True)
def put_back() -> Iterator[None]:
    yield
    go_by(None)


def test_whatever_stands_anywhere_is_told_or_works() -> None:
    before, told, worked = small(), 0, 0
    for number, path in enumerate(one for one in places(before) if one):
        for odd in ODD[number % 3 :: 3]:  # each place gets every third; the next place the others
            content = with_(before, path, odd)
            needs_second(before, content, {})
            try:
                book = read(content)
            except DirectoryErrors:
                told += 1
                continue
            try:
                everything_of(book, before, content)
            except Exception as error:
                error.add_note(f"{odd!r:.60} at {'.'.join(path)}")
                raise
            worked += 1
    assert told > 200
    assert worked > 100


def test_a_day_beyond_the_calendar_counts_until_its_end() -> None:
    content = with_(small(), ("lines", "emergency", "valid_days"), 10**12)
    assert read(content).directory.entries["emergency"].valid_until.year == 9999
