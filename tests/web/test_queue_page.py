"""The queue in a real browser: it lives, it catches up, keys suffice, and names are only ever text."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser import assert_accessible
from tests.web.case_states import case_page
from tests.web.curtain import Curtain
from tests.web.stage import Stage, held_by, row


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[Stage]:
    async with Curtain(Stage()) as open_stage:
        open_stage.rows = [
            row("7KQ2", urgency="danger", unseen=2),
            row("9XBD", urgency="crisis", language="fr", holder=held_by("s-lou", "Lou"), route="both"),
            row("P3WL", urgency="urgent", looking=[{"id": "s-lou", "alias": "Lou"}]),
            row("H2VN", holder=held_by("s-noor", "Noor"), answer_by="2026-11-22T20:30:00Z", locked=True),
        ]
        open_stage.counts = {"waiting": 2, "mine": 1, "held": 2, "urgent": 3}
        open_stage.refuse("POST /cases/c-7KQ2/open", 403, "reason_needed")
        yield open_stage


async def enter(page: Page, stage: Stage, place: str = "") -> None:
    """On the evening of the day on which these cases came: of another day, more is told."""
    await page.clock.set_fixed_time("2026-11-22T20:07:10Z")
    await page.goto(f"{stage.origin}/console/{place}")
    await page.get_by_text("Noor").first.wait_for()


async def shows(page: Page, *numbers: str) -> None:
    """These cases, in this order."""
    await expect(page.locator(".queue .number")).to_have_text([f"HV-{one}" for one in numbers])


async def test_the_queue_shows_who_waits_and_a_title_that_counts_them(page: Page, stage: Stage) -> None:
    await enter(page, stage)
    await expect(page.locator("[data-case='c-7KQ2']")).to_contain_text("In danger")
    await shows(page, "7KQ2", "9XBD", "P3WL", "H2VN")
    await expect(page).to_have_title("(2) Haven")
    await expect(page.locator("[data-case='c-9XBD']")).to_contain_text("Lou has it since 21:04")
    await expect(page.locator("[data-case='c-P3WL']")).to_contain_text("Lou is looking")
    await expect(page.locator("[data-case='c-H2VN']")).to_contain_text("You have it since")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
async def test_every_state_of_the_queue_is_open_to_everyone(page: Page, stage: Stage, scheme: str, width: int) -> None:
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    await page.set_viewport_size({"width": width, "height": 800})
    await enter(page, stage)
    await page.locator("[data-case]").first.wait_for()
    await assert_accessible(page)
    await page.get_by_text("Filter", exact=True).click()
    await page.locator("summary", has_text="Noor").click()
    await assert_accessible(page)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    await page.keyboard.press("Escape")
    await page.locator("[data-case='c-7KQ2']").click()
    await page.get_by_role("dialog").wait_for()
    await assert_accessible(page)


async def test_keys_alone_lead_through_the_queue_and_rest_while_somebody_types(page: Page, stage: Stage) -> None:
    await enter(page, stage)
    await page.locator("[data-case]").first.wait_for()
    for key in ("j", "j", "k", "ArrowDown"):
        await page.keyboard.press(key)
    await expect(page.locator("[data-case='c-9XBD']")).to_be_focused()
    await page.keyboard.press("/")
    await expect(page.get_by_role("searchbox")).to_be_focused()
    await page.keyboard.type("?jj7k")
    await expect(page.get_by_role("searchbox")).to_have_value("?jj7k")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.locator("#queue-title").evaluate("document.activeElement.blur()")
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog")).to_contain_text("take over")
    await assert_accessible(page)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_case_outside_her_hold_asks_what_it_is_opened_for(page: Page, stage: Stage) -> None:
    await enter(page, stage)
    await page.locator("[data-case]").first.wait_for()
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    asked = page.get_by_role("dialog")
    await expect(asked).to_contain_text("HV-7KQ2")
    await asked.get_by_role("button", name="Someone may be in danger").click()
    await stage.heard("POST /cases/c-7KQ2/open", {"reason": "safety"})
    await expect(asked).to_be_visible()
    await page.keyboard.press("Escape")
    # Who does not say why is back in the queue.
    await expect(page).to_have_url(f"{stage.origin}/console/#/")
    await expect(asked).to_have_count(0)


async def test_news_appears_by_itself_and_what_moved_away_is_gone(page: Page, stage: Stage) -> None:
    await enter(page, stage)
    await page.locator("[data-case]").first.wait_for()
    await stage.tell("news", {"rows": [row("NEW1", urgency="danger", waiting_since="2026-11-22T19:00:00Z")]})
    await expect(page.locator("[data-case]").first).to_have_attribute("data-case", "c-NEW1")
    await expect(page).to_have_title("(3) Haven")
    await stage.tell("news", {"gone": ["c-NEW1"]})
    await expect(page.locator("[data-case='c-NEW1']")).to_have_count(0)
    await stage.tell("here", {"looking": {"c-H2VN": [{"id": "s-am", "alias": "Amira"}]}, "present": []})
    await expect(page.locator("[data-case='c-H2VN']")).to_contain_text("Amira is looking")
    await expect(page.locator("[data-case='c-P3WL']")).not_to_contain_text("Lou is looking")


async def test_after_a_restart_it_catches_up_by_itself_and_says_so(page: Page, stage: Stage) -> None:
    await enter(page, stage)
    await page.locator("[data-case]").first.wait_for()
    await stage.tell("news", {"rows": [row("P3WL", urgency="none")]})
    await expect(page.locator("[data-case='c-P3WL'] .mark.urgent")).to_have_count(0)
    stage.hang_up()
    await expect(page.get_by_role("status").first).to_contain_text("Up to date again")
    await stage.heard_only("GET /live", {"since": "1"}, {"since": "2"})
    stage.version = "2"
    stage.hang_up()
    await expect(page.get_by_text("Haven was renewed")).to_be_visible()
    await assert_accessible(page)


async def test_too_far_behind_it_fetches_everything_anew(page: Page, stage: Stage) -> None:
    await enter(page, stage)
    await page.locator("[data-case]").first.wait_for()
    stage.rows = [row("ONLY")]
    await stage.tell("reset", {"seq": 5000})
    await expect(page.locator("[data-case]")).to_have_count(1)
    await shows(page, "ONLY")


async def test_filters_ask_the_server_and_an_empty_queue_says_something_kind(page: Page, stage: Stage) -> None:
    await enter(page, stage)
    await page.locator("[data-case]").first.wait_for()
    stage.rows = []
    await page.get_by_role("button", name="Mine").click()
    await expect(page.get_by_text("You have no case in hand. Take your time.")).to_be_visible()
    await page.get_by_role("searchbox").fill("k7rm 2qxd")
    await expect(page.get_by_text("No case here has this number.")).to_be_visible()
    await stage.heard("GET /queue", {"holder": "mine"}, {"holder": "mine", "number": "K7RM-2QXD"})


async def test_what_ends_soon_or_is_kept_on_is_one_choice_away(page: Page, stage: Stage) -> None:
    await enter(page, stage)
    await page.get_by_text("Filter", exact=True).click()
    stage.rows = [row("CLSD", state="closed")]
    await page.get_by_label("State").select_option("Erased within two weeks")
    await expect(page.locator("[data-case='c-CLSD']")).to_be_visible()
    await stage.heard_last("GET /queue", {"ends": "soon"})
    # What does not end soon is not squeezed in.
    await stage.tell("news", {"rows": [row("NEW1", urgency="danger")]}, listed=False)
    await stage.tell("news", {"rows": [row("CLSD", state="closed", unseen=1)]})
    await expect(page.locator("[data-case='c-CLSD']")).to_contain_text("1")
    await shows(page, "CLSD")
    await page.get_by_label("State").select_option("Kept beyond their time")
    await expect(page.locator("summary", has_text="Filter (1)")).to_be_visible()
    await stage.heard_last("GET /queue", {"ends": "kept"})
    await page.get_by_label("State").select_option("Open")
    await expect(page.locator("summary", has_text="Filter (1)")).to_have_count(0)
    await stage.heard_last("GET /queue", {})


async def test_what_colleagues_are_called_is_shown_as_text(page: Page, stage: Stage) -> None:
    evil = "<img src=x onerror=\"document.title='ran'\"><script>document.title='ran'</script>{{7*7}}"
    stage.me["staff"]["alias"] = evil
    stage.me["operator"] = evil
    stage.rows = [
        row("EVIL", holder=held_by("s-x", evil), looking=[{"id": "s-y", "alias": evil}], team=evil, route=evil)
    ]
    await page.goto(f"{stage.origin}/console/")
    await expect(page.locator("[data-case]")).to_contain_text(evil)
    assert await page.locator(".queue img, .queue script").count() == 0
    assert "ran" not in await page.title()
    await page.evaluate("document.title = 'ran'")
    assert await page.title() == "ran", "the title would have shown it"


async def test_signed_out_she_is_led_to_the_door_and_back_to_where_she_was(page: Page, stage: Stage) -> None:
    stage.refuse("GET /me", 401, "signed_out")
    await page.goto(f"{stage.origin}/console/#/own")
    await expect(page).to_have_url(f"{stage.origin}/console/sign-in")
    del stage.answers["GET /me"]
    stage.answer("GET /sign-ins", [])
    stage.answer("GET /passkeys", [])
    await page.goto(f"{stage.origin}/console/")
    await expect(page.get_by_role("heading", name="My sign-ins and passkeys")).to_be_visible()


async def test_while_the_house_cannot_be_reached_the_page_says_so_and_tries_when_asked(
    page: Page, stage: Stage
) -> None:
    stage.refuse("GET /me", 503, "trouble")
    await page.goto(f"{stage.origin}/console/")
    await expect(page.get_by_text("Haven cannot be reached right now.")).to_be_visible()
    await assert_accessible(page)
    del stage.answers["GET /me"]
    await page.get_by_role("button", name="Try again").click()
    await expect(page.locator("[data-case]")).to_have_count(4)


async def test_she_says_where_she_is_and_whether_she_takes_cases(page: Page, stage: Stage) -> None:
    await enter(page, stage)
    await stage.heard("POST /here", {"case": None, "available": True})
    await page.get_by_role("button", name="I take cases").click()
    await expect(page.get_by_role("button", name="I take no cases now")).to_be_visible()
    stage.refuse("POST /cases/c-H2VN/open", 404, "no_such_case")
    await page.locator("[data-case='c-H2VN']").click()
    await expect(page.get_by_role("heading", name="This case is not here.")).to_be_visible()
    await assert_accessible(page)
    await expect(page).to_have_url(f"{stage.origin}/console/#/cases/c-H2VN")
    await stage.heard("POST /me", {"available": False})
    await stage.heard("POST /here", {"case": "c-H2VN", "available": False})


async def test_a_long_queue_comes_page_by_page_and_news_from_further_down_waits_for_its_page(
    page: Page, stage: Stage
) -> None:
    first = {"rows": [row("AAAA", urgency="danger")], "total": 2, "counts": stage.counts, "next": "p2", "seq": 1}
    stage.answer("GET /queue", first)
    await enter(page, stage)
    await expect(page.locator("[data-case]")).to_have_count(1)
    await stage.tell("news", {"rows": [row("ZZZZ")]})
    await stage.tell("news", {"rows": [row("BBBB", urgency="danger", waiting_since="2026-11-22T10:00:00Z")]})
    await expect(page.locator("[data-case]").first).to_have_attribute("data-case", "c-BBBB")
    await expect(page.locator("[data-case]")).to_have_count(2)
    stage.answer("GET /queue", first | {"rows": [row("ZZZZ")], "next": None})
    await page.get_by_role("button", name="More cases").click()
    await expect(page.locator("[data-case]").last).to_have_attribute("data-case", "c-ZZZZ")
    await stage.heard("GET /queue", {"after": "p2"})
    await expect(page.get_by_role("button", name="More cases")).to_have_count(0)


async def test_a_case_that_a_colleague_passes_on_is_said_until_she_opens_it(page: Page, stage: Stage) -> None:
    await enter(page, stage)
    await page.locator("[data-case]").first.wait_for()
    await stage.tell("news", {"rows": [row("9XBD", holder=held_by("s-noor", "Noor"))]})
    said = page.get_by_text("A colleague passed a case on to you.")
    await expect(said).to_be_visible()
    await assert_accessible(page)
    stage.answer("POST /cases/c-9XBD/open", case_page("9XBD"))
    await page.get_by_role("link", name="Open HV-9XBD", exact=True).click()
    await expect(said).to_have_count(0)
    await stage.heard("POST /cases/c-9XBD/open", {})


async def test_the_case_the_keys_stand_on_is_never_behind_the_filters(page: Page, stage: Stage) -> None:
    stage.rows = [row(f"R{number:03}") for number in range(30)]
    await enter(page, stage)
    await page.locator("[data-case]").first.wait_for()
    for step in ["j"] * 30 + ["k"] * 30:
        await page.keyboard.press(step)
        covered = "document.querySelector('.filters').getBoundingClientRect().bottom"
        assert await page.evaluate(f"document.activeElement.getBoundingClientRect().top >= {covered} - 1")
