"""The forms of the step types, and what tools for plain data know of their fields, agree with the types themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from flows.draft import content_of
from flows.edits.spoken import says
from flows.facts import FACTS
from flows.flow import Revision
from flows.leads import leads
from flows.session import Place
from flows.shape import CALLS, LEADS, SAYS, shapes
from flows.steps import STEP_TYPES
from flows.steps.call import Call
from tests.shipped import library

KINDS = {
    *("text", "label", "also", "note", "step", "flow", "entry", "entries", "team", "sets", "when", "scopes"),
    *("answer", "alert", "number", "key", "way", "choices", "cases"),
}


def fields(shape: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for one in shape["fields"]:
        yield one
        yield from fields(one) if "fields" in one else ()


def test_every_step_type_has_a_form_that_says_what_it_is_for() -> None:
    assert set(shapes()) == set(STEP_TYPES)
    for kind, shape in shapes().items():
        assert shape["for"].endswith("."), kind
        assert {one["name"] for one in shape["fields"]} == set(STEP_TYPES[kind].model_fields) - {"type"}
        assert {one["kind"] for one in fields(shape)} <= KINDS, kind


def test_the_form_of_a_choice_knows_its_lists_and_limits() -> None:
    [choices] = [one for one in shapes()["choose"]["fields"] if one["name"] == "choices"]
    about = {one["name"]: one for one in choices["fields"]}
    assert (choices["kind"], choices["required"], choices["many"], choices["least"], choices["most"]) == (
        *("choices", True, True),
        *(1, 20),
    )
    assert about["sets"]["of"] == {fact: list(values) for fact, values in FACTS.items()}
    assert (about["go"]["kind"], about["go"]["required"], about["also"]["required"]) == ("step", True, False)


def test_no_name_of_a_field_means_two_things() -> None:
    named: dict[str, set[str]] = {}
    for shape in shapes().values():
        for one in fields(shape):
            named.setdefault(one["name"], set()).add(one["kind"])
    several = {name: kinds for name, kinds in named.items() if len(kinds) > 1}
    assert several == {}
    assert {"go", "refused", "empty"} == LEADS
    assert {"flow"} == CALLS
    assert {"say", "more", "again", "label", "also"} == SAYS


@pytest.fixture(params=["small", "shipped"])
def known(request: pytest.FixtureRequest, small: Revision) -> Revision:
    return small if request.param == "small" else library(("en", "nl", "fr"))


def test_the_words_of_a_step_are_those_its_type_tells(known: Revision) -> None:
    content = content_of(known)
    for name, flow in known.flows.items():
        for key, step in flow.steps.items():
            assert says(content["flows"][name]["steps"][key]) == step.texts(), key


def test_where_a_step_leads_is_where_its_type_leads(known: Revision) -> None:
    content = content_of(known)
    for name, flow in known.flows.items():
        for key, step in flow.steps.items():
            plain = content["flows"][name]["steps"][key]
            ways = {route.to.step for route in step.routes(Place(name, key)) if route.to and not route.stays}
            assert {to for _, to in leads(plain)} >= ways - {key}, key
            assert {to for _, to in leads(plain, CALLS)} == ({step.flow} if isinstance(step, Call) else set())
