"""A draft goes out as files and comes back the same; what translators send is taken, or told, text by text."""

from __future__ import annotations

import io
import zipfile
from random import Random
from typing import Any

import pytest

from flows.changes import Conflicts, changes
from flows.draft import content_of, read
from flows.edits import EditRefused, carry_out, edit_of
from flows.exchange import NotAnArchive, brought_in, files_of, unzipped, zipped
from flows.flow import Revision
from tests.drills.finding import amount
from tests.flows.random_edits import anything
from tests.flows.translators import poedit, weblate
from tests.shipped import library

Draft = dict[str, Any]


@pytest.fixture
def draft(small: Revision) -> Draft:
    return content_of(small)


@pytest.fixture
def stale(draft: Draft) -> Draft:
    """The English of one text was changed, its translations not yet."""
    edit = {"edit": "write", "place": "talk.age", "field": "say", "before": "How old are you?", "after": "Your age?"}
    return carry_out(draft, edit_of(edit))


def entry(key: str, text: str, words: str, marks: str = "") -> str:
    return f'{marks}msgctxt "{key}"\nmsgid "{text}"\nmsgstr "{words}"\n\n'


def taken(base: Draft, *entries: str) -> tuple[Draft, tuple[str, ...]]:
    """The draft with a Dutch catalogue of these entries, and what was told."""
    head = 'msgid ""\nmsgstr "Language: nl\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
    found = brought_in({"nl.po": head + "".join(entries)}, base)
    assert found.content is not None
    return dict(found.content), found.problems


def test_what_goes_out_comes_back_byte_for_byte(stale: Draft) -> None:
    for content in (stale, content_of(library(("en", "nl", "fr")))):
        files = files_of(content)
        found = brought_in(files)
        assert found.content is not None
        assert files_of(found.content) == files
        assert {**found.content, "flows": {}} == {**content, "flows": {}, "languages": found.content["languages"]}
        again = brought_in(files, content)
        assert again.content is not None
        assert (changes(content, again.content), again.problems) == ((), ())


def test_whatever_editors_made_of_a_draft_goes_out_and_comes_back(small: Revision) -> None:
    broken = 0
    for seed in range(amount(500, 12)):
        chance, content = Random(seed), content_of(small)
        for _ in range(15):
            try:
                content = carry_out(content, edit_of(anything(content, chance)))
            except (EditRefused, Conflicts):
                continue
        files = files_of(content)
        found = brought_in(files)
        assert found.content is not None, found.problems
        assert files_of(found.content) == files
        broken += read(found.content).revision is None
    assert broken


@pytest.mark.parametrize("program", [poedit, weblate])
def test_a_catalogue_saved_by_another_program_changes_nothing_by_itself(stale: Draft, program: Any) -> None:
    files = files_of(stale)
    saved = {name: program(text) if name.endswith(".po") else text for name, text in files.items()}
    assert all(saved[name] != files[name].encode() for name in ("nl.po", "fr.po"))
    found = brought_in(saved, stale)
    assert found.content is not None
    assert changes(stale, found.content) == ()
    assert files_of(found.content) == files
    assert not [line for line in found.problems if "struck out" not in line]


def test_one_text_translated_in_poedit_is_the_one_change(stale: Draft) -> None:
    saved = poedit(files_of(stale)["nl.po"].replace("Hoe oud ben je?", "Hoe oud ben jij?").replace("#, fuzzy\n", ""))
    found = brought_in({"nl.po": saved}, stale)
    assert found.content is not None
    assert found.content["translations"]["nl"]["talk.age.say"] == "Hoe oud ben jij?"
    assert found.content["made_from"]["nl"] == {}
    assert {one.path[-1] for one in changes(stale, found.content)} == {"talk.age.say"}


def test_a_part_of_the_texts_leaves_the_others_as_they_are(draft: Draft) -> None:
    after, told = taken(draft, entry("talk.goodbye.say", "Goodbye.", "Tot ziens."), entry("talk.hello.say", "x", ""))
    assert after["translations"]["nl"] == {**draft["translations"]["nl"], "talk.goodbye.say": "Tot ziens."}
    assert told == ()


def test_unfinished_outdated_and_unknown_texts_are_told_and_not_taken(draft: Draft) -> None:
    after, told = taken(
        draft,
        entry("talk.goodbye.say", "Goodbye.", "Doei.", "#, fuzzy\n"),
        entry("talk.age.say", "What is your age?", "Welke leeftijd?"),
        entry("talk.gone.say", "Gone.", "Weg."),
        'msgid "Close"\nmsgstr "Sluiten"\n\n',
        entry("talk.age.minor.label", "Under 18", "Een"),
        entry("talk.age.minor.label", "Under 18", "Twee"),
        '#~ msgid "Old"\n#~ msgstr "Oud"\n\n',
        entry("talk.hello.say", "Hello, this is {operator}.", "", "# Formal enough?\n"),
    )
    changed = {"talk.age.minor.label": "Een"}
    assert after["translations"]["nl"] == {**draft["translations"]["nl"], **changed}
    assert [line.partition(": ")[2] for line in told] == [
        "`talk.goodbye.say` is marked unfinished (fuzzy); finish it and bring it in again",
        "`talk.age.say` was translated from an older English; the newer translation here stays",
        "no step says `talk.gone.say`; it was left out",
        "`talk.age.minor.label` stands in this file twice; the first was taken",
        "texts without a context (msgctxt) are not of the conversation; left out: 1",
        "comments of translators are not kept; write a `note` at the step instead; lines left out: 1",
        "texts that are struck out (#~) are not taken; left out: 1",
    ]


