"""Editors change a draft: each edit as it is meant, and what is refused or shown to them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from flows.changes import Conflicts, changes, inverse
from flows.draft import content_of, read
from flows.edits import EditRefused, carry_out, edit_of
from flows.flow import Revision

Draft = dict[str, Any]
SAY = "How old are you?"


@pytest.fixture
def draft(small: Revision) -> Draft:
    return content_of(small)


def do(content: Draft, edit: str, **about: Any) -> Draft:
    return carry_out(content, edit_of({"edit": edit, **about}))


def refused(content: Draft, edit: str, **about: Any) -> str:
    with pytest.raises(EditRefused) as found:
        do(content, edit, **about)
    return found.value.code


def step(content: Draft, place: str) -> dict[str, Any]:
    flow, _, key = place.partition(".")
    found: dict[str, Any] = content["flows"][flow]["steps"][key]
    return found


def test_a_word_is_written_and_its_translations_are_marked(draft: Draft) -> None:
    after = do(draft, "write", place="talk.age", field="say", before=SAY, after="Your age?")
    assert step(after, "talk.age")["say"] == "Your age?"
    assert after["made_from"]["nl"] == {"talk.age.say": SAY}
    again = do(after, "write", place="talk.age", field="say", before="Your age?", after="Which age?")
    assert again["made_from"]["nl"] == {"talk.age.say": SAY}
    back = do(again, "write", place="talk.age", field="say", before="Which age?", after=SAY)
    assert back == draft


def test_translating_takes_the_mark_away(draft: Draft) -> None:
    after = do(draft, "write", place="talk.age", field="say", before=SAY, after="Your age?")
    told = {"language": "nl", "key": "talk.age.say", "before": "Hoe oud ben je?"}
    done = do(after, "translate", **told, after="Je leeftijd?")
    assert (done["translations"]["nl"]["talk.age.say"], done["made_from"]["nl"]) == ("Je leeftijd?", {})
    assert "talk.age.say" in done["made_from"]["fr"]
    still = do(after, "translate", **told, after="Hoe oud ben je?")
    assert still["made_from"]["nl"] == {}


def test_a_translation_of_the_english_before_stays_marked(draft: Draft) -> None:
    after = do(draft, "write", place="talk.age", field="say", before=SAY, after="Your age?")
    told = {"language": "nl", "key": "talk.age.say", "before": "Hoe oud ben je?", "after": "Hoe oud?"}
    assert do(after, "translate", **told, source=SAY)["made_from"]["nl"] == {"talk.age.say": SAY}


def test_two_who_write_the_same_text_are_shown_each_other(draft: Draft) -> None:
    after = do(draft, "write", place="talk.age", field="say", before=SAY, after="Your age?")
    with pytest.raises(Conflicts) as found:
        do(after, "write", place="talk.age", field="say", before=SAY, after="Age?")
    [change] = found.value.changes
    assert (change.path, change.before, change.after) == (("flows", "talk", "steps", "age", "say"), SAY, "Age?")
    assert found.value.theirs == ("Your age?",)
    with pytest.raises(Conflicts):
        do(draft, "translate", language="nl", key="talk.age.say", before="Wat?", after="Hoe oud?")


@pytest.mark.parametrize(
    ("place", "field", "before", "after"),
    [
        ("talk.age", "choices.minor.label", "Under 18", "Younger"),
        ("talk.age", "choices.minor.sets.age", "minor", "unknown"),
        ("talk.age", "choices.unsaid.sets.situation", None, "online"),
        ("talk.age", "note", "Asked before anything is kept.", None),
        ("talk.which", "cases.0.go", "details", "numbers"),
        ("talk.numbers", "cards.0", "child_focus", None),
        ("talk.numbers", "cards.2", None, "police"),
        ("details.where", "max", 200, None),
        ("details.keep", "yes.go", "links", "where"),
        ("details.links", "nowhere", {"label": "There is no link", "go": "where"}, None),
        ("talk", "note", "The small talk of the tests.", "Small."),
    ],
)
def test_any_field_is_written_and_undone(draft: Draft, place: str, field: str, before: Any, after: Any) -> None:
    written = do(draft, "write", place=place, field=field, before=before, after=after)
    assert written != draft
    assert read(written).problems == () or place == "details.links"
    undo = [one.to_plain() for one in inverse(changes(draft, written))]
    assert json.dumps(do(written, "put", changes=undo)["flows"]) == json.dumps(draft["flows"])


def test_the_part_of_a_new_step_is_begun_field_by_field(draft: Draft) -> None:
    after = do(draft, "add_step", flow="talk", key="ask", type="consent", after="age")
    after = do(after, "write", place="talk.ask", field="yes.label", after="Yes")
    after = do(after, "write", place="talk.ask", field="yes.go", after="age")
    assert step(after, "talk.ask") == {"type": "consent", "yes": {"label": "Yes", "go": "age"}}
    assert {one.field for one in read(after).problems} == {"say", "scopes", "no"}


def test_a_renamed_step_keeps_all_that_leads_to_it_and_its_words(draft: Draft) -> None:
    after = do(draft, "rename_step", place="talk.age", key="years")
    assert list(after["flows"]["talk"]["steps"]) == [
        "years" if key == "age" else key for key in draft["flows"]["talk"]["steps"]
    ]
    assert after["translations"]["nl"]["talk.years.say"] == "Hoe oud ben je?"
    assert read(after).problems == ()
    assert json.dumps(do(after, "rename_step", place="talk.years", key="age")) == json.dumps(draft)


def test_renaming_there_and_back_is_as_if_nothing_was(draft: Draft) -> None:
    for flow, plain in draft["flows"].items():
        there = do(draft, "rename_flow", flow=flow, key="elsewhere")
        assert json.dumps(do(there, "rename_flow", flow="elsewhere", key=flow)) == json.dumps(draft)
        for key, one in plain["steps"].items():
            place = f"{flow}.{key}"
            there = do(draft, "rename_step", place=place, key="elsewhere")
            assert there != draft
            assert json.dumps(do(there, "rename_step", place=f"{flow}.elsewhere", key=key)) == json.dumps(draft)
            for choice in one.get("choices", ()):
                there = do(draft, "rename_choice", place=place, key=choice["key"], to="elsewhere")
                back = do(there, "rename_choice", place=place, key="elsewhere", to=choice["key"])
                assert json.dumps(back) == json.dumps(draft)


def test_what_led_to_a_removed_step_goes_where_was_said(draft: Draft) -> None:
    with pytest.raises(EditRefused) as found:
        do(draft, "remove_step", place="talk.numbers")
    assert found.value.code == "still_used"
    by = [place for place, _ in found.value.about["by"]]
    after = do(draft, "remove_step", place="talk.numbers", instead="goodbye")
    for place in by:
        assert "goodbye" in json.dumps(step(after, place))
        assert '"numbers"' not in json.dumps(step(after, place))
    assert not [key for key in after["translations"]["nl"] if key.startswith("talk.numbers.")]


def test_where_a_flow_starts_follows_its_first_step(draft: Draft) -> None:
    start = draft["flows"]["talk"]["start"]
    assert do(draft, "rename_step", place=f"talk.{start}", key="first")["flows"]["talk"]["start"] == "first"
    assert do(draft, "remove_step", place=f"talk.{start}", instead="age")["flows"]["talk"]["start"] == "age"
    assert do(draft, "set_start", flow="talk", step="goodbye")["flows"]["talk"]["start"] == "goodbye"


def test_a_copy_speaks_every_language_and_leads_nowhere_in_another_flow(draft: Draft) -> None:
    here = do(draft, "copy_step", place="talk.age", flow="talk", key="again")
    assert step(here, "talk.again") == step(here, "talk.age")
    keys = list(here["flows"]["talk"]["steps"])
    assert keys.index("again") == keys.index("age") + 1
    assert here["translations"]["nl"]["talk.again.say"] == "Hoe oud ben je?"
    there = do(draft, "copy_step", place="talk.age", flow="details", key="age")
    assert all("go" not in choice for choice in step(there, "details.age")["choices"])
    assert there["translations"]["fr"]["details.age.minor.label"] == draft["translations"]["fr"]["talk.age.minor.label"]


def test_a_step_moves_in_its_flow_and_into_another(draft: Draft) -> None:
    assert next(iter(do(draft, "move_step", place="talk.goodbye", after="")["flows"]["talk"]["steps"])) == "goodbye"
    assert list(do(draft, "move_step", place="talk.age")["flows"]["talk"]["steps"])[-1] == "age"
    assert refused(draft, "move_step", place="talk.age", flow="details") == "still_used"
    moved = do(draft, "move_step", place="talk.age", flow="details", instead="numbers")
    assert "age" not in moved["flows"]["talk"]["steps"]
    assert moved["translations"]["nl"]["details.age.say"] == "Hoe oud ben je?"


def test_choices_are_added_copied_moved_removed_and_renamed(draft: Draft) -> None:
    def keys(content: Draft) -> list[str]:
        return [one["key"] for one in step(content, "talk.age")["choices"]]

    new = {"label": "Hm", "go": "goodbye"}
    added = do(draft, "add_choice", place="talk.age", key="hm", after="minor", fields=new)
    assert keys(added) == ["minor", "hm", "adult", "unsaid"]
    copied = do(draft, "copy_choice", place="talk.age", key="minor", to="child")
    assert keys(copied) == ["minor", "child", "adult", "unsaid"]
    assert copied["translations"]["nl"]["talk.age.child.label"] == "Jonger dan 18"
    assert keys(do(draft, "move_choice", place="talk.age", key="unsaid", after="")) == ["unsaid", "minor", "adult"]
    removed = do(draft, "remove_choice", place="talk.age", key="minor")
    assert keys(removed) == ["adult", "unsaid"]
    assert "talk.age.minor.label" not in removed["translations"]["nl"]
    renamed = do(draft, "rename_choice", place="talk.age", key="minor", to="child")
    assert renamed["translations"]["fr"]["talk.age.child.label"] == "Moins de 18 ans"


def test_a_flow_is_added_renamed_and_removed_once_nobody_calls_it(draft: Draft) -> None:
    assert read(do(draft, "add_flow", key="new")).problems == ()
    renamed = do(draft, "rename_flow", flow="details", key="more")
    assert renamed["flows"]["more"]["flow"] == step(renamed, "talk.details")["flow"] == "more"
    assert refused(draft, "remove_flow", flow="details") == "still_used"
    alone = do(draft, "remove_step", place="talk.details", instead="goodbye")
    assert "details" not in do(alone, "remove_flow", flow="details")["flows"]


@pytest.mark.parametrize(
    ("code", "edit", "about"),
    [
        ("no_flow", "set_start", {"flow": "nowhere", "step": "age"}),
        ("no_step", "rename_step", {"place": "talk.nowhere", "key": "x"}),
        ("no_step", "remove_step", {"place": "talk.age", "instead": "nowhere"}),
        ("no_choice", "remove_choice", {"place": "talk.age", "key": "nobody"}),
        ("not_plain", "add_choice", {"place": "talk.age", "key": "x", "fields": {"a": [1.5]}}),
        ("no_text", "translate", {"language": "nl", "key": "talk.age.nothing", "after": "x"}),
        ("no_language", "translate", {"language": "de", "key": "talk.age.say", "after": "x"}),
        ("no_language", "translate", {"language": "en", "key": "talk.age.say", "after": "x"}),
        ("no_type", "add_step", {"flow": "talk", "key": "x", "type": "shout"}),
        ("no_field", "write", {"place": "talk.age", "field": "choices.nobody.label", "after": "x"}),
        ("no_field", "write", {"place": "talk.age", "field": "say.more", "after": "x"}),
        ("no_field", "write", {"place": "talk", "field": "steps", "after": {}}),
        ("taken", "rename_step", {"place": "talk.age", "key": "goodbye"}),
        ("taken", "add_flow", {"key": "details"}),
        ("keyed", "write", {"place": "talk.age", "field": "choices.minor.key", "before": "minor", "after": "x"}),
        ("not_an_edit", "rename_step", {"place": "talk.age", "key": "No Name"}),
        ("not_an_edit", "dance", {}),
        ("not_an_edit", "put", {"changes": [{"path": []}]}),
        ("too_long", "write", {"place": "talk.age", "field": "say", "before": SAY, "after": "x" * 4097}),
        ("not_text", "write", {"place": "talk.age", "field": "say", "before": SAY, "after": "\ud800"}),
        ("not_plain", "write", {"place": "talk.age", "field": "say", "before": SAY, "after": 1.5}),
        ("shape", "put", {"changes": [{"path": ["more"], "after": {}}]}),
        ("shape", "put", {"changes": [{"path": ["flows", "x"], "after": {"steps": []}}]}),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_reason(
    draft: Draft, code: str, edit: str, about: dict[str, Any]
) -> None:
    kept = json.dumps(draft)
    assert refused(draft, edit, **about) == code
    assert json.dumps(draft) == kept


def test_the_last_step_stays_and_a_draft_has_its_limits(draft: Draft) -> None:
    lone = do(draft, "add_flow", key="lone")
    assert refused(lone, "remove_step", place="lone.end", instead="x") == "last_step"
    for number in range(60 - len(draft["flows"])):
        draft = do(draft, "add_flow", key=f"f{number}")
    assert refused(draft, "add_flow", key="onemore") == "too_many"


@pytest.mark.parametrize("content", [None, [], {}, {"flows": {}}, {"languages": ["en"], "flows": {"a": {"steps": 3}}}])
def test_a_draft_without_a_skeleton_is_not_edited(content: Any) -> None:
    assert refused(content, "add_flow", key="a") == "shape"


def test_nesting_without_end_is_refused(draft: Draft) -> None:
    deep: Any = "x"
    for _ in range(100_000):
        deep = [deep]
    assert refused(draft, "write", place="talk.age", field="say", before=SAY, after=deep) == "too_deep"
    assert refused(draft, "put", changes=[{"path": ["flows", "x"], "after": deep}]) == "too_deep"
