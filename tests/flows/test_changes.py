"""What two people change in one draft: found, merged, undone; and shown where both changed the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.changes import ABSENT, ORDER, Change, Conflicts, apply, at, changes, inverse
from flows.order import moved, placed, same

KEYS = st.sampled_from("abcdef")
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(0, 2), st.sampled_from(["", "x", "y"]), st.just([1, 2]))


def _trees(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Mappings, lists of entries with a key, and lists that have none."""
    entries = st.lists(KEYS, unique=True, max_size=4).flatmap(
        lambda keys: st.tuples(*(st.fixed_dictionaries({"key": st.just(key), "v": inner}) for key in keys)).map(list)
    )
    return st.one_of(st.dictionaries(KEYS, inner, max_size=4), entries, st.lists(inner, max_size=2))


TREES = st.recursive(LEAVES, _trees, max_leaves=14)
DRAFTS = st.dictionaries(KEYS, TREES, max_size=4)


def written(content: Any) -> str:
    """With the order of every key."""
    return json.dumps(content)


@given(before=DRAFTS, after=DRAFTS)
def test_the_changes_lead_from_one_to_the_other_and_back(before: Any, after: Any) -> None:
    made = changes(before, after)
    kept = written(before)
    assert written(apply(before, made)) == written(after)
    assert written(apply(after, inverse(made))) == written(before)
    assert written(before) == kept
    assert bool(made) == (written(before) != written(after))


@given(before=DRAFTS, after=DRAFTS)
def test_changes_survive_being_written_down(before: Any, after: Any) -> None:
    made = changes(before, after)
    assert tuple(Change.from_plain(json.loads(json.dumps(one.to_plain()))) for one in made) == made


@given(base=DRAFTS, mine=DRAFTS, theirs=DRAFTS)
def test_what_two_changed_apart_is_merged_in_either_order(base: Any, mine: Any, theirs: Any) -> None:
    ours, others = changes(base, mine), changes(base, theirs)
    apart = not any(_meet(one.path, other.path) for one in leaves(ours) for other in leaves(others))
    first, second = merged(theirs, ours), merged(mine, others)
    if apart:
        assert first is not None
        assert same(first, second)
        assert all(same(at(first, one.path), one.after) for one in leaves((*ours, *others)))
    elif first is not None and second is not None:
        assert same(first, second)


@given(base=DRAFTS, mine=DRAFTS, theirs=DRAFTS)
def test_what_both_changed_is_shown_and_nothing_else(base: Any, mine: Any, theirs: Any) -> None:
    ours, others = changes(base, mine), changes(base, theirs)
    conflicts = found(theirs, ours)
    if conflicts is None:
        wanted = [one for one in leaves(ours) if one.after is not ABSENT]
        assert all(same(at(apply(theirs, ours), one.path), one.after) for one in wanted)
        return
    assert set(map(id, conflicts.changes)) <= set(map(id, ours))
    for change, now in zip(conflicts.changes, conflicts.theirs, strict=True):
        assert any(_meet(change.path, other.path) for other in leaves(others))
        assert same(at(theirs, change.path), now)
        assert not same(now, change.after)


def found(content: Any, made: tuple[Change, ...]) -> Conflicts | None:
    try:
        apply(content, made)
    except Conflicts as conflicts:
        return conflicts
    return None


def leaves(made: tuple[Change, ...]) -> list[Change]:
    return [one for one in made if one.path[-1] != ORDER]


def merged(content: Any, made: tuple[Change, ...]) -> Any:
    """None where they conflict."""
    return None if found(content, made) else apply(content, made)


