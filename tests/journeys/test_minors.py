"""Where somebody turns out to be under 18: nothing of it is left, and only Child Focus goes on. On real screens."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.journeys.contact import Contact, PickUp
from tests.journeys.counsellor import Counsellor, SitDown
from tests.journeys.open_demo import Demo

LINK = "https://voorbeeld.example/album/7"


async def leaves_a_link(noor: Contact) -> None:
    await noor.says(f"het staat hier: {LINK}")
    await noor.presses("Ja, bewaar ze")
    await noor.sees("Stuur het nog een keer")
    await noor.says(LINK)


@pytest.mark.timeout(240)
async def test_a_counsellor_who_learns_that_she_is_under_18_erases_it_all_and_she_is_shown_child_focus(
    open_demo: Demo, sit_down: SitDown, pick_up: PickUp
) -> None:
    lotte, noor = await sit_down("Lotte"), await pick_up("nl", "Noor")
    number = await noor.asks_for_a_person()
    await leaves_a_link(noor)
    await lotte.takes_over(number)
    case = lotte.page.url.rpartition("/")[2]
    await expect(lotte.beside).to_contain_text("voorbeeld")
    assert all(kept(open_demo, case).values())
    await noor.says("volgend jaar mag ik pas met de auto rijden")
    await lotte.reads("volgend jaar mag ik pas met de auto rijden")
    await says_that_she_is_a_minor(lotte)
    await expect(lotte.page.get_by_role("heading", name="This case is not here.")).to_be_visible()
    await expect(lotte.row(number)).to_have_count(0)
    await noor.sees("Alles wat je hier achterliet, is net voorgoed gewist.")
    await noor.sees("116 000")
    assert kept(open_demo, case) == {"item": 0, "line": 0}


def kept(demo: Demo, case: str) -> dict[str, int]:
    """How much of the case stands in the database."""
    return {
        table: demo.kept(f"SELECT count(*) FROM {table} WHERE case_id = ?", case)[0][0] for table in ("item", "line")
    }


async def says_that_she_is_a_minor(lotte: Counsellor) -> None:
    await lotte.case.get_by_role("button", name="More").click()
    await lotte.case.get_by_role("button", name="A minor is involved").click()
    await lotte.dialog.get_by_label("The person who writes is under 18").check()
    await lotte.looks_accessible()
    await lotte.dialog.get_by_role("button", name="Erase the evidence and reroute").click()


@pytest.mark.timeout(240)
async def test_a_minor_talks_with_child_focus_and_the_other_team_never_sees_her(
    sit_down: SitDown, pick_up: PickUp
) -> None:
    sarah, lotte = await sit_down("Sarah"), await sit_down("Lotte")
    mira = await sit_down(await invites(sarah, "mira", "Mira", "Child Focus"))
    jo, noor = await pick_up("nl", "Jo"), await pick_up("nl", "Noortje")
    number = await asks_child_focus(jo)
    await mira.sees_waiting(number)
    await mira.takes_over(number)
    await jo.sees("Mira is nu hier bij je")
    await mira.writes("Dag Jo. Goed dat je schrijft.")
    await jo.sees_last("Dag Jo. Goed dat je schrijft.")
    await jo.says("het staat hier: " + LINK)
    await mira.reads("het staat hier")
    await expect(mira.talk).not_to_contain_text("voorbeeld")
    await expect(mira.beside).to_contain_text("Nothing was entrusted.")
    await sees_nothing_of(lotte, mira, number)
    grown = await noor.asks_for_a_person()  # the queue of the others is alive: only this case is not in it
    await lotte.sees_waiting(grown)
    await expect(mira.row(grown)).to_have_count(0)
    await mira.closes_the_case("Helped")


async def invites(sarah: Counsellor, login: str, alias: str, team: str) -> str:
    """Returns the link."""
    await sarah.page.get_by_role("link", name="Colleagues").click()
    await sarah.looks_accessible()
    await sarah.page.get_by_role("button", name="Invite a colleague").click()
    await sarah.dialog.get_by_label("What she signs in with").fill(login)
    await sarah.dialog.get_by_label("The name contacts read").fill(alias)
    teams = sarah.dialog.get_by_role("group", name="Her teams")
    for box in await teams.get_by_role("checkbox").all():
        await box.uncheck()
    await teams.get_by_label(team).check()
    await sarah.dialog.get_by_role("button", name="Make the invitation").click()
    await expect(sarah.page.get_by_role("heading", name="Is it you, Sarah?")).to_be_visible()
    await sarah.looks_accessible()
    await sarah.page.get_by_role("button", name="It is me").click()
    await sarah.dialog.get_by_role("button", name="Make the invitation").click()
    return await sarah.dialog.locator(".link").inner_text()


async def asks_child_focus(jo: Contact) -> str:
    await jo.phone.get_by_role("button", name="Start", exact=True).click()
    for label in ("Nederlands", "Het gaat over mij", "Jonger dan 18", "Ja, vraag het hun"):
        await jo.presses(label)
    return await jo.reads_her_number()


async def sees_nothing_of(lotte: Counsellor, mira: Counsellor, number: str) -> None:
    """Not in her list, not by its number, and not by the address of a colleague's page."""
    await expect(lotte.row(number)).to_have_count(0)
    await lotte.page.get_by_label("Search a case number").fill(number)
    await expect(lotte.page.locator("a[data-case]")).to_have_count(0)
    await lotte.page.get_by_label("Search a case number").fill("")
    await lotte.page.goto(mira.page.url)
    await expect(lotte.page.get_by_role("heading", name="This case is not here.")).to_be_visible()
    await lotte.looks_accessible()
