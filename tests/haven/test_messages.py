"""Collecting texts for translators loses no translation and marks what must be looked at again."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from flows.load import load_library
from haven import premises
from haven.__main__ import main
from haven.messages import collect, shown_on_pages, texts_in, told_in, write
from helpline.languages import read_words

REVISION = load_library(premises.LIBRARY, {})


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    return Path(shutil.copytree(premises.LOCALES, tmp_path / "locales"))


def translated(locales: Path) -> dict[str, dict[str, str]]:
    files = {one: locales / one / "LC_MESSAGES" / "haven.po" for one in ("nl", "fr")}
    library = load_library(premises.LIBRARY, files)
    return {one: dict(library.texts.translations[one]) | read_words(path) for one, path in files.items()}


def test_what_is_translated_stays_translated_and_twice_is_as_once(locales: Path) -> None:
    before = translated(locales)
    (locales / "haven.pot").unlink()
    for path in locales.glob("*/LC_MESSAGES/haven.po"):
        path.write_text(path.read_text() + '\nmsgid "Said by nobody any more."\nmsgstr "x"\n')
    written = collect(REVISION, premises.ROOT, locales)
    assert [path.relative_to(locales).parts[0] for path in written] == ["haven.pot", "fr", "nl"]
    write(written)
    assert translated(locales) == before
    assert collect(REVISION, premises.ROOT, locales) == {}


def test_the_catalogues_that_are_shipped_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["messages", "--check"]) == 0
    assert capsys.readouterr().out == ""


def test_a_catalogue_that_is_behind_is_named_with_what_to_do_and_left_alone(
    locales: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dutch = locales / "nl" / "LC_MESSAGES" / "haven.po"
    behind = dutch.read_text().replace('msgctxt "triage.hello.say"', 'msgctxt "triage.hello.gone"')
    dutch.write_text(behind)
    assert main(["messages", "--check", "--into", str(locales)]) == 1
    said = capsys.readouterr().out
    assert "make messages" in said
    assert str(dutch) in said
    assert str(locales / "fr") not in said
    assert dutch.read_text() == behind


def test_the_header_and_the_order_of_a_catalogue_stay_and_a_new_text_follows_its_flow(locales: Path) -> None:
    dutch = locales / "nl" / "LC_MESSAGES" / "haven.po"
    before = dutch.read_text()
    hello = before.index("#. Said before any question")
    language = before.index("#. Shown in the language Telegram guesses")
    moved = before[:hello] + before[language:] + "\n" + before[hello:language]
    dutch.write_text(moved.replace("Last-Translator: none", "Last-Translator: someone"))
    write(collect(REVISION, premises.ROOT, locales))
    after = dutch.read_text()
    assert "Last-Translator: someone" in after
    assert after.index("triage.hello.say") > after.index("triage.language.say"), "the file's own order"
    first, second = (
        before.index('msgctxt "triage.language.nl.label"'),
        before.index('msgctxt "triage.language.nl.also"'),
    )
    dutch.write_text(before[:first] + before[second:])
    write(collect(REVISION, premises.ROOT, locales))
    added = dutch.read_text()
    assert added.index("triage.language.say") < added.index("nl.label") < added.index("triage.language.nl.also")


def test_a_text_that_changed_is_marked_and_not_used_until_someone_looked(locales: Path) -> None:
    flow = REVISION.flows["danger"]
    key, step = next((key, step) for key, step in flow.steps.items() if "say" in step.texts())
    changed = step.model_copy(update={"say": "Quite another text."})
    danger = flow.model_copy(update={"steps": {**flow.steps, key: changed}})
    write(collect(replace(REVISION, flows={**REVISION.flows, "danger": danger}), premises.ROOT, locales))
    text = (locales / "nl" / "LC_MESSAGES" / "haven.po").read_text()
    assert f'#, fuzzy\nmsgctxt "danger.{key}.say"\nmsgid "Quite another text."\nmsgstr "' in text


def test_a_language_is_begun(locales: Path) -> None:
    write(collect(REVISION, premises.ROOT, locales, begin="de"))
    begun = (locales / "de" / "LC_MESSAGES" / "haven.po").read_text()
    assert '"Language: de' in begun
    assert 'msgctxt "triage.hello.say"' in begun


def test_the_search_finds_what_is_said() -> None:
    assert set(texts_in('a.phrase("One", x=1); say(language, "Two"); tell("Three")')) == {"One", "Two"}


def test_the_search_finds_what_a_page_shows_and_nothing_that_only_looks_like_it() -> None:
    page = """<a title={t("It's \\"here\\"")}>{t(
        "One {x}", { x: 1 })}</a> {{ t("Two") }} {get("three")} {router.t("four")} {many(1, t("Five"), t("Six"))}"""
    assert list(told_in(page)) == ['It\'s "here"', "One {x}", "Two", "Five", "Six"]


def test_no_text_of_the_console_is_hidden_from_the_translators() -> None:
    """A text that is put together in the call is shown in English for ever; so is one in other quotes."""
    called = re.compile(r"(?<![\w.$])t\((?!\s*\")")
    assert called.search("t(`Hello ${name}`)"), "the search finds such a call"
    browser = [path for path in shown_on_pages(premises.ROOT) if path.suffix in {".ts", ".svelte"}]
    assert len(browser) > 20
    hidden = [path.name for path in browser if called.search(path.read_text().replace("function t(", ""))]
    assert not hidden
