"""Whatever a contact or a colleague types is shown as text: nothing runs, nothing is fetched, nothing hides."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page, expect

from tests.browser import assert_accessible
from tests.web.case_states import CONSENTS, FACTS, ITEMS, case_page, line
from tests.web.hostile import HIDDEN, LIES, XSS
from tests.web.stage import Json, Stage
from tests.web.test_case_page import answer_box, opens, stage

__all__ = ["stage"]

#: Set before any script of the page: notes whatever runs, and whatever the policy of the page had to stop.
_WATCH = """
window.happened = [];
window.ran = () => window.happened.push("ran");
window.alert = () => window.happened.push("alert");
document.addEventListener("securitypolicyviolation", (event) => window.happened.push(event.violatedDirective));
"""
_MADE = """
() => {
  const foreign = "SCRIPT IMG IFRAME OBJECT EMBED VIDEO AUDIO STYLE LINK META BASE MATH TEMPLATE".split(" ");
  const wrong = (name) => name.startsWith("on") || name === "srcdoc" || name === "style";
  return [...document.querySelectorAll("#app *")].flatMap((one) => [
    ...foreign.filter((name) => name === one.tagName.toUpperCase()),
    ...[...one.attributes].map((given) => given.name).filter(wrong),
    ...(one.tagName === "A" && !one.getAttribute("href").startsWith("#/") ? ["link"] : []),
  ]);
}
"""


async def watched(page: Page) -> list[str]:
    """From now on: addresses that are asked for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.add_init_script(_WATCH)
    return asked


def full_of(text: str, lines: list[Json]) -> Json:
    """A case with this text in every field that somebody can fill."""
    item = {
        "shown": text,
        "platform": text,
        "label": text,
        "custody": [{"act": text, "alias": text, "at": "2026-11-22T20:04:00Z"}],
    }
    someone = {"id": "s-x", "alias": text}
    happened = {"seq": 1, "kind": "case_taken_over", "at": "2026-11-22T20:04:00Z", "alias": text, "about": {"to": text}}
    return case_page(
        lines=lines,
        facts=[fact | {"value": text, "label": text} for fact in FACTS],
        words=[{"key": "story", "text": text}],
        consents=[consent | {"text": text} for consent in CONSENTS],
        items=[one | item for one in ITEMS],
        notes=[{"id": "n", "alias": text, "text": text, "at": "2026-11-22T20:04:00Z"}],
        history=[happened, happened | {"seq": 2, "kind": "case_transferred"}],
        colleagues=[someone | {"teams": ["helpline"]}],
        teams=[{"key": "other", "name": text}],
        looking=[someone],
        holder={"kind": "staff", "staff": "s-noor", "alias": text, "since": None},
    )


def said(texts: tuple[str, ...]) -> list[Json]:
    return [line(f"l{number}", ("contact", "bot", "staff")[number % 3], text, 1) for number, text in enumerate(texts)]


async def shown(page: Page) -> list[str]:
    texts: list[str] = await page.locator(".bubble .words").evaluate_all("all => all.map((one) => one.textContent)")
    return texts


async def test_no_markup_in_any_field_ever_runs(stage: Stage, page: Page) -> None:
    asked = await watched(page)
    assert len(XSS) >= 200
    for text in XSS[::41]:
        replies = [{"key": "k", "title": text, "text": text}]
        stage.answer("GET /cases/c-7K2M/replies", replies)
        await opens(page, stage, full_of(text, said(XSS)))
        assert (await shown(page))[:3] == list(XSS[:3])
        await page.get_by_role("button", name="Ready-made replies").click()
        await page.get_by_role("listbox", name="Ready-made replies").get_by_role("option").click()
        await expect(answer_box(page)).to_have_value(text)
        await answer_box(page).fill("")
        await page.get_by_role("button", name="Pass on").click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        assert await page.evaluate(_MADE) == []
        assert await page.evaluate("window.happened") == []
        await page.goto("about:blank")
    assert [url for url in asked if not url.startswith((stage.origin, "about:"))] == []


async def test_the_same_markup_runs_where_a_page_lets_it(page: Page) -> None:
    """The control: the watch above does see what runs."""
    await page.add_init_script(_WATCH)
    await page.route(
        "http://careless.localhost/", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html")
    )
    await page.goto("http://careless.localhost/")
    careless = (
        "texts => texts.forEach((text) => document.body.appendChild(document.createElement('div')).innerHTML = text)"
    )
    await page.evaluate(careless, [text for text in XSS if "evil.example" not in text])
    await page.wait_for_function("window.happened.length > 20")


async def test_every_text_is_shown_to_its_last_sign(stage: Stage, page: Page) -> None:
    plain = tuple(text for text in (*XSS, *LIES) if not any(sign in text for sign in (*HIDDEN, "\x0b", "\x0c")))
    await opens(page, stage, case_page(lines=said(plain)))
    assert await shown(page) == list(plain)


async def test_hidden_signs_are_shown_and_turn_nothing_else_round(stage: Stage, page: Page) -> None:
    texts = [f"a{sign}b" for sign in HIDDEN]
    await opens(page, stage, case_page(lines=said((*texts, *LIES[:5]))))
    assert (await shown(page))[: len(texts)] == [f"a{mark}b" for mark in HIDDEN.values()]
    marks = page.get_by_role("img", name="hidden sign")
    await expect(marks).to_have_count(len(HIDDEN) + 3)
    directions: Any = await page.locator(".foot").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).direction)"
    )
    assert set(directions) == {"ltr"}
    words = page.locator(".bubble .words")
    assert await words.nth(len(texts) + 3).evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert {await words.nth(number).evaluate("one => getComputedStyle(one).unicodeBidi") for number in range(3)} == {
        "isolate"
    }
    await expect(page.get_by_title("letters of more than one alphabet")).to_have_text(["аррӏе.com", "раypal.com"])
    await assert_accessible(page)


async def test_no_text_breaks_out_of_its_frame(stage: Stage, page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    await opens(page, stage, full_of("x" * 4096, said(LIES)))
    for tab in ("Conversation", "The case", "Notes"):
        await page.get_by_role("button", name=tab).click()
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), tab
        wide = "all => all.filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1).length"
        assert await page.locator(".talk, .beside").evaluate_all(wide) == 0, tab
