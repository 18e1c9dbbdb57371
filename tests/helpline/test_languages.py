"""Every word outside the flows exists in every language, with the same names to fill in."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from flows.texts import placeholders
from helpline.commands import COMMANDS
from helpline.languages import NoSuchLanguage, available, load_catalogue, read_words

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("helpline", "bot", "console", "pages", "haven")
#: The functions whose text, their first or second argument, is looked up in the catalogue.
SAYING = ("say", "_say", "phrase")
#: The same, of what only editors of the conversation are told.
REMARKING = ("remark",)


def texts_in(source: str, saying: tuple[str, ...] = SAYING) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in saying:
            yield from (
                one.value for one in node.args[:2] if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )


@cache
def shown_texts() -> set[str]:
    """What staff read in the browser: `t("…")` in pages and in the files they are built from."""
    told = re.compile(r'\bt\(\s*"((?:[^"\\]|\\.)*)"')
    pages = (path for room in ("console", "pages") for path in (ROOT / room).rglob("*.html"))
    built = [path for ending in ("ts", "svelte") for path in (ROOT / "web" / "console").rglob(f"*.{ending}")]
    files = [*pages, *(path for path in built if ".test." not in path.name)]
    return {json.loads(f'"{text}"') for path in files for text in told.findall(path.read_text())}


@cache
def said_texts() -> set[str]:
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return {text for path in files for text in texts_in(path.read_text())} | {command.about for command in COMMANDS}


@cache
def remarks() -> set[str]:
    files = [path for package in ("flows", *PACKAGES) for path in (ROOT / package).rglob("*.py")]
    return {text for path in files for text in texts_in(path.read_text(), REMARKING)}


def all_texts() -> set[str]:
    return said_texts() | shown_texts()


def test_the_search_finds_texts_at_all() -> None:
    assert set(texts_in('a.phrase("One {x}", x=1); say(language, "Two"); T = _say("Three"); tell("Four")')) == {
        "One {x}",
        "Two",
        "Three",
    }
    assert len(said_texts()) > 60
    assert len(shown_texts()) > 60
    assert len(remarks()) > 60


@pytest.mark.parametrize("language", [one for one in available(ROOT / "locales") if one != "en"])
def test_every_text_is_translated_with_the_same_names(language: str) -> None:
    words = read_words(ROOT / "locales" / language / "LC_MESSAGES" / "haven.po")
    texts = all_texts() | remarks()
    assert sorted(texts - words.keys()) == []
    assert {text for text in texts if placeholders(text) != placeholders(words[text])} == set()


@pytest.mark.parametrize("language", [one for one in available(ROOT / "locales") if one != "en"])
def test_no_translation_is_left_of_a_text_that_is_gone(language: str) -> None:
    words = read_words(ROOT / "locales" / language / "LC_MESSAGES" / "haven.po")
    assert sorted(words.keys() - all_texts() - remarks()) == []


def test_every_text_says_at_most_three_short_things_and_asks_one() -> None:
    for text in all_texts():
        assert text.count("?") <= 1, text
        assert sum(text.count(mark) for mark in (". ", "! ", "? ")) <= 2, text


# ── the catalogue itself ──────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def locales(tmp_path: Path) -> Path:
    folder = tmp_path / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "haven.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Hours: {hours}"\nmsgstr "Uren: {hours}"\n\n'
        'msgctxt "flow.step.say"\nmsgid "Hello"\nmsgstr "Hallo"\n\n'
        '#, fuzzy\nmsgid "Maybe"\nmsgstr "Misschien"\n\nmsgid "Nothing"\nmsgstr ""\n'
    )
    return tmp_path


def test_a_text_is_said_in_her_language_with_its_names_filled_in(locales: Path) -> None:
    say = load_catalogue(locales).say
    assert say("nl", "Hours: {hours}", hours="9:00") == "Uren: 9:00"
    assert say("en", "Hours: {hours}", hours="9:00") == "Hours: 9:00"


def test_what_is_missing_unsure_or_a_flows_own_is_said_in_english(locales: Path) -> None:
    say = load_catalogue(locales).say
    assert [say("nl", text) for text in ("Hello", "Maybe", "Nothing", "Never heard of")] == [
        "Hello",
        "Maybe",
        "Nothing",
        "Never heard of",
    ]


def test_what_is_filled_in_is_never_read_as_a_name_to_fill_in_again(locales: Path) -> None:
    say = load_catalogue(locales).say
    assert say("en", "{a} and {b}", a="{b}", b="two") == "{b} and two"


def test_a_language_nobody_translated_stops_the_start(locales: Path) -> None:
    assert load_catalogue(locales, ("nl",)).languages == ("nl",)
    with pytest.raises(NoSuchLanguage, match="no catalogue for xx; there are en, nl"):
        load_catalogue(locales, ("nl", "xx"))
