"""Colleagues and one's own ways in, in a real browser: invited once, asked again who one is, nothing typed is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser import assert_accessible
from tests.eventually import eventually
from tests.web.curtain import Curtain
from tests.web.stage import Stage

LINK = "https://haven.test/console/join/abc"


def member(login: str, active: bool = True) -> dict[str, Any]:
    about = {"roles": ["counsellor"], "permissions": ["talk"], "teams": ["helpline"], "languages": ["nl"]}
    return {"id": f"s-{login}", "login": login, "alias": login.title(), "active": active} | about


def works_here(stage: Stage) -> None:
    """She is the admin of a house where others work too."""
    stage.me["staff"] |= {"roles": ["admin"], "permissions": ["manage_staff", "see_staff"]}
    stage.answer("GET /staff", [member("lou"), member("tuur", active=False)])
    stage.answer("POST /staff", {"link": LINK})
    times = {
        "started_at": "2026-11-22T18:00:00Z",
        "used_at": "2026-11-22T20:00:00Z",
        "expires_at": "2026-11-23T06:00:00Z",
    }
    rest = times | {"way": "passkey", "agent": "Firefox, Linux"}
    stage.answer("GET /sign-ins", [{"id": "1", "current": True} | rest, {"id": "2", "current": False} | rest])
    key = {"id": "k1", "name": "Chrome, Linux", "added_at": "2026-11-01T10:00:00Z", "used_at": None}
    stage.answer("GET /passkeys", [key])


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[Stage]:
    async with Curtain(Stage()) as open_stage:
        works_here(open_stage)
        yield open_stage


async def fill_in(page: Page) -> None:
    await page.get_by_role("button", name="Invite a colleague").click()
    await page.get_by_label("What she signs in with").fill("mira")
    await page.get_by_label("The name contacts read; it need not be her own").fill("Mira")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_pages_about_staff_are_open_to_everyone(page: Page, stage: Stage, scheme: str) -> None:
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    await page.set_viewport_size({"width": 360, "height": 740})
    for place, heading in (("colleagues", "Colleagues"), ("own", "My sign-ins and passkeys"), ("", "Welcome, Noor.")):
        await page.goto(f"{stage.origin}/console/#/{place}")
        await page.get_by_role("heading", name=heading).wait_for()
        await assert_accessible(page)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await page.goto(f"{stage.origin}/console/#/colleagues")
    await fill_in(page)
    await assert_accessible(page)


async def test_an_invitation_is_a_link_that_is_shown_once(page: Page, stage: Stage) -> None:
    await page.goto(f"{stage.origin}/console/#/colleagues")
    await fill_in(page)
    await page.get_by_label("Supervisor").check()
    await page.get_by_role("button", name="Make the invitation").click()
    await expect(page.get_by_role("dialog")).to_contain_text(LINK)
    roles = ["counsellor", "supervisor"]
    mira = {"login": "mira", "alias": "Mira", "roles": roles, "teams": ["helpline"], "languages": []}
    await stage.heard_only("POST /staff", mira)
    await page.get_by_role("button", name="Done").click()
    await expect(page.get_by_text(LINK)).to_have_count(0)


async def test_asked_again_who_she_is_she_finds_the_form_as_she_left_it(page: Page, stage: Stage) -> None:
    stage.refuse("POST /staff", 403, "step_up")
    await page.goto(f"{stage.origin}/console/#/colleagues")
    await fill_in(page)
    await page.get_by_role("button", name="Make the invitation").click()
    await expect(page).to_have_url(f"{stage.origin}/console/step-up")
    await page.goto(f"{stage.origin}/console/")
    await expect(page.get_by_label("What she signs in with")).to_have_value("mira")
    await page.reload()
    await page.get_by_role("heading", name="Colleagues").wait_for()
    await expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize(
    ("button", "question"), [("Disable Lou", "Disable Lou?"), ("New way in Lou", "A new way in for Lou?")]
)
async def test_asked_again_who_she_is_she_sees_that_nothing_was_done_to_a_colleague_yet(
    page: Page, stage: Stage, button: str, question: str
) -> None:
    for path in ("POST /staff/s-lou", "POST /staff/s-lou/reset"):
        stage.refuse(path, 403, "step_up")
    await page.goto(f"{stage.origin}/console/#/colleagues")
    await page.get_by_role("button", name=button).click()
    await page.get_by_role("dialog").get_by_role("button").last.click()
    await expect(page).to_have_url(f"{stage.origin}/console/step-up")
    await page.goto(f"{stage.origin}/console/")
    await expect(page.get_by_role("dialog", name=question)).to_be_visible()
    await page.reload()
    await page.get_by_role("heading", name="Colleagues").wait_for()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_name_that_is_taken_is_said_where_she_types(page: Page, stage: Stage) -> None:
    stage.refuse("POST /staff", 409, "login_taken")
    await page.goto(f"{stage.origin}/console/#/colleagues")
    await fill_in(page)
    await page.get_by_role("button", name="Make the invitation").click()
    await expect(page.get_by_role("dialog")).to_contain_text("This name is taken.")
    await expect(page.get_by_label("What she signs in with")).to_have_value("mira")


async def test_who_leaves_is_shut_out_and_can_be_let_in_again(page: Page, stage: Stage) -> None:
    await page.goto(f"{stage.origin}/console/#/colleagues")
    await page.get_by_role("button", name="Disable Lou").click()
    await page.get_by_role("dialog").get_by_role("button", name="Disable").click()
    await stage.heard("POST /staff/s-lou", {"active": False})
    await page.get_by_role("button", name="Let in again Tuur").click()
    await stage.heard("POST /staff/s-tuur", {"active": True})


async def test_a_sign_in_elsewhere_and_a_passkey_can_be_ended(page: Page, stage: Stage) -> None:
    await page.goto(f"{stage.origin}/console/#/own")
    await page.get_by_role("button", name="Sign out there").click()
    await stage.heard("POST /sign-ins/2/revoke", {})
    stage.refuse("POST /passkeys/k1/remove", 409, "last_way_in")
    await page.get_by_role("button", name="Remove Chrome, Linux").click()
    await expect(page.get_by_role("status")).to_contain_text("This is your only way in")


async def test_who_still_has_cases_in_hand_is_told_so_before_she_leaves(page: Page, stage: Stage) -> None:
    stage.me["staff"]["permissions"] = ["see_queue", "talk"]
    stage.counts["mine"] = 1
    await page.goto(f"{stage.origin}/console/")
    await expect(page.get_by_role("button", name="Mine")).to_contain_text("1")
    await page.locator("summary", has_text="Noor").click()
    await page.evaluate("sessionStorage.setItem('haven.draft.x', 'half')")
    await page.get_by_role("button", name="Sign out").click()
    asked = page.get_by_role("dialog")
    await expect(asked).to_contain_text("Conversations you have taken over stay yours.")
    await assert_accessible(page)
    await asked.get_by_role("button", name="Sign out").click()
    await expect(page).to_have_url(f"{stage.origin}/console/sign-out")
    await eventually(lambda: page.evaluate("sessionStorage.length"), 0)
