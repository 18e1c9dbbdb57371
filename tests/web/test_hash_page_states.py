"""Every state of the hash page can be used by everyone, in every language; each way it can go wrong is said there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.browser import assert_accessible
from tests.web.curtain import Curtain
from tests.web.hash_page_stage import SECRET, Stage, in_telegram
from tests.web.hash_page_stories import Hers, hers, one_browser
from tests.web.looking import STICKS_OUT, looked_at

__all__ = ["hers", "one_browser"]  # fixtures
pytestmark = pytest.mark.asyncio(loop_scope="module")

#: What a thumb would miss: every button, link and field is at least 44 px high.
TOO_SMALL = """[...document.querySelectorAll("a, button, summary, .button, input:not(.picker), textarea")]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 44).map(one => one.outerHTML)"""
Way = Callable[[Hers], Awaitable[Any]]


def refused(act: str, status: int, code: str, fragment: str = SECRET) -> Way:
    """She opens it, and presses send where there is something to send."""

    async def way(hers: Hers) -> None:
        hers.stage.refuse(act, status, code)
        await hers.opens(fragment)
        if act == "open":
            return
        await hers.chooses(hers.files.film)
        await hers.page.locator("#send").click()

    return way


def opened(fragment: str = SECRET, **said: Any) -> Way:
    async def way(hers: Hers) -> None:
        hers.stage.opens = hers.stage.opens | said
        await hers.opens(fragment)

    return way


def made(*names: str) -> Way:
    async def way(hers: Hers) -> None:
        await hers.opens()
        await hers.chooses(*(getattr(hers.files, name) for name in names))

    return way


def then(first: Way, *pressed: str) -> Way:
    async def way(hers: Hers) -> None:
        await first(hers)
        for one in pressed:
            await hers.page.locator(one).first.click()

    return way


async def being_made(hers: Hers) -> None:
    await hers.opens()
    await hers.page.set_input_files("#file", hers.files.large)


async def one_that_is_empty(hers: Hers) -> None:
    await hers.opens()
    await hers.page.set_input_files("#file", hers.files.empty)


async def by_hand(hers: Hers) -> None:
    await made("film")(hers)
    await hers.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })")
    await hers.page.locator("#copy").click()


async def time_is_over(hers: Hers) -> None:
    """What was made lies there, and another link leaves no time at all."""
    await made("film")(hers)
    hers.stage.opens = hers.stage.opens | {"seconds": 0}
    await hers.page.evaluate("secret => { location.hash = secret; }", SECRET)


async def full(hers: Hers) -> None:
    hers.stage.opens = hers.stage.opens | {"files": 1}
    await made("film")(hers)


#: What is seen in it, and how she gets there.
STATES: dict[str, tuple[str, Way]] = {
    "asked": ("Nobody in this picture was under 18.", opened()),
    "in telegram": ("Does choosing not work?", opened(in_telegram())),
    "being made": ("The fingerprints are being made", being_made),
    "made": ("cannot look into the picture", then(made("photo", "plain", "film", "unshown"), "summary")),
    "by hand": ("Select all of this", by_hand),
    "sent": ("2 fingerprints are with your case now.", then(made("film"), "#send")),
    "full": ("This page takes no more files.", full),
    "young": ("The chat knows, and goes on with this.", then(opened(), "#unsure")),
    "moved": ("It goes on in your browser.", then(opened(in_telegram()), "#move")),
    "no secret": ("Something of the link is missing.", opened("")),
    "spent": ("This link is not good any more.", refused("open", 401, "not_good")),
    "much to do": ("The page could not be opened just now.", refused("open", 429, "too_many")),
    "gate shut at the door": ("Nothing can be taken in at the moment.", refused("open", 409, "not_now")),
    "empty": ("That file is empty.", one_that_is_empty),
    "over": ("The time of this page is over.", time_is_over),
    "no room": ("There is no room left for these.", refused("keep", 409, "no_more")),
    "too many": ("Please try again in a minute", refused("keep", 429, "too_many")),
    "trouble": ("or copy them as text into the chat", refused("keep", 422, "bad_hashes")),
}
#: What the others are made of too: axe need not be asked of the same thing twice.
LOOKED_AT = {"in telegram", "being made", "made", "young", "moved", "much to do"}


@pytest.mark.parametrize("part", range(2))
async def test_each_state_can_be_used_by_everyone(hers: Hers, part: int) -> None:
    for name in [*STATES][part::2]:
        hers.stage.answers.clear()
        hers.stage.opens = Stage().opens
        words, way = STATES[name]
        await way(hers)
        await hers.sees(words)
        if name in LOOKED_AT:
            await assert_accessible(hers.page)
        await says_it_in_every_language(hers, name)


async def test_every_part_can_be_read_by_day_and_by_night(hers: Hers) -> None:
    """All of them at once."""
    await made("photo", "unshown")(hers)
    await hers.page.evaluate("document.querySelectorAll('main [hidden]').forEach(part => { part.hidden = false; })")
    await looked_at(hers.page, "every part")


async def test_on_a_small_phone_she_reaches_each_next_press_at_once_and_reads_what_is_found_before_she_sends(
    hers: Hers,
) -> None:
    page = hers.page
    await page.set_viewport_size({"width": 360, "height": 640})
    for language in ("nl", "fr", "en"):
        await hers.opens(asked=f"?language={language}")
        await expect(page.locator("#minor")).to_be_in_viewport(ratio=1)
        await expect(page.locator("label[for=file]")).to_be_in_viewport(ratio=1)
        await expect(page.locator(".promise")).to_be_in_viewport(ratio=1)
        await hers.chooses(hers.files.photo)
        for seen in (".item", ".limits"):
            await expect(page.locator(seen)).to_be_in_viewport(ratio=1)
        await expect(page.locator("#send")).to_be_in_viewport()
        assert await page.locator("#made:has(.limits) ~ #next #send").count() == 1  # not after it
        await expect(page.locator(".promise, .how").locator("visible=true")).to_have_count(0)
        await page.locator("#send").click()
        for seen in ("#kept", "label[for=file]"):
            await expect(page.locator(seen)).to_be_in_viewport(ratio=1)
        await page.locator(".how summary").click()
        await expect(page.locator(".how p").last).to_be_visible()


async def test_however_many_files_she_chose_what_can_be_done_next_is_in_view(hers: Hers) -> None:
    """Send, add another and copy; the one she made last; and why it did not go, should it not."""
    page, files = hers.page, hers.files
    await page.set_viewport_size({"width": 360, "height": 640})
    for language in ("fr", "nl", "en"):
        await hers.opens(asked=f"?language={language}")
        await hers.chooses(files.film, files.unshown, files.photo, files.plain)
        for seen in ("#send", "#more", "#copy", ".limits", ".item .name >> nth=0"):
            await expect(page.locator(seen)).to_be_in_viewport(ratio=1)
        await expect(page.locator(".item").first).to_contain_text("plain.png")
        await page.locator(".item").last.scroll_into_view_if_needed()
        await expect(page.locator("#send")).to_be_in_viewport(ratio=1)
        await page.locator("#more").click()
        await expect(page.locator("label[for=file]")).to_be_in_viewport(ratio=1)
        await hers.stands_on("choose")
        await page.locator("#top").scroll_into_view_if_needed()
        hers.stage.answers["keep"] = [(500, {})]
        await page.locator("#send").click()
        await expect(page.locator("#next [role=alert]").locator("visible=true")).to_be_in_viewport(ratio=1)
        await expect(page.locator("#send")).to_be_in_viewport(ratio=1)


async def test_what_she_turns_to_by_keyboard_does_not_lie_beneath_it(hers: Hers) -> None:
    page, files = hers.page, hers.files
    await page.set_viewport_size({"width": 360, "height": 640})
    await hers.opens()
    await hers.chooses(files.film, files.unshown, files.photo, files.plain)
    covered = """() => {
      const box = document.activeElement.getBoundingClientRect(), next = document.getElementById("next");
      if (next.contains(document.activeElement)) return false;
      return box.bottom > next.getBoundingClientRect().top && box.top < next.getBoundingClientRect().bottom;
    }"""
    turned_to = 0
    while not await page.evaluate("document.activeElement.id === 'send'"):
        await page.keyboard.press("Tab")
        turned_to += 1
        assert not await page.evaluate(covered), await page.evaluate("document.activeElement.outerHTML")
    assert turned_to >= 8


async def test_with_letters_four_times_as_large_the_list_is_not_hidden_behind_what_comes_next(hers: Hers) -> None:
    """As a browser shows a screen of 1280 by 1024 then."""
    page = hers.page
    await hers.opens()
    await hers.chooses(hers.files.film, hers.files.unshown)
    where = "getComputedStyle(document.getElementById('next')).position"
    for high, stands in ((256, "static"), (360, "sticky")):
        await page.set_viewport_size({"width": 320, "height": high})
        assert await page.evaluate(where) == stands
        assert await page.evaluate(STICKS_OUT) == 0


async def says_it_in_every_language(hers: Hers, name: str) -> None:
    """Of these no two say the same; on the smallest screen nothing hangs over its edge, and all can be hit."""
    page, said = hers.page, set[str]()
    await page.set_viewport_size({"width": 320, "height": 640})
    for language in ("fr", "nl", "en"):
        await page.locator(f".languages [lang={language}]").click()
        await expect(page.locator("html")).to_have_attribute("lang", language)
        said.add(await page.locator("main").inner_text())
        assert await page.evaluate(STICKS_OUT) == 0, f"{name} sticks out in {language}"
    assert await page.evaluate(TOO_SMALL) == [], name
    assert len(said) == 3, f"{name} is not said in every language"


async def test_what_was_made_can_be_copied_when_the_time_is_over_and_goes_where_the_gate_is_shut(hers: Hers) -> None:
    page = hers.page
    await refused("keep", 401, "not_good")(hers)
    await hers.sees("The time of this page is over.")
    await expect(page.locator("#copy")).to_be_focused()
    await expect(page.locator("#file, #send").locator("visible=true")).to_have_count(0)
    await expect(page.locator(".item")).to_have_count(1)
    hers.stage.answers.clear()
    await page.evaluate("secret => { location.hash = secret; }", SECRET)
    await hers.presses("Send 2 fingerprints to the chat")
    await hers.sees("2 fingerprints are with your case now.")
    await refused("keep", 409, "not_now")(hers)
    await hers.sees("Nothing can be taken in at the moment.")
    await expect(page.locator(".item")).to_have_count(0)


async def test_a_page_that_could_not_be_opened_can_be_tried_again(hers: Hers) -> None:
    hers.stage.answers["open"] = [(503, {"refusal": "trouble"}), (200, hers.stage.opens)]
    await hers.opens()
    await hers.presses("Try again")
    await hers.sees("Nobody in this picture was under 18.")


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("delete window.OffscreenCanvas;", "This browser is too old for this."),
        ("delete window.Worker;", "This browser is too old for this."),
        (
            "Object.defineProperty(window, 'RTCPeerConnection', { value: 1, writable: false, configurable: false });",
            "the page cannot close every way out",
        ),
    ],
)
async def test_a_browser_that_cannot_do_it_spends_nothing(hers: Hers, missing: str, words: str) -> None:
    await hers.page.add_init_script(missing)
    await hers.opens()
    await hers.sees(words)
    assert not hers.stage.asked


async def test_without_scripts_it_says_so_in_her_language(one_browser: Browser) -> None:
    context = await one_browser.new_context(locale="nl-BE", java_script_enabled=False)
    page = await context.new_page()
    async with Curtain(Stage()) as stage:
        await page.goto(f"{stage.origin}/hashes#{SECRET}")
        await expect(page.get_by_text("Deze pagina heeft JavaScript nodig")).to_be_visible()
        await page.get_by_role("link", name="Français").click()
        await expect(page.get_by_text("Cette page a besoin de JavaScript")).to_be_visible()
        assert not stage.asked
    await context.close()
