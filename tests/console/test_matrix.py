"""Who may do what: every route × role × team × holder of the case, against a table written by hand."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from fastapi.routing import iter_route_contexts

from console.app import routes
from helpline.actions.transfer import Transfer
from helpline.desk import ACTIONS
from helpline.staff import ROLES
from tests.console.desk import Browser, Desk, opened
from tests.console.matrix import (
    HELD,
    OPEN,
    RULES,
    VERBS,
    body_of,
    differences,
    expected_of_case,
    filled,
    verdict,
)

TEAMS = ("helpline", "child_focus")


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path, HAVEN_MATCHING="on") as house:
        yield house


async def everybody(desk: Desk) -> dict[str, Browser]:
    """One of each role, of the first team."""
    return {role: await desk.browser(role, role, teams=("helpline",)) for role in ROLES}


def test_every_route_is_in_the_table_and_nothing_else_is() -> None:
    there = {
        f"{method} {context.path}"
        for context in iter_route_contexts(routes().routes)
        for method in context.methods or ()
    }
    assert there - {f"HEAD {path.partition(' ')[2]}" for path in RULES} == set(RULES)


def test_every_action_is_in_the_table() -> None:
    assert {action.model_fields["verb"].annotation.__args__[0] for action in ACTIONS} == set(VERBS)  # type: ignore[union-attr]
    assert Transfer in ACTIONS


async def test_a_stranger_gets_nowhere_but_to_the_way_in(desk: Desk) -> None:
    stranger, case = desk.stranger(), await desk.case()
    forged = Browser(desk.parts, cookie="A" * 43)
    for route, rule in RULES.items():
        for browser in (stranger, forged):
            said = await browser.ask(route.partition(" ")[0], filled(route, case), body_of(route))
            if rule.who == OPEN:
                assert said.status < 500, route
                assert said.status != 401, route
                assert case.encode() not in said.body
            else:
                assert (said.status, said.json["refusal"]) == (401, "signed_out"), route


async def test_each_role_may_what_the_table_says(desk: Desk) -> None:
    browsers = await everybody(desk)
    assert list(await differences(desk, browsers)) == []


async def test_the_table_notices_when_somebody_gets_in_who_should_not(desk: Desk) -> None:
    browsers = await everybody(desk)
    swapped = browsers | {"counsellor": browsers["admin"], "admin": browsers["counsellor"]}
    found = list(await differences(desk, swapped))
    assert any("POST /console/api/staff as counsellor" in one for one in found)
    assert any("GET /console/api/queue as admin" in one for one in found)


async def test_each_case_is_open_to_whom_the_table_says(desk: Desk) -> None:
    browsers, colleague = await everybody(desk), await desk.member("colleague", "counsellor", teams=TEAMS)
    wrong, count = [], 0
    for role, browser in browsers.items():
        for team in TEAMS:
            for held in HELD:
                case = await the_case(desk, team, held, browser, colleague)
                for route in (route for route, rule in RULES.items() if rule.case):
                    if route.endswith(("/open", "/act")):
                        continue  # they change what comes after: below, each on a case of its own
                    said = await browser.ask(route.partition(" ")[0], filled(route, case), body_of(route))
                    right = expected_of_case(route, role, team == "helpline", held)
                    count += 1
                    if verdict(said) != right or said.status >= 500:
                        wrong.append(f"{route} as {role}, {team}, {held}: {verdict(said)} {said.status}, not {right}")
    assert wrong == []
    assert count == len(ROLES) * len(TEAMS) * len(HELD) * 7


async def the_case(desk: Desk, team: str, held: str, browser: Browser, colleague: object) -> str:
    staff = {"hers": browser.staff, "colleague": colleague}.get(held)
    return await desk.case(team, staff, held if staff is None else "staff")  # type: ignore[arg-type]


async def test_opening_and_each_act_is_for_whom_the_table_says(desk: Desk) -> None:
    browsers, colleague = await everybody(desk), await desk.member("colleague", "counsellor", teams=TEAMS)
    wrong = []
    for role, browser in browsers.items():
        for team in TEAMS:
            for held in HELD:
                for verb in ("open", *VERBS):
                    case = await the_case(desk, team, held, browser, colleague)
                    said = verdict_of_act(await act(browser, case, verb))
                    right = right_of_act(role, team, held, verb)
                    if said != right:
                        wrong.append(f"{verb} as {role}, {team}, {held}: {said}, not {right}")
    assert wrong == []


async def act(browser: Browser, case: str, verb: str) -> tuple[int, str]:
    if verb == "open":
        said = await browser.post(f"/console/api/cases/{case}/open", {"reason": "safety"})
    else:
        asked = {"verb": verb, **VERBS[verb][0]}
        asked |= {"id": secrets.token_urlsafe(12)} if "id" in asked else {}
        said = await browser.post(f"/console/api/cases/{case}/act", asked)
    return said.status, "" if said.status == 200 else str(said.json["refusal"])


def verdict_of_act(said: tuple[int, str]) -> str:
    return (
        "done"
        if said[0] == 200
        else said[1]
        if said[0] in (401, 403, 404)
        else "declined"
        if said[0] < 500
        else "trouble"
    )


def right_of_act(role: str, team: str, held: str, verb: str) -> str:
    if "read_case" not in ROLES[role]:
        return "not_allowed"
    if verb == "erase":  # cannot be undone: she shows once more who she is, before anything else is told
        return "step_up" if "erase" in ROLES[role] else "not_allowed"
    if team != "helpline":
        return "no_such_case"
    if verb == "open":
        return "done"
    from_a_colleague = verb == "take_over" and held == "colleague" and "take_from" in ROLES[role]
    may = held in VERBS[verb][1] or from_a_colleague
    return "done" if may else "declined"
