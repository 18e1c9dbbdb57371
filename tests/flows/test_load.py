"""Loading a library: every mistake is told with its file, its line and its cure, and all of them at once."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.flow import Revision
from flows.load import load_library, read_po
from flows.remark import Remark
from flows.source import FlowErrors, read

HERE = Path(__file__).parent
MISTAKES = yaml.safe_load((HERE / "mistakes.yaml").read_text(encoding="utf-8"))
PLAIN = "flow: a\nstart: one\nsteps:\n  one: {type: choose, say: Well, choices: [{key: yes, label: no, go: on}]}\n"


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("case", MISTAKES, ids=lambda case: case["about"])
def test_a_mistake_is_told_with_its_place_and_its_cure(case: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(FlowErrors) as told:
        load_library(write(tmp_path, case["files"]), {})
    assert len(told.value.errors) == len(case["errors"]), str(told.value)
    for error, expected in zip(told.value.errors, case["errors"], strict=True):
        assert str(error).endswith(expected)
        assert isinstance(error.message, Remark)


def test_yes_no_and_on_need_no_quotes(tmp_path: Path) -> None:
    known = load_library(write(tmp_path, {"a.yaml": PLAIN + "  on: {type: end}\n"}), {})
    step = known.flows["a"].steps["one"]
    assert step.texts() == {"say": "Well", "yes.label": "no"}


def test_a_file_that_is_not_text_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"flow: \xff\xfe")
    with pytest.raises(FlowErrors, match=r"a\.yaml, line 1: this is not text; save it as UTF-8"):
        load_library(tmp_path, {})


@pytest.mark.parametrize(
    "text",
    ["a: " + "[" * 500_000, "a: " + "[" * 100_000 + "]" * 100_000, "- " * 200_000, "{a: " * 90, "a: \ud800"],
    ids=["open", "closed", "rows", "mappings", "half a letter"],
)
def test_what_would_bring_a_reader_down_is_told_as_any_mistake(text: str) -> None:
    with pytest.raises(FlowErrors, match=r"a\.yaml, line 1: this cannot be read as YAML; save it as plain text"):
        read("a.yaml", text)


def test_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": "nothing", "b.yaml": "flow: b\nstart: one\nsteps:\n  one: {type: nothing}\n"})
    with pytest.raises(FlowErrors) as told:
        load_library(tmp_path, {})
    assert [error.file for error in told.value.errors] == ["a.yaml", "b.yaml"]


def test_translations_come_from_po_files_or_from_functions(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": "flow: a\nstart: one\nsteps:\n  one: {type: say, say: Hello.}\n"})
    asked: list[tuple[str, str]] = []

    def translate(key: str, text: str) -> str | None:
        asked.append((key, text))
        return "Hallo."

    known = load_library(tmp_path, {"nl": translate})
    assert (known.languages, asked) == (("en", "nl"), [("a.one.say", "Hello.")])
    assert known.texts.get("a.one.say", "nl") == "Hallo."


def test_a_fuzzy_an_empty_and_an_outdated_translation_do_not_count(tmp_path: Path) -> None:
    entry = 'msgctxt "a.one.say"\nmsgid "Hello."\nmsgstr "{}"\n\n'
    for name, text in (
        ("good", entry.format("Hallo.")),
        ("fuzzy", "#, fuzzy\n" + entry.format("Hallo.")),
        ("empty", entry.format("")),
        ("outdated", entry.format("Hallo.").replace("Hello.", "Hi.")),
        ("elsewhere", entry.format("Hallo.").replace("a.one", "a.two")),
    ):
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        (tmp_path / f"{name}.po").write_text(head + text, encoding="utf-8")
    found = {path.stem: read_po(path)("a.one.say", "Hello.") for path in tmp_path.glob("*.po")}
    assert found == {"good": "Hallo.", "fuzzy": None, "empty": None, "outdated": None, "elsewhere": None}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'msgid "Hello."\nmsgstr "Hallo"\nnonsense\n', "nl.po, line 3: this is not a PO file"),
        (
            b'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "\xff"\n',
            "nl.po, line 1: this is not text",
        ),
    ],
)
def test_a_broken_po_file_is_told_with_its_line(content: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / "nl.po").write_bytes(content)
    with pytest.raises(FlowErrors) as found:
        read_po(tmp_path / "nl.po")
    assert str(found.value).startswith(told)


def test_a_revision_survives_the_database(small: Revision) -> None:
    read = Revision.from_json(small.to_json())
    assert (read, read.checksum) == (small, small.checksum)
    assert read.flows["talk"].note == "The small talk of the tests."


def test_the_checksum_changes_with_a_single_word(small: Revision) -> None:
    changed = Revision.from_json(small.to_json().replace("Goodbye.", "Good-bye."))
    renumbered = Revision.from_json(small.to_json().replace('"number":1', '"number":2'))
    assert changed.checksum != small.checksum
    assert (renumbered.number, renumbered.checksum) == (2, small.checksum)


def test_a_revision_cannot_be_changed(small: Revision) -> None:
    with pytest.raises(TypeError):
        small.flows["talk"] = small.flows["help"]  # type: ignore[index]
    with pytest.raises(TypeError):
        small.flows["talk"].steps["age"] = small.flows["help"].steps["over"]  # type: ignore[index]
    with pytest.raises(TypeError):
        small.texts.source["talk.age.say"] = "Well?"  # type: ignore[index]
