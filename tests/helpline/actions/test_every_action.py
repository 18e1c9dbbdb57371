"""Every staff action has a file of cases beside this one, with who may not; each is decided as in the house."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from helpline.desk import ACTIONS
from helpline.errors import Declined
from tests.helpline import deskwork
from tests.helpline.deskwork import READ, Desk

HERE = Path(__file__).parent
VERBS = {action.model_fields["verb"].annotation.__args__[0]: action for action in ACTIONS}  # type: ignore[union-attr]
ROADS = {
    "in line": deskwork.in_line,
    "with ann": deskwork.with_ann,
    "with bea": deskwork.with_bea,
    "with the bot": deskwork.with_the_bot,
    "closed": deskwork.closed,
}


def cases(verb: str) -> list[dict[str, Any]]:
    path = HERE / f"{verb}.yaml"
    return list(yaml.safe_load(path.read_text(encoding="utf-8"))) if path.exists() else []


def params() -> Iterator[Any]:
    for verb in VERBS:
        yield from (pytest.param(verb, case, id=f"{verb}: {case['about']}") for case in cases(verb))


def at(case: dict[str, Any]) -> Desk:
    """The case as it stands before."""
    desk = ROADS[case["case"]]()
    talk = desk.talk
    for words in case.get("she_writes", ()):
        talk.types(words)
    for done in case.get("first", ()):
        desk.does(**done)
    match case.get("contact"):
        case "blocked":
            talk.send("blocked")
        case "hidden":
            talk.types("/hide")
        case "quiet, safe in the morning":
            talk.case = replace(desk.case, safe_time="morning")
            talk.waits(hours=1)
        case "quiet, writes first":
            talk.case = replace(desk.case, safe_time="not_first")
            talk.waits(hours=1)
        case "a minor's":
            talk.case = replace(
                desk.case, route="child_focus", facts={"age": "minor"}, items=(), words={},
                holder=replace(desk.case.holder, team="child_focus"),
            )  # fmt: skip
            assert talk.session
            talk.session = replace(talk.session, facts={"age": "minor"})
        case "without a case":
            talk.case = None
    return desk


def test_every_action_has_its_cases_and_says_who_may_not() -> None:
    assert {path.stem for path in HERE.glob("*.yaml")} == set(VERBS)
    for verb in VERBS:
        refused = {case["refused"]["code"] for case in cases(verb) if "refused" in case}
        assert {"not_allowed", "no_such_case"} <= refused, f"{verb}.yaml does not say who may not"
        assert any("refused" not in case for case in cases(verb)), f"{verb}.yaml does not say what it is for"


@pytest.mark.parametrize(("verb", "case"), [*params()])
def test_an_action(verb: str, case: dict[str, Any]) -> None:
    desk = at(case)
    before = desk.loaded
    asked = {"verb": verb, **case.get("do", {})}
    by = case.get("by", "ann")
    if "refused" in case:
        with pytest.raises(Declined) as told:
            desk.does(by, **asked)
        refused = dict(case["refused"])
        assert told.value.code == refused.pop("code")
        assert {name: told.value.about[name] for name in refused} == refused
        assert desk.loaded == before
        return
    changes = desk.does(by, **asked)
    said = [one.text.plain for one in changes.outgoing]
    assert len(said) == len(case.get("says", ())), said
    assert all(words in text for words, text in zip(case.get("says", ()), said, strict=True)), said
    assert [event.kind for event in changes.events] == case.get("events", [])
    assert list(changes.alerts) == case.get("alerts", [])
    assert [note.words.plain for note in changes.notes] == case.get("notes", [])
    assert (changes.carry_over, changes.keep_back, changes.give_out) == tuple(
        case.get(name, False) for name in ("carry_over", "keep_back", "give_out")
    )
    if "waits" in case:
        until = changes.keep_back_until
        assert (until - desk.talk.now if until else None) == (timedelta(**case["waits"]) if case["waits"] else None)
    _stands(changes, before, case)


def _stands(changes: Any, before: Any, case: dict[str, Any]) -> None:
    """The case as it stands after."""
    if case.get("erased"):
        assert changes.case is None
        return
    holder, was = changes.case.holder, before.case.holder
    expected = case.get("holder")
    if expected is None:
        assert replace(holder, since=None) == replace(was, since=None)
    else:
        kind, _, staff = expected.partition(" ")
        assert (holder.kind, holder.staff) == (kind, staff or None)
        assert holder.token == was.token + 1
        assert holder.team == case.get("team", was.team)
    for name, value in case.get("then", {}).items():
        assert getattr(changes.case, name) == value, name
    assert (changes.case.answer_by is not None) == case.get("answer_due", False)


@pytest.mark.parametrize("verb", [*VERBS])
def test_nothing_that_is_typed_prints_itself(verb: str) -> None:
    done = next(case for case in cases(verb) if "refused" not in case)
    action = READ.validate_python({"verb": verb, **done.get("do", {})})
    typed = [value for name, value in done.get("do", {}).items() if name in ("text", "note")]
    assert not any(words in f"{action} {action!r}" for words in typed)
    assert not typed or typed[0] in str(action.model_dump())
