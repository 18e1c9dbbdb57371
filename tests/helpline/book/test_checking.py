"""What is said of a book before it is published: it must break nothing for whoever runs or is talked in; it need not be
better than the one of today in everything."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.draft import content_of, read
from flows.flow import Revision
from helpline.book import shipped
from helpline.book.checking import check_book
from helpline.checking import Report
from tests.shipped import library

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
THEN = library(("nl", "fr", "en"))


@pytest.fixture
def content() -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(shipped(Path("directory"))))
    return plain


def flagged(content: dict[str, Any], *keys: str) -> dict[str, Any]:
    lines = {key: {**entry, "flagged": True} if key in keys else entry for key, entry in content["lines"].items()}
    return {**content, "lines": lines}


def without(card: str) -> Revision:
    """The library as it would be without this card in the part about assault."""
    plain = json.loads(json.dumps(content_of(THEN)))
    for step in plain["flows"]["assault"]["steps"].values():
        if card in step.get("cards", ()):
            step["cards"].remove(card)
    revision = read(plain, 2).revision
    assert revision is not None
    return replace(revision, number=2)


def looked(after: dict[str, Any], before: dict[str, Any], *revisions: Revision, teams: Sequence[str] = ()) -> Report:
    return check_book(after, before, revisions, teams, {}, NOON)


def test_what_is_shipped_keeps_every_promise(content: dict[str, Any]) -> None:
    report = looked(content, content, THEN, teams=("helpline", "child_focus"))
    assert (report.issues, report.refuted) == ((), ())


def test_a_line_that_only_an_earlier_version_shows_stays_while_people_are_in_that(content: dict[str, Any]) -> None:
    newer, after = without("sos_viol"), flagged(content, "sos_viol")
    assert looked(after, content, newer).keeps_every_promise
    report = looked(after, content, newer, THEN)
    assert {one.flow for one in report.refuted} == {"assault"}
    assert all(one.conversation for one in report.refuted)


def test_what_is_broken_already_stops_nobody_who_mends_part_of_it(content: dict[str, Any]) -> None:
    before = flagged(content, "sos_viol", "tele_onthaal")
    assert looked(flagged(content, "sos_viol"), before, THEN).keeps_every_promise
    worse = flagged(content, "sos_viol", "tele_onthaal", "tele_accueil")
    assert not looked(worse, before, THEN).keeps_every_promise


def test_a_team_that_works_here_is_kept(content: dict[str, Any]) -> None:
    teams = {key: team for key, team in content["teams"].items() if key != "child_focus"}
    report = looked({**content, "teams": teams}, content, THEN, teams=("child_focus",))
    assert [(one.level, one.flow, one.step) for one in report.issues] == [("error", "teams", "child_focus")]
