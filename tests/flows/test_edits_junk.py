"""Whatever arrives as an edit, and whatever stands in a draft: it is done, refused or shown as a conflict."""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.changes import Conflicts, apply, changes
from flows.draft import read
from flows.edits import EditRefused, carry_out, edit_of
from tests.flows.junk import GOOD, JUNK, holders
from tests.flows.random_edits import anything


def done(content: Any, plain: Any) -> Any:
    """What became of it; the reason where it was refused."""
    try:
        return carry_out(content, edit_of(plain))
    except EditRefused as refused:
        json.dumps(refused.about)
        return refused.code
    except Conflicts as conflicts:
        return conflicts.theirs


@given(seed=st.integers(0, 2**32), junk=JUNK, at=st.integers(0, 10_000))
def test_an_edit_with_junk_in_it_is_no_edit_or_does_no_harm(seed: int, junk: Any, at: int) -> None:
    plain = copy.deepcopy(anything(GOOD, Random(seed)))
    spots = [*holders(plain)]
    holder, key = spots[at % len(spots)]
    holder[key] = junk
    after = done(GOOD, plain)
    if isinstance(after, dict):
        read(after)
        assert apply(GOOD, changes(GOOD, after)) == after
        json.dumps(after, ensure_ascii=False).encode()
    done(GOOD, junk)


@given(seed=st.integers(0, 2**32), junk=JUNK, at=st.integers(0, 10_000))
def test_a_draft_with_junk_in_it_is_edited_or_refused(seed: int, junk: Any, at: int) -> None:
    content = copy.deepcopy(GOOD)
    spots = [*holders(content)]
    holder, key = spots[at % len(spots)]
    holder[key] = junk
    after = done(content, anything(GOOD, Random(seed)))
    if isinstance(after, dict):
        read(after)
        assert changes(content, after) or after == content


@pytest.mark.parametrize("junk", [None, [], "write", {}, {"edit": None}, {"edit": ["write"]}, {"edit": "write"}])
def test_what_is_no_edit_is_refused(junk: Any) -> None:
    assert done(GOOD, junk) == "not_an_edit"
