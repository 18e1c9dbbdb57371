"""A draft may be broken in every way: it is read, or what keeps it from being read is told; never anything else."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.draft import Read, content_of, read
from flows.flow import Revision
from flows.remark import Remark
from flows.sound import unsound
from tests.flows.junk import FLOW, GOOD, JUNK, holders


def test_a_revision_as_a_draft_is_the_same_revision(small: Revision) -> None:
    found = read(content_of(small), 7)
    assert found.revision is not None
    assert (found.problems, found.revision.number, found.revision.checksum) == ((), 7, small.checksum)


def test_a_draft_knows_what_its_translations_were_made_from(small: Revision) -> None:
    noted = {"nl": {"talk.age.say": "Age?", "talk.gone.say": "Gone."}, "de": {"talk.age.say": "Age?"}}
    assert content_of(small, noted)["made_from"] == {"nl": {"talk.age.say": "Age?"}, "fr": {}}


@given(junk=JUNK)
def test_anything_at_all_is_read_or_told(junk: Any) -> None:
    assert told(read(junk))
    assert told(read({"languages": ["en"], "flows": junk, "translations": {}, "made_from": {}}))
    assert told(read({"languages": ["en"], "flows": {"a": junk}, "translations": {"nl": junk}, "made_from": {}}))


@given(junk=JUNK, at=st.integers(0, 10_000))
def test_junk_anywhere_in_a_good_draft_is_read_or_told(junk: Any, at: int) -> None:
    content = copy.deepcopy(GOOD)
    spots = [*holders(content)]
    holder, key = spots[at % len(spots)]
    holder[key] = junk
    found = read(content)
    assert found.revision is not None or told(found)


def told(found: Read) -> bool:
    return found.revision is None and bool(found.problems) and all(_readable(one.message) for one in found.problems)


def _readable(message: str) -> bool:
    return isinstance(message, Remark) and bool(message) and len(message) <= 400 and bool(message.encode())


def test_nesting_without_end_and_endless_text_are_told() -> None:
    deep: Any = "x"
    for _ in range(1_000_000):
        deep = [deep]
    for monster in (deep, "x" * 1_000_000, {"x" * 100_000: 1}, ["x"] * 1_000_000):
        for spot in ((), ("flows",), ("flows", "a"), ("flows", "a", "steps", "end"), ("translations",)):
            content = {"languages": ["en"], "flows": {"a": FLOW}, "translations": {"nl": {"a.end.say": "Dag."}}}
            assert told(read(_put(copy.deepcopy(content), spot, monster)))


def _put(content: Any, spot: tuple[str, ...], value: Any) -> Any:
    if not spot:
        return value
    return {**content, spot[0]: _put(content.get(spot[0]), spot[1:], value)}


@pytest.mark.parametrize(
    ("spot", "value", "place", "message"),
    [
        (("ask", "say"), "", ("ask", "say"), "`say` needs a text; write one, or leave the field out where it may be"),
        (("ask", "say"), "{name}", ("ask", "say"), "there is no placeholder {name}; write one of"),
        (("ask", "more"), "x", ("ask", "more"), "`more` is not a field here; there is"),
        (("ask", "choices"), [{"key": "k", "label": "K"}], ("ask", "choices.k.go"), "`go` is missing; add it"),
        (("which", "cases"), [{"when": 3, "go": "end"}], ("which", "cases.0.when"), "`when` needs fields of its own"),
        (("which", "go"), "nowhere", ("which", "go"), "it leads to `nowhere`, a step this flow does not have"),
        (("end", "type"), "bye", ("end", None), "there is no step type `bye`"),
    ],
)
def test_a_problem_stands_at_its_field(spot: tuple[str, ...], value: Any, place: tuple[str, str], message: str) -> None:
    [problem] = read(_put(copy.deepcopy(GOOD), ("flows", "a", "steps", *spot), value)).problems
    assert (problem.flow, problem.step, problem.field) == ("a", *place)
    assert problem.message.startswith(message)


def test_nobody_is_told_of_files_where_there_are_none() -> None:
    spots: list[tuple[tuple[str, ...], Any]] = [(("ask", "choices"), "x"), (("which", "cases"), [{"when": 3}])]
    for spot, value in spots:
        for problem in read(_put(copy.deepcopy(GOOD), ("flows", "a", "steps", *spot), value)).problems:
            assert "indented" not in problem.message
            assert "`- `" not in problem.message


def test_what_is_sound_is_let_through() -> None:
    assert unsound(GOOD) is None
    assert unsound("é 😢") is None
    assert [unsound(one) for one in ("\ud83d", 1.5, 2**60, {1: 2}, "x" * 4097)] == [
        "not_text",
        "not_plain",
        "not_plain",
        "not_plain",
        "too_long",
    ]
