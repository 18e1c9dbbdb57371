"""A team whose name is misspelt is found before anybody waits in a queue that nobody sees."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from flows.load import load_library
from helpline.directory import load
from helpline.named_teams import unknown_teams

DIRECTORY = load(Path("directory"))
BYE = {"type": "end", "say": "Bye."}


def found(folder: Path, **step: object) -> list[str]:
    flow = {"flow": "one", "start": "first", "steps": {"first": step, "bye": BYE}}
    (folder / "one.yaml").write_text(yaml.safe_dump(flow, sort_keys=False), "utf-8")
    return [str(issue) for issue in unknown_teams(load_library(folder, {}), DIRECTORY)]


def asks(**when: str) -> dict[str, object]:
    return {"type": "branch", "cases": [{"when": when, "go": "bye"}], "go": "bye"}


def test_a_handoff_to_a_team_that_is_misspelt_is_found_once_with_the_name_that_was_meant(tmp_path: Path) -> None:
    step = {"type": "hand_off", "say": "Somebody comes.", "go": "bye", "refused": "bye"}
    assert found(tmp_path, **step, team="child_focsu") == [
        "error: one.first: it names `child_focsu`, a team the directory does not have; did you mean `child_focus`?"
    ]
    assert found(tmp_path, **step, team="child_focus") == []


@pytest.mark.parametrize("kind", ["team", "staff"])
def test_a_branch_that_asks_for_a_team_nobody_knows_is_found(tmp_path: Path, kind: str) -> None:
    assert "did you mean `helpline`?" in found(tmp_path, **asks(**{kind: "helplin"}))[0]
    assert found(tmp_path, **asks(**{kind: "helpline"})) == []


def test_a_branch_that_asks_for_opening_hours_names_no_team(tmp_path: Path) -> None:
    assert found(tmp_path, **asks(open="no_such_line")) == []


def test_the_conversation_haven_ships_with_names_no_team_that_is_not_there() -> None:
    assert unknown_teams(load_library(Path("flows/library"), {}), DIRECTORY) == []
