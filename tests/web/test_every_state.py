"""Every page and state of the console can be used by everyone: one walk through all of them, by day and by night."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.web.case_states import STATES, case_page
from tests.web.curtain import Curtain
from tests.web.looking import SCROLLS_TWICE, looked_at
from tests.web.stage import Stage, held_by, row
from tests.web.test_audit_page import was_done
from tests.web.test_case_page import opens
from tests.web.test_staff_pages import LINK, works_here

Way = Callable[[Page, Stage], Awaitable[None]]
LOU = {"id": "s-lou", "alias": "Lou", "available": True}


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[Stage]:
    async with Curtain(Stage()) as opened:
        opened.rows = [
            row("7KQ2", urgency="danger", unseen=2),
            row("9XBD", urgency="crisis", language="fr", holder=held_by("s-lou", "Lou"), route="both"),
            row("P3WL", urgency="urgent", looking=[{"id": "s-lou", "alias": "Lou"}]),
            row("H2VN", holder=held_by("s-noor", "Noor"), answer_by="2026-11-22T20:30:00Z", locked=True),
        ]
        opened.counts = {"waiting": 2, "mine": 1, "held": 2, "urgent": 3}
        yield opened


async def enters(page: Page, stage: Stage, place: str = "") -> None:
    await page.goto("about:blank")
    await page.goto(f"{stage.origin}/console/#/{place}")
    await page.locator("h1, h2").first.wait_for(state="attached")


def presses(name: str, role: str = "button") -> Way:
    async def way(page: Page, stage: Stage) -> None:
        await page.get_by_role(role, name=name, exact=True).click()  # type: ignore[arg-type]

    return way


def key(*names: str) -> Way:
    async def way(page: Page, stage: Stage) -> None:
        for name in names:
            await page.keyboard.press(name)

    return way


# ── one case ──────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("part", range(4))
async def test_a_case_can_be_used_by_everyone_in_every_state(stage: Stage, page: Page, part: int) -> None:
    for name in [*STATES][part::4]:
        await opens(page, stage, STATES[name])
        await looked_at(page, name)
        await page.set_viewport_size({"width": 360, "height": 740})
        assert not await page.evaluate(SCROLLS_TWICE), f"{name} has two bars to scroll"
        await page.goto("about:blank")


QUESTIONS: dict[str, tuple[Way, ...]] = {
    "hand back": (presses("Hand back to the bot"),),
    "pass on": (presses("Pass on"),),
    "put back": (presses("Put back in the queue"),),
    "close": (presses("Close the case"),),
    "more": (presses("More"),),
    "safe time": (presses("More"), presses("Safe time to write")),
    "a minor": (presses("More"), presses("A minor is involved")),
    "keep": (presses("More"), presses("Keep it longer")),
    "block": (presses("More"), presses("Shut the chat out for a while")),
    "erase": (presses("More"), presses("Erase the case")),
    "replies": (presses("Ready-made replies"),),
    "keys": (key("?"),),
}


@pytest.mark.parametrize("part", range(3))
async def test_every_question_of_a_case_can_be_answered_by_everyone(stage: Stage, page: Page, part: int) -> None:
    stage.answer("GET /cases/c-7K2M/replies", [{"key": "k", "title": "Dag", "text": "Dag, ik ben Noor."}])
    for name in [*QUESTIONS][part::3]:
        await opens(page, stage, STATES["mine"])
        for way in QUESTIONS[name]:
            await way(page, stage)
        await expect(page.locator("dialog[open], .card.list, [role=listbox]").first).to_be_visible()
        await looked_at(page, name)
        await page.goto("about:blank")


async def test_a_refusal_and_an_answer_that_did_not_arrive_are_shown_to_everyone(stage: Stage, page: Page) -> None:
    await opens(page, stage, STATES["mine"])
    stage.refuse("POST /cases/c-7K2M/act", 409, "not_hers", holder="staff", alias="Sam")
    await page.get_by_label("Answer to the contact").fill("Dag")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("button", name="Back into the answer")).to_be_visible()
    await page.get_by_role("button", name="More").click()
    await page.get_by_role("button", name="Mark as urgent").click()
    await expect(page.get_by_role("button", name="Understood")).to_be_visible()
    await looked_at(page, "refused")


#: What the server says when she opens a case, and the heading or question she then reads.
CLOSED_DOORS: dict[str, tuple[int, str, str]] = {
    "gone": (404, "no_such_case", "This case is not here."),
    "not hers to open": (403, "not_allowed", "This case is not yours to open."),
    "out of order": (503, "trouble", "The case cannot be fetched right now."),
    "for a reason": (403, "reason_needed", "What do you open case HV-H2VN for?"),
}


async def test_a_case_that_does_not_open_says_so_to_everyone(stage: Stage, page: Page) -> None:
    for name, (status, code, said) in CLOSED_DOORS.items():
        stage.refuse("POST /cases/c-H2VN/open", status, code)
        await enters(page, stage, "cases/c-H2VN")
        await expect(page.get_by_role("heading", name=said)).to_be_visible()
        await looked_at(page, name)


async def test_she_is_asked_before_the_server_has_to_refuse_and_only_once(stage: Stage, page: Page) -> None:
    stage.answer("POST /cases/c-7KQ2/open", {**case_page(may=["note"]), "row": stage.rows[0]})
    await enters(page, stage, "cases/c-7KQ2")
    await page.get_by_role("dialog").get_by_role("button", name="To learn from it").click()
    await expect(page.get_by_role("region", name="Case HV-7KQ2")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("region", name="Case HV-7KQ2")).to_have_count(0)
    await page.locator("[data-case='c-7KQ2']").click()
    await expect(page.get_by_role("region", name="Case HV-7KQ2")).to_be_visible()
    await stage.heard_only("POST /cases/c-7KQ2/open", {"reason": "quality"}, {"reason": "quality"})


async def test_when_her_reason_holds_no_longer_she_is_told_and_not_questioned(stage: Stage, page: Page) -> None:
    await opens(page, stage, STATES["mine"])
    stage.refuse("GET /cases/c-7K2M", 403, "reason_needed")
    await stage.tell("news", {"rows": [stage.rows[0]], "cases": [{"id": "c-7K2M", "kinds": ["case_closed"]}]})
    await expect(page.get_by_role("heading", name="This case is no longer in your hands.")).to_be_visible()
    await looked_at(page, "over")
    await page.get_by_role("button", name="Open it again").click()
    await expect(page.get_by_role("region", name="Case HV-7K2M")).to_be_visible()


# ── the queue, and what stands around it ──────────────────────────────────────────────────────────────────────────
def finds_nothing(tab: str) -> Way:
    async def way(page: Page, stage: Stage) -> None:
        stage.rows = []
        await page.get_by_role("button", name=tab).click()
        await page.locator(".empty").wait_for()

    return way


def unfolds(words: str) -> Way:
    async def way(page: Page, stage: Stage) -> None:
        await page.locator("summary", has_text=words).click()

    return way


async def loses_the_line(page: Page, stage: Stage) -> None:
    stage.away = True
    stage.hang_up()
    await expect(page.get_by_text("No connection since")).to_be_visible()


async def comes_back_to_a_new_house(page: Page, stage: Stage) -> None:
    await stage.line()
    stage.version = "2"
    stage.hang_up()
    await expect(page.get_by_text("Haven was renewed")).to_be_visible()


async def hears_who_is_there(page: Page, stage: Stage) -> None:
    await stage.tell("here", {"looking": {}, "present": [LOU]})
    await page.get_by_text("1 colleague takes cases").click()


AROUND: dict[str, tuple[Way, ...]] = {
    "the queue": (),
    "filters": (unfolds("Filter"),),
    "nobody waits": (finds_nothing("Waiting"),),
    "none of hers": (finds_nothing("Mine"),),
    "settings": (unfolds("Noor"),),
    "signing out": (unfolds("Noor"), presses("Sign out")),
    "who is there": (hears_who_is_there,),
    "renewed": (comes_back_to_a_new_house,),
    "no line": (loses_the_line,),
}


@pytest.mark.parametrize("name", AROUND)
async def test_the_queue_and_all_around_it_can_be_used_by_everyone(stage: Stage, page: Page, name: str) -> None:
    await enters(page, stage)
    await page.locator("[data-case]").first.wait_for()
    for way in AROUND[name]:
        await way(page, stage)
    await looked_at(page, name)


async def test_a_house_out_of_order_says_so_to_everyone(stage: Stage, page: Page) -> None:
    stage.refuse("GET /queue", 503, "trouble")
    await enters(page, stage)
    await expect(page.get_by_text("The queue cannot be fetched right now.")).to_be_visible()
    await looked_at(page, "no queue")
    stage.refuse("GET /me", 503, "trouble")
    await enters(page, stage)
    await expect(page.get_by_text("Haven cannot be reached right now.")).to_be_visible()
    await looked_at(page, "no house")


# ── colleagues, and her own ways in ───────────────────────────────────────────────────────────────────────────────
async def invites(page: Page, stage: Stage) -> None:
    await page.get_by_role("button", name="Invite a colleague").click()
    await page.get_by_role("dialog").wait_for()


async def is_asked_for_sure(page: Page, stage: Stage) -> None:
    await page.get_by_role("button", name="Disable Lou").click()
    await page.get_by_role("dialog").wait_for()
    assert not stage.bodies("POST /staff/s-lou")


async def gets_a_link(page: Page, stage: Stage) -> None:
    stage.answer("POST /staff/s-lou/reset", {"link": LINK})
    await page.get_by_role("button", name="New way in Lou").click()
    await page.get_by_role("button", name="Make the link").click()
    await expect(page.get_by_role("dialog")).to_contain_text(LINK)


STAFF: dict[str, tuple[str, list[str], tuple[Way, ...]]] = {
    "colleagues": ("colleagues", ["manage_staff"], ()),
    "an invitation": ("colleagues", ["manage_staff"], (invites,)),
    "for sure": ("colleagues", ["manage_staff"], (is_asked_for_sure,)),
    "a link": ("colleagues", ["manage_staff"], (gets_a_link,)),
    "her own": ("own", ["manage_staff"], ()),
    "an auditor": ("", ["read_audit"], ()),
    "what was done": ("audit", ["read_audit"], ()),
    "an editor": ("", ["edit_flows"], ()),
}


async def test_the_pages_about_staff_can_be_used_by_everyone(stage: Stage, page: Page) -> None:
    works_here(stage)
    was_done(stage)
    for name, (place, permissions, ways) in STAFF.items():
        stage.me["staff"]["permissions"] = permissions
        await enters(page, stage, place)
        await page.get_by_role("heading", level=1).wait_for()
        for way in ways:
            await way(page, stage)
        await looked_at(page, name)


# ── and the walk itself can fail ──────────────────────────────────────────────────────────────────────────────────
async def test_the_walk_sees_what_is_wrong(stage: Stage, page: Page) -> None:
    await enters(page, stage)
    await page.locator("[data-case]").first.wait_for()
    await page.evaluate("document.querySelector('.queue input').removeAttribute('aria-label')")
    await page.evaluate("document.querySelector('.queue input').removeAttribute('placeholder')")
    with pytest.raises(AssertionError, match="day"):
        await looked_at(page, "a field without a name")
    await enters(page, stage)
    await page.locator(".bar").evaluate("bar => (bar.style.minWidth = '120vw')")
    with pytest.raises(AssertionError, match="sticks out"):
        await looked_at(page, "too wide")
