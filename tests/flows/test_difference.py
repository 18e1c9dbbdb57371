"""What one version says and does otherwise than another, as an editor reads it."""

from __future__ import annotations

from typing import Any

import pytest

from flows.difference import Changed, Difference, Field, Way, Word, difference
from flows.draft import content_of, read
from flows.edits import carry_out, edit_of
from flows.flow import Revision


@pytest.fixture
def after(small: Revision) -> Any:
    """The difference that these edits make."""

    def made(*edits: dict[str, Any]) -> Difference:
        content = content_of(small)
        for one in edits:
            content = carry_out(content, edit_of(one))
        found = read(content)
        assert found.revision, found.problems
        return difference(small, found.revision)

    return made


def test_nothing_changed(small: Revision, after: Any) -> None:
    assert not difference(small, small)
    assert after() == Difference()
    assert after({"edit": "move_step", "place": "talk.age", "after": ""}) == Difference()


def test_words_are_told_in_every_language(after: Any) -> None:
    write = {"edit": "write", "place": "talk.goodbye", "field": "say", "before": "Goodbye.", "after": "Bye."}
    told = {"edit": "translate", "language": "fr", "key": "talk.goodbye.say", "before": "Au revoir.", "after": "Salut."}
    found = after(write, told)
    assert found.words == (
        Word("talk.goodbye.say", "en", "Goodbye.", "Bye."),
        Word("talk.goodbye.say", "fr", "Au revoir.", "Salut."),
    )
    assert (found.steps, found.routes, found.flows) == ((), (), ())


def test_a_way_that_leads_elsewhere_is_told_by_its_name(after: Any) -> None:
    field = {"field": "choices.minor.go", "before": "numbers", "after": "danger"}
    found = after({"edit": "write", "place": "talk.age", **field})
    assert found == Difference(routes=(Way("talk.age", "minor", "talk.numbers", "talk.danger"),))


def test_a_renamed_step_is_not_told_as_one_gone_and_one_new(after: Any) -> None:
    found = after({"edit": "rename_step", "place": "talk.age", "key": "years"})
    assert found == Difference(steps=(Changed("talk.years", "renamed", "talk.age"),))


def test_a_renamed_flow_brings_its_steps_along(after: Any) -> None:
    found = after({"edit": "rename_flow", "flow": "details", "key": "more"})
    assert found.flows == (Changed("more", "renamed", "details"),)
    assert {one.what for one in found.steps} == {"moved"}
    assert (found.words, found.routes) == ((), ())


def test_what_is_new_and_what_is_gone(after: Any) -> None:
    new = {"edit": "add_step", "flow": "talk", "key": "new", "type": "say", "fields": {"say": "Hi.", "go": "goodbye"}}
    found = after(
        new,
        {"edit": "write", "place": "talk.hello", "field": "go", "before": "language", "after": "new"},
        {"edit": "translate", "language": "nl", "key": "talk.new.say", "after": "Dag."},
        {"edit": "remove_step", "place": "talk.danger", "instead": "which"},
    )
    assert found.steps == (Changed("talk.new", "added"), Changed("talk.danger", "removed"))
    assert Word("talk.new.say", "nl", None, "Dag.") in found.words
    assert Word("talk.danger.say", "en", "Are you safe?", None) in found.words
    assert Way("talk.hello", "next", "talk.language", "talk.new") in found.routes
    assert Way("talk.new", "next", None, "talk.goodbye") in found.routes
    assert Way("talk.age", "adult", "talk.danger", "talk.which") in found.routes
    assert Way("talk.danger", "safe", "talk.which", None) in found.routes


def test_facts_cards_order_and_start_are_fields(after: Any) -> None:
    found = after(
        {"edit": "write", "place": "talk.age", "field": "choices.minor.sets.age", "before": "minor", "after": "adult"},
        {"edit": "move_choice", "place": "talk.age", "key": "minor"},
        {"edit": "set_start", "flow": "talk", "step": "age"},
    )
    order = Field("choices.#order", ["minor", "adult", "unsaid"], ["adult", "unsaid", "minor"])
    assert found.steps == (
        Changed("talk.age", "changed", None, (Field("choices.minor.sets.age", "minor", "adult"), order)),
    )
    assert found.flows == (Changed("talk", "changed", None, (Field("start", "hello", "age"),)),)


def test_a_language_more_is_told(small: Revision) -> None:
    fewer = Revision.of(1, small.flows, small.texts.translations, ("en", "nl"))
    assert difference(fewer, small).languages == (("en", "nl"), ("en", "nl", "fr"))
    assert difference(small, small).to_plain()["languages"] is None
