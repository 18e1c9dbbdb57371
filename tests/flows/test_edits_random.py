"""Whatever editors do, and two of them at once: the draft stays one, and nothing is forgotten that led somewhere."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from flows.changes import Conflicts, apply, changes, inverse
from flows.draft import content_of, read
from flows.edits import EditRefused, carry_out, edit_of
from flows.edits import steps as edits_of_steps
from flows.flow import Revision
from flows.leads import turned
from flows.order import same
from flows.shape import LEADS
from tests.drills.finding import amount
from tests.flows.dangling import dangling
from tests.flows.random_edits import anything, structural

SEEDS = range(amount(2000, 60))


def tried(content: dict[str, Any], edit: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The draft after it, and what became of it."""
    try:
        return carry_out(content, edit_of(edit)), "done"
    except EditRefused as refused:
        return content, refused.code
    except Conflicts:
        return content, "conflict"


def test_renaming_moving_copying_and_removing_leave_nothing_that_leads_nowhere(small: Revision) -> None:
    done: dict[str, set[str]] = {}
    for seed in SEEDS:
        chance, content = Random(seed), content_of(small)
        for _ in range(25):
            edit = structural(content, chance)
            content, came = tried(content, edit)
            done.setdefault(edit["edit"], set()).add(came)
            assert not dangling(content), (seed, edit)
    assert all("done" in came for came in done.values()), done
    assert len(done) == 14


def test_an_edit_that_forgets_one_way_is_noticed(small: Revision, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        edits_of_steps, "turned", lambda step, turn, names=LEADS - {"refused"}: turned(step, turn, names)
    )
    content = content_of(small)
    assert dangling(tried(content, {"edit": "rename_step", "place": "talk.numbers", "key": "x"})[0])


def test_whatever_is_written_the_draft_can_be_read_looked_at_and_undone(small: Revision) -> None:
    came_of: set[str] = set()
    readable = 0
    for seed in SEEDS:
        chance, content = Random(seed), content_of(small)
        seen = content
        for _ in range(25):
            after, came = tried(content, anything(seen, chance))
            came_of.add(came)
            made = changes(content, after)
            assert json.dumps(apply(content, made)["flows"]) == json.dumps(after["flows"])
            assert json.dumps(apply(after, inverse(made))["flows"]) == json.dumps(content["flows"])
            undo = {"edit": "put", "changes": [one.to_plain() for one in inverse(made)]}
            assert tried(after, undo) == (content, "done")
            readable += read(after).revision is not None
            content, seen = after, (after if chance.random() < 0.7 else seen)
    assert {"done", "conflict", "taken", "no_step", "still_used", "no_text"} <= came_of
    assert readable > 25


def test_what_two_editors_do_at_once_is_done_in_either_order_or_shown(small: Revision) -> None:
    merged = conflicts = 0
    for seed in range(amount(20_000, 300)):
        chance, base = Random(seed), content_of(small)
        mine, theirs = anything(base, chance), anything(base, chance)
        (first, one), (second, other) = tried(base, mine), tried(base, theirs)
        try:
            both = apply(second, changes(base, first)), apply(first, changes(base, second))
        except Conflicts:
            conflicts += 1
            continue
        assert same(*both), (mine, theirs)
        merged += (one, other) == ("done", "done")
    assert merged > 5
    assert conflicts > 0
