"""The checker beside the engine: of drafts that were walked to their end, and judged by what was measured."""

from __future__ import annotations

import pytest

from benchmarks import checker
from benchmarks.bots import CHECKER
from benchmarks.engine import Step
from benchmarks.targets import TARGETS, Medians, Value


def test_it_is_measured_for_each_step_of_the_library_and_of_a_large_one() -> None:
    small, large = (checker.steps(content) for content in checker.drafts())
    assert small < checker.STEPS <= large
    told = checker.measured(Step(32.0), times=1)
    assert told.large == pytest.approx(told.library * told.growth)
    assert told.library > 1, "nothing was looked at"
    twice = checker.measured(Step(16.0), times=1)
    assert twice.library > told.library


def test_a_draft_that_keeps_not_every_promise_is_no_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    content, _ = checker.drafts()
    broken = {**content, "flows": {**content["flows"], "triage": {**content["flows"]["triage"], "start": "nowhere"}}}
    monkeypatch.setattr(checker, "drafts", lambda: (broken, content))
    with pytest.raises(RuntimeError, match="keeps not every promise"):
        checker.measured(Step(32.0), times=1)


def test_it_is_judged_in_the_table_of_all_targets() -> None:
    medians = Medians((), (checker.Checked(30.0, 200.0, 1.2),))
    judged = {one.of.field: one.verdict(one.measured(medians)) for one in TARGETS if one.of.bot == CHECKER}
    assert judged == {"library": "holds, and the goal", "large": "missed by 122%", "growth": "holds"}
    assert medians.get(Value(CHECKER, "library")) == 30.0
