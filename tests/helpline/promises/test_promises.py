"""Each promise: broken flows that must be refuted, in an editor's words, and near misses that must pass."""

from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.flow import Revision
from flows.load import load_library
from flows.remark import Remark
from helpline import safety
from helpline.directory import load

HERE = Path(__file__).parent
DIRECTORY = load(Path("directory"))
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PROMISES = ("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8")
BASE = yaml.load((HERE / "base.yaml").read_text("utf-8"), yaml.CSafeLoader)


def cases(kind: str) -> list[Any]:
    found = []
    for promise in PROMISES:
        written = yaml.load((HERE / f"{promise.lower()}.yaml").read_text("utf-8"), yaml.CSafeLoader)
        found += [pytest.param(promise, case, id=f"{promise}: {case['about']}") for case in written[kind]]
    return found


def changed(case: dict[str, Any]) -> dict[str, Any]:
    """The small helpline of base.yaml with one thing changed."""
    flows = deepcopy(BASE)
    for flow in case.get("drop", ()):
        del flows[flow]
    for key, step in case.get("add", {}).items():
        flow, name = key.split(".")
        flows[flow]["steps"][name] = deepcopy(step)
    for key, value in case.get("set", {}).items():
        flow, *path = key.split(".")
        at: Any = flows[flow] if path == ["start"] else flows[flow]["steps"]
        for part in path[:-1]:
            at = at[int(part)] if part.isdigit() else at[part]
        at[path[-1]] = value
    if "long" in case:
        flow, name = case["long"].split(".")
        flows[flow]["steps"][name]["say"] = "long " * 900 + "{emergency}"
    return flows


def revision(folder: Path, case: dict[str, Any]) -> Revision:
    for flow, plain in changed(case).items():
        (folder / f"{flow}.yaml").write_text(
            yaml.dump({"format": 1, **plain}, Dumper=yaml.CSafeDumper, sort_keys=False), "utf-8"
        )
    dutch = case.get("nl", {})
    return load_library(folder, {"nl": lambda key, text: dutch.get(key, text)})


def refuted(folder: Path, case: dict[str, Any]) -> list[safety.Refuted]:
    now = datetime.combine(case["at"], NOW.time(), UTC) if "at" in case else NOW
    found = safety.check(revision(folder, case), DIRECTORY, now)
    assert all(isinstance(said, Remark) for one in found for said in (one.message, *one.conversation))
    return found


@pytest.mark.parametrize(("promise", "case"), cases("refuted"))
def test_a_broken_promise_is_refuted(tmp_path: Path, promise: str, case: dict[str, Any]) -> None:
    found = refuted(tmp_path, case)
    there = [one for one in found if one.promise == promise and str(one.place or "") == case.get("place", "")]
    told = [one for one in there if case["message"] in one.message]
    assert told, [str(one) for one in found]
    if "talk" in case:
        assert list(told[0].conversation) == case["talk"]
    if "on_the_way" in case:
        assert any(case["on_the_way"] in one.conversation for one in told), told[0].conversation
    if "ends" in case:
        assert any(one.conversation[-1] == case["ends"] for one in told), told[0].conversation


@pytest.mark.parametrize(("promise", "case"), cases("kept"))
def test_a_near_miss_passes(tmp_path: Path, promise: str, case: dict[str, Any]) -> None:
    assert [str(one) for one in refuted(tmp_path, case) if one.promise == promise] == []


def test_the_small_helpline_keeps_every_promise(tmp_path: Path) -> None:
    assert [str(one) for one in refuted(tmp_path, {})] == []


def test_each_promise_has_at_least_five_broken_flows_and_a_near_miss() -> None:
    for promise in PROMISES:
        written = yaml.load((HERE / f"{promise.lower()}.yaml").read_text("utf-8"), yaml.CSafeLoader)
        assert len(written["refuted"]) >= 5
        assert written["kept"]


def test_a_refutation_reads_as_a_conversation(tmp_path: Path) -> None:
    case = {"set": {"triage.links_agree.no.go": "links"}}
    (one,) = [str(one) for one in refuted(tmp_path, case) if one.promise == "P2"]
    assert one.startswith("P2: begin → contact presses ‘English’ → contact presses ‘About me’ → ")
    assert one.endswith(
        "contact presses ‘No links’ → step ‘links’ of ‘triage’: it collects links without consent to links; "
        "ask for it earlier on this way"
    )
