"""Through the whole running house into a real browser: what people type is text there, and only text."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from argon2 import PasswordHasher
from playwright.async_api import Page, expect

from emulator.phone import Phone
from helpline.case import Case
from helpline.contact import Address, Contact
from helpline.evidence import Item
from helpline.ports import Changes, House, Incoming, Loaded
from helpline.staff import Staff
from storage.passphrases import Passphrases
from tests.console.attack.open_house import Door, opened_to_all
from tests.console.desk import Browser, Desk, new_case, now, opened
from tests.eventually import PATIENCE, eventually
from tests.road import to_the_queue
from tests.web.hostile import HIDDEN, LIES, XSS
from tests.web.test_case_hostile import _MADE, _WATCH

#: Some of the markup that would run by itself, short enough for an alias.
ALIAS = "<img src=x onerror=ran()>"
#: What stands in fields that a text of four thousand signs does not fit in.
SOME = XSS[::13]


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """The house, hearing its Telegram."""
    async with opened(tmp_path) as house:
        stop = asyncio.Event()
        hearing = asyncio.ensure_future(house.parts.polling.run(stop))
        yield house
        stop.set()
        hearing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await hearing


class Watch:
    """What happened on a page that should not have: scripts that ran, dialogs, forbidden things, strange addresses."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page, self.origin = page, origin
        self.strange: list[str] = []
        page.on("request", lambda asked: self._asked(asked.url))
        page.on("dialog", lambda dialog: asyncio.ensure_future(self._dialog(dialog)))
        page.on("popup", lambda popup: self.strange.append(f"popup {popup.url}"))

    def _asked(self, url: str) -> None:
        if not url.startswith((f"{self.origin}/", "about:")):
            self.strange.append(url)

    async def _dialog(self, dialog: Any) -> None:
        self.strange.append(f"dialog {dialog.message}")
        await dialog.dismiss()

    async def happened(self) -> list[str]:
        found: list[str] = await self.page.evaluate("window.happened")
        return [*found, *self.strange]

    async def saw_nothing(self, what: str) -> None:
        assert await self.happened() == [], what
        if await self.page.locator("#app *").count():
            assert await self.page.evaluate(_MADE) == [], what


async def watched(page: Page, door: Door) -> Watch:
    await page.add_init_script(_WATCH)
    return Watch(page, door.origin)


# ── what they type ────────────────────────────────────────────────────────────────────────────────────────────────
async def act(browser: Browser, case: str, verb: str, **fields: Any) -> None:
    said = await browser.post(f"/console/api/cases/{case}/act", {"verb": verb, **fields})
    assert said.status == 200, (verb, said.body)


async def she_types(desk: Desk, lotte: Browser, texts: tuple[str, ...]) -> tuple[Phone, str]:
    """A contact in the hands of a colleague writes all of this, and changes some of it afterwards."""
    phone = desk.phone()
    await to_the_queue(phone)
    (row,) = (await lotte.get("/console/api/queue")).json["rows"]
    await act(lotte, row["id"], "take_over")
    numbers = [await phone.says(text) for text in texts]
    for number, text in zip(numbers[:20], XSS[100:120], strict=True):
        await phone.edits(number, text)
    for text in SOME[:5]:
        await phone.sends("photo", caption=text)
        await phone.sends("document", caption=text, name=f"{text[:40]}.jpg")
        await phone.forwards(text, from_name=text[:60])
    last = "this was the last of it"
    await phone.says(last)
    path = f"/console/api/cases/{row['id']}"

    async def heard() -> bool:
        return (await lotte.get(path)).json["lines"][-1]["text"] == last

    await desk.until(heard, patience=60)
    return phone, row["id"]


async def they_type_it_back(desk: Desk, lotte: Browser, case: str) -> None:
    """And colleagues do the same, to her and to each other."""
    for number, text in enumerate(SOME):
        await act(lotte, case, "reply", id=f"hostile-reply-{number:03}", text=text)
        await act(lotte, case, "note", id=f"hostile-note-{number:03}", text=text)
    await act(lotte, case, "note", id="note-of-all-of-it", text="\n".join(XSS)[:3990])


