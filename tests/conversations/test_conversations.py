"""The conversations Haven holds, as dialogues a counsellor can review: every road, in every language, word for word."""

from dataclasses import replace
from pathlib import Path

import pytest

from flows.flow import Revision
from flows.texts import Texts
from tests.conversations.dialogue import hold, read, write

HERE = Path(__file__).parent
DIALOGUES = sorted(HERE.glob("*.yaml"))
LANGUAGES = ("nl", "fr", "en")
#: A guard behind which no road leads.
UNREACHED = ("intake.not_here.",)


@pytest.mark.parametrize("path", DIALOGUES, ids=lambda path: path.stem)
def test_haven_says_what_was_approved(path: Path, library: Revision, approve: bool) -> None:
    dialogue = read(path)
    lines = hold(library, dialogue)
    if approve:
        write(path, dialogue, lines)
    assert list(lines) == list(read(path).talk)


def test_a_changed_word_would_be_noticed(library: Revision) -> None:
    path = HERE / "minor_now.en.yaml"
    source = dict(library.texts.source) | {"minor.young.say": "Something else."}
    changed = replace(library, texts=Texts(source, library.texts.translations))
    assert list(hold(changed, read(path))) != list(read(path).talk)


def test_every_road_is_told_in_every_language() -> None:
    roads = {path.stem.rpartition(".")[0] for path in DIALOGUES}
    assert roads
    missing = {f"{road}.{language}" for road in roads for language in LANGUAGES} - {path.stem for path in DIALOGUES}
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_haven_can_say_is_said_somewhere(language: str, library: Revision) -> None:
    spoken = {line["haven"] for path in DIALOGUES for line in read(path).talk if "haven" in line}
    said = {key: library.texts.get(key, language) for key in library.texts.source if key.endswith((".say", ".more"))}
    unheard = {key for key, text in said.items() if text not in spoken and not key.startswith(UNREACHED)}
    assert not unheard
