"""What is said of a revision before anyone speaks to it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.check import check
from flows.flow import Flow, Revision
from flows.remark import Remark
from flows.wording import LONGEST_LABEL, LONGEST_TEXT
from tests.flows.talking import revision

CASES = yaml.safe_load((Path(__file__).parent / "checked.yaml").read_text(encoding="utf-8"))


def end(text: str) -> dict[str, Any]:
    return {"flow": {"one": {"type": "end", "say": text}}}


def choice(label: str) -> dict[str, Any]:
    choices = [{"key": "a", "label": label, "go": "two"}]
    return {"flow": {"one": {"type": "choose", "say": "Well", "choices": choices}, "two": {"type": "end"}}}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_an_issue_says_where_and_how_to_mend_it(case: dict[str, Any]) -> None:
    known = revision({"flow": case["flow"]}, case.get("translations"))
    issues = check(known, case.get("banned", {}))
    assert [str(issue) for issue in issues] == case["issues"]
    assert all(isinstance(issue.message, Remark) for issue in issues)


def test_the_small_library_has_no_issues(small: Revision) -> None:
    assert check(small) == []


def test_a_message_fits_up_to_telegrams_limit_counted_as_telegram_counts() -> None:
    assert check(revision(end("😢" * (LONGEST_TEXT // 2)))) == []
    (issue,) = check(revision(end("😢" * (LONGEST_TEXT // 2) + "x")))
    assert "4097 characters do not fit into a message" in issue.message


def test_a_label_fits_on_a_button() -> None:
    assert check(revision(choice("x" * LONGEST_LABEL))) == []
    (issue,) = check(revision(choice("x" * (LONGEST_LABEL + 1))))
    assert "65 characters do not fit on a button" in issue.message


def test_nothing_is_filled_in_on_a_button() -> None:
    (issue,) = check(revision(choice("Call {emergency}")))
    assert "nothing is filled in on a button; say {emergency} in the message instead" in issue.message


def test_the_longest_keys_leave_a_buttons_data_within_its_bytes() -> None:
    step = {"type": "choose", "say": "Well", "choices": [{"key": "k" * 16, "label": "A", "go": "over"}]}
    assert check(revision({"f" * 16: {"s" * 20: step, "over": {"type": "end"}}})) == []


def test_a_draft_whose_ways_lead_nowhere_is_told_only_that() -> None:
    lost = Flow.model_validate(
        {"flow": "flow", "start": "one", "steps": {"one": {"type": "say", "say": "?", "go": "x"}}}
    )
    issues = check(Revision.of(1, {"flow": lost}, {}))
    assert [(issue.level, issue.flow, issue.step) for issue in issues] == [("error", "flow", "one")]
