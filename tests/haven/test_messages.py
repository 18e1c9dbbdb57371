"""Collecting texts for translators loses no translation and marks what must be looked at again."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from flows.load import load_library
from haven import premises
from haven.messages import collect, texts_in
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
    written = collect(REVISION, premises.ROOT, locales)
    assert [path.relative_to(locales).parts[0] for path in written] == ["haven.pot", "fr", "nl"]
    assert translated(locales) == before
    once = [path.read_bytes() for path in written]
    assert [path.read_bytes() for path in collect(REVISION, premises.ROOT, locales)] == once


def test_a_text_that_changed_is_marked_and_not_used_until_someone_looked(locales: Path) -> None:
    flow = REVISION.flows["danger"]
    key, step = next((key, step) for key, step in flow.steps.items() if "say" in step.texts())
    changed = step.model_copy(update={"say": "Quite another text."})
    danger = flow.model_copy(update={"steps": {**flow.steps, key: changed}})
    collect(replace(REVISION, flows={**REVISION.flows, "danger": danger}), premises.ROOT, locales)
    text = (locales / "nl" / "LC_MESSAGES" / "haven.po").read_text()
    assert f'#, fuzzy\nmsgctxt "danger.{key}.say"\nmsgid "Quite another text."\nmsgstr "' in text


def test_a_language_is_begun(locales: Path) -> None:
    collect(REVISION, premises.ROOT, locales, begin="de")
    begun = (locales / "de" / "LC_MESSAGES" / "haven.po").read_text()
    assert '"Language: de' in begun
    assert 'msgctxt "triage.hello.say"' in begun


def test_the_search_finds_what_is_said() -> None:
    assert set(texts_in('a.phrase("One", x=1); say(language, "Two"); tell("Three")')) == {"One", "Two"}
