"""Who may put a draft to work: alone, with a second person, or nobody, because it would break a promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from flows.draft import content_of
from flows.flow import Revision
from helpline.checking import Found, Report, Shown
from helpline.drafting import begun
from helpline.drafts import Asked
from helpline.errors import Alone, Broken, OwnAsk, SecondNeeded, TalksChanged, Unchanged
from helpline.publishing import HOUSE, Prepared, publishable, reasons_against, signed
from helpline.talks.expected import Difference
from helpline.talks.results import TalkResult
from tests.helpline.house import house

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
RUNNING = house().revisions[1]
TWO, ONE = ("ann", "bo"), ("ann",)
WHY = cast(Any, ("a reason",))


def prepared(
    report: Report | None = None, second: Any = (), asked: str | None = None, at_version: int = 3, words: str = "Other"
) -> Prepared:
    """A draft in its third version, that says something else than what runs."""
    flow = RUNNING.flows["danger"].model_copy(update={"note": words})
    after = replace(RUNNING, number=2, flows={**RUNNING.flows, "danger": flow})
    wish = None if asked is None else Asked(at_version, asked, NOW, "Please look.")
    draft = replace(begun("d", "flows", "Words", 1, content_of(after), "ann", NOW), version=3, asked=wish)
    return Prepared(draft, RUNNING, after, report or Report(()), second)


def error(message: str) -> Found:
    return Found("error", "danger", "numbers", "say", "nl", message, "missing")


# ── one or two ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_needs_no_second_person_is_published_by_one() -> None:
    assert signed(prepared(), "ann", TWO) == ("ann", None)
    assert signed(prepared(), "ann", ONE) == ("ann", None)


def test_what_is_said_to_a_child_needs_a_second_person_and_she_is_another_one() -> None:
    with pytest.raises(SecondNeeded):
        signed(prepared(second=WHY), "ann", TWO)
    with pytest.raises(OwnAsk):
        signed(prepared(second=WHY, asked="ann"), "ann", TWO)
    assert signed(prepared(second=WHY, asked="ann"), "bo", TWO) == ("ann", "bo")


def test_an_ask_for_an_earlier_version_counts_for_nothing() -> None:
    with pytest.raises(SecondNeeded):
        signed(prepared(second=WHY, asked="ann", at_version=2), "bo", TWO)


def test_who_agrees_is_noted_also_where_one_would_have_been_enough() -> None:
    assert signed(prepared(asked="ann"), "bo", TWO) == ("ann", "bo")


def test_where_nobody_else_could_agree_only_the_server_publishes() -> None:
    with pytest.raises(Alone):
        signed(prepared(second=WHY), "ann", ONE)
    with pytest.raises(Alone):
        signed(prepared(second=WHY, asked="ann"), "ann", ONE)
    assert signed(prepared(second=WHY), HOUSE, ONE) == (HOUSE, None)
    assert signed(prepared(second=WHY), HOUSE, ()) == (HOUSE, None)


def test_the_server_is_no_second_person_where_there_are_two() -> None:
    with pytest.raises(SecondNeeded):
        signed(prepared(second=WHY), HOUSE, TWO)
    with pytest.raises(SecondNeeded):
        signed(prepared(second=WHY, asked="ann"), HOUSE, TWO)
    assert signed(prepared(), HOUSE, TWO) == (HOUSE, None)


# ── what is never published ───────────────────────────────────────────────────────────────────────────────────────
def test_a_mistake_or_a_broken_promise_is_never_published_and_says_why() -> None:
    broken = Shown("P1", "minor", "link", "A child is asked for a link.", ("Bot: How old?", "She: 15"), None)
    report = Report((error("No Dutch text."),), (broken,))
    with pytest.raises(Broken) as refused:
        publishable(prepared(report))
    assert refused.value.about == {"errors": 1, "promises": 1}
    assert refused.value.reasons == reasons_against(report)
    first, second = refused.value.reasons
    assert "danger.numbers" in first
    assert "minor.link" in second
    assert "P1" in second
    assert second.splitlines()[1:] == ["    Bot: How old?", "    She: 15"]


def test_a_warning_stands_in_nobody_s_way() -> None:
    warned = replace(error("The English was changed."), level="warning")
    assert publishable(prepared(Report((warned,)))).number == 2


def test_a_saved_talk_that_goes_another_way_must_be_accepted_first() -> None:
    talks = tuple(TalkResult(state, state, Difference(state)) for state in ("same", "words", "changed"))
    with pytest.raises(TalksChanged) as refused:
        publishable(prepared(Report((), (), talks)))
    assert refused.value.about == {"talks": 1}
    assert publishable(prepared(Report((), (), talks[:2]))).number == 2


def test_what_says_the_same_as_what_runs_is_not_published_again() -> None:
    same: Revision = RUNNING
    with pytest.raises(Unchanged):
        publishable(replace(prepared(), revision=replace(same, number=2)))
