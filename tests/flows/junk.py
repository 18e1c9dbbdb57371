"""Junk, a good draft to put it into, and all the places where it fits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from flows.draft import content_of
from tests.flows.talking import revision

JUNK: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.sampled_from(["\ud800"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["key", "go", "say", "type", "when", "sets", "choices", "cases"]), inner),
        st.dictionaries(st.integers(0, 2), inner, max_size=1),
    ),
    max_leaves=6,
)


def holders(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in it where something may be put instead."""
    for key, one in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield value, key
        yield from holders(one)


FLOW = {"flow": "a", "format": 1, "start": "end", "steps": {"end": {"type": "end", "say": "Bye."}}}
#: A small draft that can be read.
GOOD = content_of(
    revision(
        {
            "a": {
                "ask": {
                    "type": "choose",
                    "say": "Well?",
                    "choices": [{"key": "one", "label": "One", "go": "which", "sets": {"age": "adult"}}],
                },
                "which": {"type": "branch", "cases": [{"when": {"age": ["adult", "minor"]}, "go": "end"}], "go": "end"},
                "end": {"type": "end", "say": "Bye."},
            }
        },
        {"nl": {"a.end.say": "Dag."}},
    )
)
