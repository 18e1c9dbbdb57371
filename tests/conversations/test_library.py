"""The library as it ships: nothing to mend, every promise kept, every button short enough for a phone."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flows.check import check
from flows.flow import Revision
from flows.texts import Texts
from helpline import safety
from helpline.directory import load

DIRECTORY = load(Path(__file__).parents[2] / "directory")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LONGEST_LABEL = 28


def saying(library: Revision, key: str, text: str) -> Revision:
    """The library with one text changed."""
    return replace(library, texts=Texts(dict(library.texts.source) | {key: text}, library.texts.translations))


def test_there_is_nothing_to_mend(library: Revision) -> None:
    assert [str(issue) for issue in check(library, safety.banned_words())] == []


def test_a_second_question_would_be_found(library: Revision) -> None:
    assert check(saying(library, "triage.age.say", "How old are you? Why?"), safety.banned_words())


def test_every_promise_is_kept(library: Revision) -> None:
    assert [str(refuted) for refuted in safety.check(library, DIRECTORY, NOON)] == []


def test_a_number_in_a_text_would_be_found(library: Revision) -> None:
    assert safety.check(saying(library, "finish.bye.say", "In danger, call 112."), DIRECTORY, NOON)


def test_every_button_fits_a_phone(library: Revision) -> None:
    labels = {
        (key, language): text
        for key in library.texts.source
        if key.endswith(".label")
        for language, text in library.texts.everywhere(key)
    }
    assert labels
    assert {where: text for where, text in labels.items() if len(text) > LONGEST_LABEL} == {}
