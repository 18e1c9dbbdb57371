"""Whoever had her case does not work here any more: it is in line again at once, and she is told so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from helpline.staff import Staff
from tests.helpline.clockwork import answered, passes, said
from tests.helpline.deskwork import Desk, with_ann
from tests.helpline.house import LANGUAGES


def changed(desk: Desk, change: Callable[[Staff], Staff]) -> Desk:
    """An admin has changed who Ann is here."""
    house = desk.talk.house
    desk.talk.house = replace(house, colleagues={**house.colleagues, "ann": change(house.colleagues["ann"])})
    return desk


def disabled(who: Staff) -> Staff:
    return replace(who, active=False)


def in_another_team(who: Staff) -> Staff:
    return replace(who, teams=frozenset({"legal"}))


def no_longer_talking(who: Staff) -> Staff:
    return replace(who, roles=frozenset({"auditor"}))


@pytest.mark.parametrize("change", [disabled, in_another_team, no_longer_talking])
def test_the_case_of_a_colleague_who_left_is_in_line_and_its_team_is_told(change: Callable[[Staff], Staff]) -> None:
    desk = answered(with_ann())
    token = desk.case.holder.token
    made = passes(changed(desk, change), "left")
    assert desk.case.is_waiting
    assert (desk.case.holder.team, desk.case.holder.token) == ("helpline", token + 1)
    assert made.alerts == ("waiting",)
    assert [(one.kind, one.about) for one in made.events] == [("case_released", {"staff": "ann", "team": "helpline"})]
    assert made.carry_over, "what she wrote before she left is lost to nobody"


@pytest.mark.parametrize("language", LANGUAGES)
def test_she_is_told_in_her_language_who_had_to_go_and_what_comes_next(language: str) -> None:
    desk = answered(with_ann(language))
    words = said(passes(changed(desk, disabled), "left").outgoing)
    waits = {"nl": "Je staat opnieuw in de rij", "fr": "dans la file", "en": "You are in line for a person again"}
    assert "Ann" in words
    assert waits[language] in words


def test_whoever_waits_for_an_answer_has_waited_since_she_wrote() -> None:
    desk = answered(with_ann())
    desk.talk.types("are you there?")
    wrote = desk.talk.now
    desk.talk.waits(minutes=3)
    passes(changed(desk, disabled), "left")
    assert desk.case.waiting_since == wrote


def test_whoever_works_here_keeps_her_case() -> None:
    desk = answered(with_ann())
    made = passes(desk, "left")
    assert desk.case.holder.staff == "ann"
    assert [*made.outgoing, *made.events, *made.alerts] == []


def test_a_house_that_does_not_know_its_staff_yet_takes_a_case_from_nobody() -> None:
    desk = answered(with_ann())
    desk.talk.house = replace(desk.talk.house, colleagues={}, here=frozenset())
    passes(desk, "left")
    assert desk.case.holder.staff == "ann"
