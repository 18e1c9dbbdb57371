"""A newer library meets what a house has made of the older one: both stay, and where they clash the house is right."""

from __future__ import annotations

from typing import Any

from helpline.shipping import brought_together


def flows(**steps: str) -> dict[str, Any]:
    told = {key: {"type": "say", "say": text} for key, text in steps.items()}
    return {"languages": ["en"], "flows": {"a": {"flow": "a", "steps": told}}, "translations": {}, "made_from": {}}


def says(content: Any) -> dict[str, str]:
    return {key: step["say"] for key, step in content["flows"]["a"]["steps"].items()}


def test_what_the_library_changed_comes_and_what_the_house_changed_stays() -> None:
    then, now = flows(one="1", two="2", three="3"), flows(one="one", two="2", four="4")
    ours = flows(one="1", two="ours", three="3", five="5")
    content, clashes = brought_together(then, now, ours)
    assert says(content) == {"one": "one", "two": "ours", "four": "4", "five": "5"}
    assert clashes == ()


def test_where_both_changed_the_same_the_house_s_own_stands_and_is_told() -> None:
    content, clashes = brought_together(
        flows(one="1", two="2"), flows(one="theirs", two="new"), flows(one="ours", two="2")
    )
    assert says(content) == {"one": "ours", "two": "new"}
    path = ["flows", "a", "steps", "one", "say"]
    assert clashes == [{"path": path, "before": "1", "theirs": "theirs", "yours": "ours"}]


def test_a_step_the_house_removed_does_not_come_back_because_the_library_mended_it() -> None:
    content, clashes = brought_together(flows(one="1", two="2"), flows(one="1", two="mended"), flows(one="1"))
    assert says(content) == {"one": "1"}
    assert [one["path"][-2:] for one in clashes] == [["two", "say"]]
    assert "yours" not in clashes[0]
