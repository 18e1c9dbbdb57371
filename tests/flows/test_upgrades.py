"""Flows written in an older format still hold the same conversation, from a file and from the database."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

from flows.flow import Revision
from flows.load import load_library
from flows.source import FlowErrors, read
from flows.upgrades import FORMAT, UPGRADES, lift

OLD = Path(__file__).parent / "old"


def test_every_older_format_has_a_way_up_and_a_flow_to_prove_it() -> None:
    assert len(UPGRADES) == FORMAT
    assert {path.stem for path in OLD.glob("*.yaml")} == {f"format_{number}" for number in range(FORMAT + 1)}


@pytest.mark.parametrize("number", range(FORMAT))
def test_an_old_flow_is_todays_flow(number: int, tmp_path: Path) -> None:
    loaded = {}
    for name in (number, FORMAT):
        (tmp_path / "old.yaml").write_text((OLD / f"format_{name}.yaml").read_text(encoding="utf-8"), encoding="utf-8")
        loaded[name] = load_library(tmp_path, {})
    assert loaded[number] == loaded[FORMAT]


def test_an_old_revision_in_the_database_is_lifted_too() -> None:
    plain = {name: read("x", (OLD / f"format_{name}.yaml").read_text(encoding="utf-8")).plain for name in (0, FORMAT)}
    stored = {
        name: json.dumps({"number": 3, "languages": ["en"], "flows": {"old": flow}, "translations": {}})
        for name, flow in plain.items()
    }
    assert Revision.from_json(stored[0]) == Revision.from_json(stored[FORMAT])


def test_lifting_leaves_the_old_one_as_it_was() -> None:
    plain = read("x", (OLD / "format_0.yaml").read_text(encoding="utf-8")).plain
    before = deepcopy(plain)
    lift(plain)
    assert plain == before


def test_a_mistake_in_an_old_flow_is_told_at_its_step(tmp_path: Path) -> None:
    text = (OLD / "format_0.yaml").read_text(encoding="utf-8").replace("{age: minor}", "{age: young}")
    (tmp_path / "old.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(FlowErrors, match=r"old\.yaml, line 6, step `age`: `age` is never `young`"):
        load_library(tmp_path, {})
