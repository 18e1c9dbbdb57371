"""Whatever an editor does to a draft, the checker stands it; what it passes harms nobody, what it refuses is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any

import pytest

from flows.draft import read
from helpline.checking import Report, check_content
from helpline.directory import Directory
from tests.drills.edited import on_small_flows, on_the_library
from tests.drills.edited_house import wrong_in_the_house
from tests.drills.finding import amount, seed
from tests.drills.workers import shared_out
from tests.helpline.test_checking import minor_to_the_links


@pytest.mark.timeout(14_400)
def test_what_is_passed_keeps_its_promises_and_what_is_refused_breaks_one() -> None:
    finding = shared_out(on_small_flows, amount(100_000, 220), seed())
    print(finding)
    assert finding.holds, finding
    assert (
        min(finding.seen[kind] for kind in ("passed", "refuted", "mistaken", "talks", "held", "write", "add_step")) > 0
    )
    assert finding.seen["from the step"] < 0.2 * finding.seen["held"]


@pytest.mark.timeout(14_400)
def test_so_it_is_with_the_library_that_ships() -> None:
    finding = shared_out(on_the_library, amount(1_000, 6), seed())
    print(finding)
    assert finding.holds, finding
    assert finding.seen["talks"] > 0


# ── the drill sees what is planted ────────────────────────────────────────────────────────────────────────────────
def lenient(content: dict[str, Any], book: Directory, now: datetime) -> Report:
    """A checker that proves nothing."""
    return replace(check_content(content, book, now), refuted=())


def too_short(content: dict[str, Any], book: Directory, now: datetime) -> Report:
    """A checker that tells talks without what she did last."""
    report = check_content(content, book, now)
    told = [(one, one.talk) for one in report.refuted if one.talk is not None and one.conversation]
    return replace(
        report,
        refuted=tuple(
            replace(one, talk=talk.model_copy(update={"moves": talk.moves[:-1] or talk.moves})) for one, talk in told
        ),
    )


def fragile(content: dict[str, Any], book: Directory, now: datetime) -> Report:
    """A checker that trusts every flow to have an end."""
    assert all(step.get("type") for flow in content["flows"].values() for step in flow["steps"].values())
    assert all(any(step["type"] == "end" for step in flow["steps"].values()) for flow in content["flows"].values())
    return check_content(content, book, now)


def test_the_drill_finds_a_checker_that_lets_broken_promises_pass() -> None:
    finding = on_small_flows(range(60), seed(), lenient)
    assert {kind[:2] for kind in finding.wrong} >= {"P2", "P7"}


def test_the_drill_finds_a_checker_that_tells_talks_that_do_not_happen() -> None:
    finding = on_small_flows(range(40), seed(), too_short)
    assert any("does not happen" in kind for kind in finding.wrong)


def test_the_talks_in_the_house_find_one_that_lets_minors_leave_things(monkeypatch: pytest.MonkeyPatch) -> None:
    content = minor_to_the_links()
    content["flows"]["intake"]["steps"]["gate"]["go"] = "keep"
    revision = read(content, 1).revision
    assert revision is not None
    talks = [Random(number) for number in range(40)]
    assert not any(wrong_in_the_house(revision, chance, 20) for chance in talks)  # the house keeps P1 by itself
    monkeypatch.setattr("helpline.agreeing.may_agree", lambda *_: True)
    monkeypatch.setattr("helpline.ages.stands", lambda *_: True)
    talks = [Random(number) for number in range(40)]
    assert {"P1 in the house"} <= {one for chance in talks for one in wrong_in_the_house(revision, chance, 20)}


def test_the_drill_finds_a_checker_that_fails() -> None:
    assert any("AssertionError" in kind for kind in on_small_flows(range(60), seed(), fragile).wrong)
