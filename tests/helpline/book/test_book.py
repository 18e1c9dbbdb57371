"""What editors change beside the conversation: read from files or from a draft alike, and told where it is wrong."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from helpline.book import read, shipped
from helpline.directory import load
from helpline.entries import DirectoryErrors
from helpline.platforms import load_platforms

FOLDER = Path("directory")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def content() -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(shipped(FOLDER)))
    return plain


def test_what_is_shipped_is_the_same_book_whether_it_comes_from_files_or_from_a_draft(content: dict[str, Any]) -> None:
    book = read(content)
    assert book.directory == load(FOLDER)
    assert book.platforms == load_platforms(FOLDER)


def test_a_flagged_line_is_shown_to_nobody_but_an_emergency_number_always_is(content: dict[str, Any]) -> None:
    assert read(content).directory.resolve("zelfmoordlijn", "nl", NOON)
    for key in ("zelfmoordlijn", "emergency"):
        content["lines"][key]["flagged"] = True
    directory = read(content).directory
    assert directory.resolve("zelfmoordlijn", "nl", NOON) == ()
    assert [entry.key for entry in directory.resolve("emergency", "nl", NOON)] == ["emergency"]


def test_every_mistake_is_told_with_its_section_entry_and_field(content: dict[str, Any]) -> None:
    content["lines"]["police"]["phone"] = "one-o-one"
    content["platforms"]["platforms"]["x"]["stopncii"] = "perhaps"
    content["words"] = {"nl": {"Phone: {number}": "Telefoon"}, "fr": {"Closed now.": "  "}}
    with pytest.raises(DirectoryErrors) as told:
        read(content)
    places = {(flaw.section, flaw.entry, flaw.field) for flaw in told.value.flaws}
    assert places == {
        ("lines", "police", "phone"), ("platforms", "x", "stopncii"),
        ("words", "nl", "Phone: {number}"), ("words", "fr", "Closed now."),
    }  # fmt: skip


@pytest.mark.parametrize("broken", [{"lines": []}, {"words": 3}, {"platforms": "x"}, {"words": {"nl": []}}, {}])
def test_what_is_no_book_at_all_is_told_and_raises_nothing_else(broken: dict[str, Any]) -> None:
    with pytest.raises(DirectoryErrors):
        read(broken)