async def entrusted(desk: Desk, team: str, staff: Staff | None) -> str:
    """A case of somebody who put markup into every link, place, hash and answer of her own words."""
    made: list[Case] = []

    def decide(loaded: Loaded, incoming: Incoming, at: datetime, house: House) -> Changes:
        case = new_case(house, team, staff, "queue", at)
        shape = {"given_at": at, "consent": case.consents[0].id}
        kinds: dict[str, dict[str, Any]] = {
            "link": {"normalised": SOME[0], "platform": SOME[1][:40]},
            "place": {},
            "hash": {"algorithm": "pdq", "value": SOME[2], "quality": 90, "tool": SOME[3], "media": SOME[4]},
        }
        items = tuple(
            Item(f"item-{kind}-{number}", kind, text, **shape, **more)
            for kind, more in kinds.items()
            for number, text in enumerate(SOME[:6])
        )
        words = {"place": "\n".join(SOME[:5]), "story": SOME[6]}
        yes = tuple(replace(one, text=SOME[7]) for one in case.consents)
        made.append(replace(case, items=items, words=words, consents=yes))
        return Changes(loaded.contact or Contact(house.chance.id(), incoming.address), case=made[0])

    incoming = Incoming("telegram", 77_000_001, Address("telegram", "970001"), "text", now())
    await desk.parts.store.work_off(incoming, now(), desk.parts.premises(), decide)
    return made[0].id


def visible(text: str) -> bool:
    """Of signs that are shown as they are, and not as marks."""
    return not any(sign in text for sign in (*HIDDEN, "\x0b", "\x0c"))


async def texts(page: Page, where: str) -> list[str]:
    found: list[str] = await page.locator(where).evaluate_all("all => all.map((one) => one.textContent)")
    return found


# ── the stories ───────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.timeout(240)
async def test_nothing_that_anybody_types_runs_in_a_colleagues_browser(page: Page, desk: Desk) -> None:
    assert len(XSS) >= 200
    lotte = await desk.browser("lotte", "counsellor", "admin")
    assert lotte.staff is not None
    mean, _ = await desk.parts.store.people.add("mean", ALIAS, ("counsellor",), ("helpline",), ("en",), "house", now())
    phone, case = await she_types(desk, lotte, (*XSS, *LIES))
    await they_type_it_back(desk, lotte, case)
    other = await entrusted(desk, "helpline", lotte.staff)
    await desk.case(staff=mean)
    async with opened_to_all(desk) as door:
        watch = await watched(page, door)
        await page.goto(door.way_in(lotte.staff.id))
        await page.locator(f"[data-case='{case}']").wait_for()
        await expect(page.locator("#app")).to_contain_text(ALIAS)
        await watch.saw_nothing("the queue")
        await page.goto(f"{door.origin}/console/#/cases/{case}")
        await expect(page.get_by_role("log", name="Conversation")).to_contain_text("this was the last of it")
        await watch.saw_nothing("the conversation")
        shown = await texts(page, ".line.contact .words")
        lines = (await lotte.get(f"/console/api/cases/{case}")).json["lines"]
        through = {line["text"] for line in lines} & set(XSS)  # of an address, only that there was one is shown
        assert len(through) > 150, "it has come through the house"
        hers = [line["text"] for line in lines if line["by"] == "contact" and not line["hard"]]
        assert [text for text in hers if visible(text) and text not in shown] == []
        assert set(SOME) <= set(await texts(page, ".line.staff .words"))
        await page.goto(f"{door.origin}/console/#/cases/{other}")
        await expect(page.locator("#app")).to_contain_text(SOME[6])
        await watch.saw_nothing("what was entrusted to us")
        for place, there in (("colleagues", ALIAS), ("own", "Lotte")):
            await page.goto(f"{door.origin}/console/#/{place}")
            await expect(page.locator("#app")).to_contain_text(there)
            await watch.saw_nothing(place)
    await desk.until(lambda: SOME[-1] in [seen.text for seen in phone.screen()], PATIENCE)