def _meet(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


BASE = {
    "say": "How old are you?",
    "choices": [{"key": "minor", "label": "Under 18"}, {"key": "adult", "label": "18 or older"}],
}


def test_one_renames_a_label_while_another_moves_and_adds_choices() -> None:
    mine = {**BASE, "choices": [{"key": "minor", "label": "Younger than 18"}, BASE["choices"][1]]}
    theirs = {**BASE, "choices": [BASE["choices"][1], {"key": "unsaid", "label": "I won't say"}, BASE["choices"][0]]}
    merged = apply(theirs, changes(BASE, mine))
    assert [one["key"] for one in merged["choices"]] == ["adult", "unsaid", "minor"]
    assert merged["choices"][2]["label"] == "Younger than 18"
    assert merged == apply(mine, changes(BASE, theirs))


def test_the_same_change_by_both_is_no_conflict() -> None:
    mine = {**BASE, "say": "Your age?"}
    assert apply(mine, changes(BASE, mine)) == mine


def test_both_wrote_the_same_text_in_their_own_way() -> None:
    mine, theirs = {**BASE, "say": "Your age?"}, {**BASE, "say": "Are you 18?"}
    with pytest.raises(Conflicts) as found:
        apply(theirs, changes(BASE, mine))
    assert found.value.changes == (Change(("say",), "How old are you?", "Your age?"),)
    assert found.value.theirs == ("Are you 18?",)


def test_what_one_removed_another_cannot_write_in_and_the_other_way_round() -> None:
    removed = {**BASE, "choices": BASE["choices"][:1]}
    written_in = {**BASE, "choices": [BASE["choices"][0], {"key": "adult", "label": "Over 18"}]}
    with pytest.raises(Conflicts) as found:
        apply(removed, changes(BASE, written_in))
    assert found.value.theirs == (ABSENT,)
    with pytest.raises(Conflicts) as found:
        apply(written_in, changes(BASE, removed))
    assert found.value.theirs == ({"key": "adult", "label": "Over 18"},)


def test_all_conflicts_are_told_and_nothing_is_half_done() -> None:
    mine = {"say": "Your age?", "choices": []}
    theirs = {"say": "Are you 18?", "choices": [{"key": "minor", "label": "No"}, {"key": "adult", "label": "Yes"}]}
    with pytest.raises(Conflicts) as found:
        apply(theirs, changes(BASE, mine))
    assert [one.path for one in found.value.changes] == [("say",), ("choices", "minor"), ("choices", "adult")]


def test_one_and_true_are_not_the_same() -> None:
    assert changes({"a": 1}, {"a": True}) == (Change(("a",), 1, True),)


def test_several_edits_are_undone_together() -> None:
    first = {**BASE, "new": {"say": "Hi"}}
    second = {**first, "new": {"say": "Hello"}, "say": "Age?"}
    both = (*changes(BASE, first), *changes(first, second))
    assert apply(apply(BASE, both), inverse(both)) == BASE


def test_a_reordering_leaves_alone_what_came_meanwhile() -> None:
    assert moved("abcx", before="abc", after="cab") == list("cabx")
    assert moved("xabc", before="abc", after="acb") == list("xacb")
    assert moved("bca", before="abc", after="acb") == list("cba")
    assert placed("abc", "c", "") == list("cab")
    assert placed("abc", "a", "b") == list("bac")
    assert placed("abc", "a", "gone") == placed("abc", "a", None) == list("bca")


@pytest.mark.parametrize(
    "plain",
    [
        None,
        {},
        {"path": []},
        {"path": "a"},
        {"path": [1]},
        {"path": ["a"], "more": 1},
        {"path": ["a", ORDER], "before": [], "after": "x"},
        {"path": [ORDER], "before": [1], "after": []},
    ],
)
def test_what_is_no_change_is_refused(plain: Any) -> None:
    with pytest.raises(ValueError):
        Change.from_plain(plain)


@given(keys=st.lists(KEYS), before=st.lists(KEYS), after=st.lists(KEYS))
def test_a_forged_order_loses_nothing_and_adds_nothing(keys: list[str], before: list[str], after: list[str]) -> None:
    known = list(dict.fromkeys(keys))
    assert sorted(moved(known, before, after)) == sorted(known)