def test_a_translation_of_an_older_english_fills_a_gap_with_a_mark(draft: Draft) -> None:
    now = draft["translations"]["nl"]["talk.goodbye.say"]
    empty = carry_out(draft, edit_of({"edit": "translate", "language": "nl", "key": "talk.goodbye.say", "before": now}))
    after, told = taken(empty, entry("talk.goodbye.say", "Farewell.", "Vaarwel."))
    assert after["translations"]["nl"]["talk.goodbye.say"] == "Vaarwel."
    assert after["made_from"]["nl"] == {"talk.goodbye.say": "Farewell."}
    assert "look at it again" in told[0]
    guessed = '#, fuzzy\n#| msgctxt "talk.other.say"\n#| msgid "Farewell."\n'
    after, told = taken(empty, entry("talk.goodbye.say", "Goodbye.", "Vaarwel.", guessed))
    assert "talk.goodbye.say" not in after["translations"]["nl"]
    assert "unfinished" in told[0]


def test_english_changed_in_a_file_marks_the_translations(draft: Draft) -> None:
    flow = files_of(draft)["talk.yaml"].replace("Goodbye.", "Bye.")
    found = brought_in({"talk.yaml": flow}, draft)
    assert found.content is not None
    assert found.content["made_from"]["nl"] == {"talk.goodbye.say": "Goodbye."}
    assert list(found.content["flows"]) == list(draft["flows"])
    assert found.problems == ("flows that are not among these files stay as they are: 2",)


def test_who_sends_both_the_english_and_its_translation_leaves_no_mark(draft: Draft) -> None:
    files = {name: text.replace('"Goodbye."', '"Bye."') for name, text in files_of(draft).items()}
    files["talk.yaml"] = files["talk.yaml"].replace("Goodbye.", "Bye.")
    found = brought_in(files, draft)
    assert found.content is not None
    assert found.content["made_from"] == {"nl": {}, "fr": {}}
    made = [one.to_plain() for one in changes(draft, found.content)]
    assert carry_out(draft, edit_of({"edit": "put", "changes": made, "complete": True})) == found.content
    assert carry_out(draft, edit_of({"edit": "put", "changes": made})) != found.content


def test_a_broken_flow_is_taken_and_told_with_its_line(draft: Draft) -> None:
    flow = files_of(draft)["talk.yaml"].replace("type: end", "type: ned")
    found = brought_in({"talk.yaml": flow}, draft)
    assert found.content is not None
    assert read(found.content).revision is None
    assert any("talk.yaml, line" in one and "there is no step type `ned`" in one for one in found.problems)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("nl.po", "nonsense", "nl.po, line 1: this is not a PO file"),
        ("de.po", 'msgid ""\nmsgstr ""\n', "de.po, line 1: its language is none of those spoken here (nl, fr)"),
        ("a.yaml", "flow: [", "a.yaml, line 1: this is not YAML"),
        ("a.yaml", "flow: a\nsteps: 3\n", "a.yaml, line 2: `steps` needs fields of its own"),
        ("a.yaml", "flow: No Name\nsteps: {a: {}}\n", "a.yaml, line 1: `flow` is not a key"),
        ("a.yaml", "flow: a\nformat: 99\nsteps: {a: {}}\n", "a.yaml, line 2: `format` is 99"),
        ("a.yaml", f"flow: a\nstart: {'x' * 5000}\nsteps: {{a: {{}}}}\n", "a.yaml, line 1: a text is longer than"),
        ("a.txt", "Hello", "a.txt: this is neither a flow (.yaml) nor a translation (.po); it was left out"),
    ],
)
def test_what_cannot_be_taken_is_told_and_changes_nothing(draft: Draft, name: str, text: str, told: str) -> None:
    found = brought_in({name: text}, draft)
    assert found.content is not None
    assert changes(draft, found.content) == ()
    assert any(one.startswith(told) for one in found.problems), found.problems


def test_files_without_a_flow_are_no_draft_and_too_many_are_refused(draft: Draft) -> None:
    assert brought_in({"nl.po": ""}).content is None
    many = {f"f{number}.yaml": f"flow: f{number}\nstart: a\nsteps: {{a: {{type: end}}}}\n" for number in range(61)}
    found = brought_in(many, draft)
    assert found.content is None
    assert "more than a draft may hold" in found.problems[-1]


def test_thousands_of_mistakes_are_counted() -> None:
    flow = "flow: a\nstart: a\nsteps: {a: {type: end}}\n"
    lines = "".join(entry(f"a.s{number}.say", "x", "y") for number in range(500))
    found = brought_in({"a.yaml": flow, "nl.po": 'msgid ""\nmsgstr "Language: nl\\n"\n\n' + lines})
    assert len(found.problems) == 101
    assert found.problems[-1] == "nl.po: and 400 more such lines"


def test_an_archive_is_the_same_every_time_and_is_opened_again(draft: Draft) -> None:
    files = files_of(draft)
    assert zipped(files) == zipped(dict(reversed(files.items())))
    assert {name: content.decode() for name, content in unzipped(zipped(files)).items()} == files


def test_what_is_no_archive_or_a_bomb_is_refused() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("folder/nl.po", "x" * 5_000_000)
    for content in (b"", b"PK nonsense", held.getvalue(), zipped({f"{n}.po": "" for n in range(201)})):
        with pytest.raises(NotAnArchive):
            unzipped(content)