@pytest.mark.timeout(240)
async def test_nothing_in_an_address_or_a_form_runs_on_the_pages_without_scripts(page: Page, desk: Desk) -> None:
    desk.parts.store.people.passphrases = Passphrases(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    async with opened_to_all(desk) as door:
        watch = await watched(page, door)
        for text in (*XSS[::31], *LIES[:3]):
            await page.goto(f"{door.origin}/console/sign-in?language={text[:40].replace('#', '')}")
            await page.get_by_label("Login").fill(text[:100])
            await page.get_by_label("Passphrase").fill("x")
            await page.get_by_label("Code").fill("1")
            await page.get_by_role("button", name="Sign in", exact=True).click()
            await expect(page.get_by_role("alert")).to_be_visible()
            await watch.saw_nothing(f"the sign-in page after {text}")
            if "\n" not in text and len(text) < 100 and visible(text):
                assert await page.get_by_label("Login").input_value() in (text, "")
        for path in (f"join/{XSS[0]}", f"step-up?then={XSS[0]}", f"demo/{XSS[4]}", f"{XSS[8]}", f"#/cases/{XSS[4]}"):
            await page.goto(f"{door.origin}/console/{path}")
            await watch.saw_nothing(path)


async def noticed(watch: Watch) -> tuple[bool, bool, bool]:
    """Whether scripts ran, whether somebody else was asked for something, whether the policy stopped any of it."""
    happened = await watch.happened()
    parts = ("evil.example", "trusted-types")
    return "ran" in happened, *(any(part in one for one in happened) for part in parts)  # type: ignore[return-value]


@pytest.mark.timeout(240)
@pytest.mark.parametrize("guarded", [False, True])
async def test_the_same_words_on_a_careless_page_do_run_and_are_noticed(page: Page, desk: Desk, guarded: bool) -> None:
    """The control. `guarded`: the same page under the console's own policy, which stops it and says so."""
    lotte = await desk.browser("lotte")
    assert lotte.staff is not None
    _, case = await she_types(desk, lotte, XSS[:60])
    careless = f"""
    const said = await (await fetch("/console/api/cases/{case}")).json();
    const texts = said.lines.map((line) => line.text).filter((text) => !/refresh|<base/.test(text)); // these lead away
    for (const text of [...texts, "<img src='https://evil.example/x.png'>"]) {{
      const box = document.body.appendChild(document.createElement("div"));
      try {{ box.innerHTML = text; }} catch (error) {{ console.log(error); }}
    }}
    document.body.dataset.done = "yes";
    """
    async with opened_to_all(desk) as door:
        watch = await watched(page, door)
        await page.goto(door.way_in(lotte.staff.id))
        policy = (await page.context.request.get(f"{door.origin}/console/")).headers_array
        kept = {one["name"]: one["value"] for one in policy if one["name"] == "content-security-policy" and guarded}
        html = "<!doctype html><script type=module src=/console/careless.js></script><body>"
        await page.route(
            "**/console/careless", lambda route: route.fulfill(body=html, content_type="text/html", headers=kept)
        )
        await page.route(
            "**/console/careless.js", lambda route: route.fulfill(body=careless, content_type="text/javascript")
        )
        await page.route("**://evil.example/**", lambda route: route.abort())
        await page.goto(f"{door.origin}/console/careless")
        await page.locator("body[data-done]").wait_for(state="attached")
        await eventually(lambda: noticed(watch), (not guarded, not guarded, guarded))


#: Links to a place in the console, as a stranger would send them to a colleague.
LURES = (
    "#/cases/%",
    "#/cases/%E0%A4%A",
    "#/cases/..%2F..%2Fsign-out%3F",
    "#/cases/..%2F..%2F..%2Fconsole%2Fsign-out%23",
    "#/cases/..%5C..%5Csign-out%3F",
    "#/cases/%2E%2E",
    "#/cases/x%00",
    "#/cases/javascript:ran()",
    "#/colleagues/../../sign-out",
    "#//evil.example/",
)


async def test_a_link_into_the_console_leads_to_a_place_in_it_or_to_the_queue(page: Page, desk: Desk) -> None:
    """The page asks by itself for what the link names: it must not be made to ask for something else."""
    lotte, asked = await desk.browser("lotte"), []
    assert lotte.staff is not None
    case = await desk.case()
    async with opened_to_all(desk) as door:
        watch = await watched(page, door)
        await page.goto(door.way_in(lotte.staff.id))
        page.on(
            "request", lambda one: asked.append(one.url.removeprefix(door.origin)) if one.method == "POST" else None
        )
        for lure in LURES:
            await page.goto("about:blank")
            await page.goto(f"{door.origin}/console/{lure}")
            await page.locator("nav, header").first.wait_for()
            await watch.saw_nothing(lure)
            assert page.url.startswith(f"{door.origin}/console/#"), lure
        beside = [path for path in asked if not path.startswith(("/console/api/cases/", "/console/api/here"))]
        assert beside == []
        await page.goto(f"{door.origin}/console/#/cases/{case}")
        await expect(page.get_by_role("dialog")).to_be_visible()
        assert (await page.evaluate("fetch('/console/api/me').then((one) => one.status)")) == 200, "still signed in"
