"""Of all ways out of a page that we know, none leads out of the one that is given her picture: the browser's policy
shuts most, the first script the next, and what is left is refused before anybody is given the page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, suppress
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from playwright.async_api import Error, Page
from starlette.responses import HTMLResponse, Response

from console.guarding import App, Guarded, Rules
from helpline.languages import load_catalogue
from pages.app import create_hash_page, hashes_csp
from tests.web.curtain import served
from tests.web.hash_core import WEB
from tests.web.hash_ways_out import LEADING, OF_A_WORKER, WAYS, Outside, outside, slug
from tests.web.test_hash_bundle import built, wrongs

POLICY = "content-security-policy"
#: Neither policy nor script can shut this in every browser: the build refuses a page that would try.
LEFT_TO_THE_BUILD = {"connection of a frame": 'document.createElement("iframe").contentWindow'}


def the_page(there: Outside, open_house: bool = False) -> AbstractAsyncContextManager[str]:
    """The page at its address behind its gate; `open_house`: some other page, with no policy at all."""

    def app_at(origin: str) -> App:
        inner = unguarded if open_house else guarded(origin)

        async def heard(scope: Any, receive: Any, send: Any) -> None:
            if scope["path"] == "/elsewhere":
                there.hear(scope["query_string"].decode())
            await inner(scope, receive, send)

        return heard

    return served(app_at)


async def unguarded(scope: Any, receive: Any, send: Any) -> None:
    script, page = Response("", media_type="text/javascript"), HTMLResponse("<!doctype html><title>Open</title>")
    await (script if scope["path"].endswith(".js") else page)(scope, receive, send)


def guarded(origin: str) -> App:
    """The routes, the rules and the files of the house; only what it knows is made up."""
    languages = ("nl", "fr", "en")
    book = SimpleNamespace(card=lambda *_: SimpleNamespace(lines=("Child Focus",)))
    say = load_catalogue(WEB.parent / "locales", languages).say
    page = create_hash_page(
        SimpleNamespace(  # type: ignore[arg-type]
            house=lambda: SimpleNamespace(directory=book),
            clock=lambda: datetime.now(UTC),
            languages=languages,
            say=say,
            dist=WEB / "dist" / "hash",
        )
    )
    return Guarded(page, origin, False, print, Rules(csp=hashes_csp(origin), api=(), assets=(), framed=True))


Then = Callable[[Page, str], Awaitable[object]]


async def tried(page: Page, address: str, there: Outside, then: Then) -> None:
    """One after the other, from the page and from its worker; then a fresh page for each that leads away."""
    await page.goto(address)
    for way in sorted(WAYS.keys() - LEADING):
        await page.evaluate(there.script(way))
    async with page.expect_worker() as worker:
        await page.evaluate("{ globalThis.kept = new Worker('/hashes/worker.js'); }")
    for way in OF_A_WORKER:
        await (await worker.value).evaluate(there.script(way))
    for way in sorted(LEADING):
        leading = await page.context.new_page()
        await leading.goto(address)
        with suppress(Error):  # the page that was asked may be gone
            await leading.evaluate(there.script(way))
        await then(leading, way)
        await leading.close()


async def test_no_way_out_of_the_page_leads_out(page: Page) -> None:
    async with outside() as there, the_page(there) as origin:
        policies: set[str | None] = set()
        page.on("response", lambda one: one.url.startswith(origin) and policies.add(one.headers.get(POLICY)))
        await page.goto(f"{origin}/hashes")
        assert await page.locator("html").get_attribute("data-shut") == "yes"
        # Whatever was on its way is there before what the browser itself asks afterwards.
        await tried(
            page, f"{origin}/hashes", there, lambda leading, way: leading.goto(f"{there.origin}/after_{slug(way)}")
        )
        after = {f"after_{slug(way)}" for way in LEADING}
        assert after <= there.heard
        assert there.heard - after <= {slug(way) for way in LEFT_TO_THE_BUILD}
        assert policies == {hashes_csp(origin)}, "a page, worker or script came without its policy"


async def test_each_of_them_leads_out_of_a_page_without_a_policy(page: Page) -> None:
    async with outside() as there, the_page(there, open_house=True) as origin:

        async def led(leading: Page, way: str) -> None:
            assert not await there.missing([way])
            if way != "window":
                await leading.wait_for_url(f"{there.origin}/{slug(way)}")

        await tried(page, f"{origin}/hashes", there, led)
        assert await there.missing([*WAYS, *OF_A_WORKER]) == set()


async def test_without_the_first_script_two_of_them_lead_out_of_ours(page: Page) -> None:
    await page.route("**/shut.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    async with outside() as there, the_page(there) as origin:
        await page.goto(f"{origin}/hashes")
        await page.evaluate(there.script("connection"))
        with suppress(Error):
            await page.evaluate(there.script("location"))
        assert await there.missing(["connection", "location"]) == set()
        await page.wait_for_url(f"{there.origin}/location")


def test_what_neither_policy_nor_script_can_shut_is_refused_before_anybody_is_given_the_page() -> None:
    sound = built("page.js")
    assert wrongs([("page.js", sound)]) == [[]]
    assert all(wrongs([("page.js", f"{sound}\n{one};") for one in LEFT_TO_THE_BUILD.values()]))


async def test_a_browser_that_keeps_a_way_open_gets_no_word_to_begin(page: Page) -> None:
    keep_it = "{ value: 1, configurable: false, writable: false }"
    await page.add_init_script(f"Object.defineProperty(window, 'RTCPeerConnection', {keep_it})")
    async with outside() as there, the_page(there) as origin:
        await page.goto(f"{origin}/hashes")
        assert await page.locator("html").get_attribute("data-shut") is None
