"""Every step type has a file of small talks beside this one; each is held with the real engine."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.flow import Revision
from flows.routes import routes
from flows.session import Place
from flows.steps import STEP_TYPES
from tests.flows.talking import Talk, revision

HERE = Path(__file__).parent


def cases() -> Iterator[Any]:
    for kind in STEP_TYPES:
        path = HERE / f"{kind}.yaml"
        if path.exists():
            for case in yaml.safe_load(path.read_text(encoding="utf-8")):
                yield pytest.param(kind, case, id=f"{kind}: {case['about']}")


def flows_of(case: dict[str, Any]) -> dict[str, Any]:
    """The step under test, in a flow where every step it names exists and ends without a word."""
    steps = {"here": case["step"]} | case.get("steps", {})
    named = {found for step in steps.values() for found in _goes(step)}
    ends = {name: {"type": "end"} for name in named if name not in steps}
    return {"flow": steps | ends} | case.get("flows", {})


def _goes(plain: Any) -> Iterator[str]:
    if isinstance(plain, dict):
        for name, value in plain.items():
            if name in ("go", "refused", "empty") and isinstance(value, str):
                yield value
            yield from _goes(value)
    elif isinstance(plain, list):
        for one in plain:
            yield from _goes(one)


def test_every_step_type_has_its_talks() -> None:
    assert {path.stem for path in HERE.glob("*.yaml")} == set(STEP_TYPES)


@pytest.mark.parametrize(("kind", "case"), [*cases()])
def test_a_step(kind: str, case: dict[str, Any]) -> None:
    assert case["step"]["type"] == kind
    known = revision(flows_of(case), case.get("translations"))
    known = Revision.from_json(known.to_json())
    given = {"facts": case.get("facts", {}), "holds": case.get("holds", [])}
    talk = Talk(known, "flow", case.get("language", "en"), **given)
    for line in case["talk"]:
        reply(talk, line)
        if "says" in line:
            assert talk.heard == line["says"]
        if "buttons" in line:
            assert [button.label for say in talk.turn.says for button in getattr(say, "buttons", ())] == line["buttons"]
        assert talk.asked == line.get("asks", [])
        assert (talk.session.place.step if not talk.session.stack else talk.at) == line["at"]
        assert dict(talk.session.facts) == line.get("facts", case.get("facts", {}))


def reply(talk: Talk, line: dict[str, Any]) -> None:
    if "they" in line:
        talk.say(line["they"])
    elif "press" in line:
        talk.press(line["press"])
    elif "answer" in line:
        talk.answer(line["answer"])


def walked(kind: str) -> set[str]:
    """The routes that the talks of a step type have taken from the step under test."""
    taken: set[str] = set()
    for case in yaml.safe_load((HERE / f"{kind}.yaml").read_text(encoding="utf-8")):
        given = {"facts": case.get("facts", {}), "holds": case.get("holds", [])}
        talk = Talk(revision(flows_of(case), case.get("translations")), "flow", case.get("language", "en"), **given)
        for line in case["talk"]:
            reply(talk, line)
            taken |= {route for place, route in talk.turn.segments if place == Place("flow", "here")}
    return taken


@pytest.mark.parametrize("kind", [*STEP_TYPES])
def test_the_talks_take_every_route_of_a_step(kind: str) -> None:
    known: set[str] = set()
    for case in yaml.safe_load((HERE / f"{kind}.yaml").read_text(encoding="utf-8")):
        made = revision(flows_of(case), case.get("translations"))
        known |= {route.name for route in routes(made, Place("flow", "here"))}
    assert walked(kind) == known
