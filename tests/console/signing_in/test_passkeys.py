"""Passkeys in a real browser, with a device that is made up but keeps to the rules; and what a thief would try."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from playwright.async_api import Page, expect

from console.signed_in import COOKIE
from tests.browser import assert_accessible
from tests.console.signing_in.threshold import PHRASE, Threshold, device


async def cookie(page: Page) -> str:
    (found,) = [one for one in await page.context.cookies() if one["name"] == COOKIE]
    assert found["httpOnly"]
    assert found["secure"]
    assert found["sameSite"] == "Strict"
    return found["value"]


async def sign_in(page: Page, login: str, passphrase: str, code: str) -> None:
    await page.get_by_label("Login").fill(login)
    await page.get_by_label("Passphrase").fill(passphrase)
    await page.get_by_label("Code of your app").fill(code)
    await page.get_by_role("button", name="Sign in", exact=True).click()


async def make_passkey(page: Page, origin: str, token: str) -> None:
    await page.goto(f"{origin}/console/join/{token}")
    await page.get_by_role("button", name="Make a passkey on this device").click()
    await page.wait_for_url(f"{origin}/console/")


async def test_she_joins_with_a_passkey_and_comes_back_with_it(page: Page, threshold: Threshold) -> None:
    token, _ = await threshold.invited("an")
    async with threshold.open() as origin:
        await device(page)
        await make_passkey(page, origin, token)
        first = await cookie(page)
        await page.goto(f"{origin}/console/sign-out")
        await page.get_by_role("button", name="Sign out").click()
        await page.wait_for_url(f"{origin}/console/sign-in")
        assert not await threshold.people.visit(first, threshold.now)
        await page.get_by_role("button", name="Sign in with a passkey").click()
        await page.wait_for_url(f"{origin}/console/")
        assert await cookie(page) != first
        visit = await threshold.people.visit(await cookie(page), threshold.now)
        assert visit is not None
        assert (visit.staff.login, visit.way) == ("an", "passkey")


async def test_the_first_admin_makes_herself_with_a_passkey(page: Page, threshold: Threshold) -> None:
    token = await threshold.people.invite_first(threshold.now)
    async with threshold.open() as origin:
        await device(page)
        await page.goto(f"{origin}/console/join/{token}")
        await page.get_by_label("Login").fill("N N")
        await page.get_by_label("Alias").fill("Nele")
        await page.get_by_role("button", name="Make a passkey").click()
        await expect(page.get_by_label("Login")).to_have_attribute("aria-invalid", "true")
        await page.get_by_label("Login").fill("nele")
        await page.get_by_role("button", name="Make a passkey").click()
        await page.wait_for_url(f"{origin}/console/")
    (nele,) = await threshold.people.all()
    assert (nele.login, nele.alias, nele.roles) == ("nele", "Nele", {"admin"})


async def test_a_device_that_does_not_check_who_holds_it_lets_nobody_in(page: Page, threshold: Threshold) -> None:
    token, _ = await threshold.invited("an")
    async with threshold.open() as origin:
        session, one = await device(page, verifies=False)
        await page.goto(f"{origin}/console/join/{token}")
        await page.get_by_role("button", name="Make a passkey").click()
        await expect(page.get_by_role("status")).to_contain_text("That did not work")
        await session.send("WebAuthn.setUserVerified", {"authenticatorId": one, "isUserVerified": True})
        await page.get_by_role("button", name="Make a passkey").click()
        await page.wait_for_url(f"{origin}/console/")


async def test_stepping_up_with_a_passkey_changes_the_cookie(page: Page, threshold: Threshold) -> None:
    token, _ = await threshold.invited("an")
    async with threshold.open() as origin:
        await device(page)
        await make_passkey(page, origin, token)
        before = await cookie(page)
        await page.goto(f"{origin}/console/step-up")
        await page.get_by_role("button", name="Show my passkey").click()
        await page.wait_for_url(f"{origin}/console/")
        after = await threshold.people.visit(await cookie(page), threshold.now)
        assert after is not None
        assert after.stepped_up(threshold.now)
        assert not await threshold.people.visit(before, threshold.now)


async def test_a_second_passkey_is_made_after_a_step_up_and_lets_her_in(page: Page, threshold: Threshold) -> None:
    _, seed = await threshold.joined("an")
    threshold.later(1)
    async with threshold.open() as origin:
        await device(page)
        await page.goto(f"{origin}/console/sign-in")
        await sign_in(page, "an", PHRASE, threshold.code(seed))
        await page.wait_for_url(f"{origin}/console/")
        await page.goto(f"{origin}/console/passkeys")
        await expect(page).to_have_url(f"{origin}/console/step-up?then=passkeys")
        threshold.later(1)
        await page.get_by_label("Code of your app").fill(threshold.code(seed))
        await page.get_by_role("button", name="Go on").click()
        await page.wait_for_url(f"{origin}/console/passkeys")
        await page.get_by_role("button", name="Make a passkey").click()
        await expect(page.get_by_role("listitem")).to_have_count(1)
        await assert_accessible(page)
        await page.context.clear_cookies()
        await page.goto(f"{origin}/console/sign-in")
        await page.get_by_role("button", name="Sign in with a passkey").click()
        await page.wait_for_url(f"{origin}/console/")


#: What a page of ours would send, kept for a thief to send again.
CAPTURE = """
async ({ from, change, doing }) => {
  const passkey = await import("/console/static/passkey.js");
  const ask = (at, told) => fetch(at, { method: "POST", headers: { "content-type": "application/json" },
    body: JSON.stringify(told) });
  const options = await (await ask(from + "/options", {})).json();
  return await passkey[doing ?? "show"]({ ...options, ...change });
}
"""


async def sent(origin: str, path: str, brought: Any, token: str = "") -> httpx.Response:
    headers = {"origin": origin, "cookie": f"{COOKIE}={token}"}
    async with httpx.AsyncClient(base_url=origin, headers=headers) as thief:
        return await thief.post(path, json={"credential": brought})


async def test_what_was_shown_once_lets_nobody_in_again_or_elsewhere(page: Page, threshold: Threshold) -> None:
    token, _ = await threshold.invited("an")
    way, up = "/console/sign-in/passkey", "/console/step-up/passkey"
    async with threshold.open() as origin:
        await device(page)
        await make_passkey(page, origin, token)
        hers = await cookie(page)
        brought = await page.evaluate(CAPTURE, {"from": way, "change": {}})
        assert (await sent(origin, f"{up}/verify", brought, hers)).status_code == 403  # made for signing in
        assert (await sent(origin, f"{way}/verify", brought)).json() == {"next": "/console/"}  # it is good …
        assert (await sent(origin, f"{way}/verify", brought)).status_code == 403  # … once
        late = await page.evaluate(CAPTURE, {"from": way, "change": {}})
        threshold.later(6)
        assert (await sent(origin, f"{way}/verify", late)).status_code == 403
        unsure = await page.evaluate(CAPTURE, {"from": way, "change": {"userVerification": "discouraged"}})
        forged = {**unsure, "response": {**unsure["response"], "signature": brought["response"]["signature"]}}
        assert (await sent(origin, f"{way}/verify", forged)).status_code == 403


async def test_a_passkey_shown_without_checking_who_holds_it_is_refused(page: Page, threshold: Threshold) -> None:
    token, _ = await threshold.invited("an")
    way = "/console/sign-in/passkey"
    async with threshold.open() as origin:
        session, one = await device(page)
        await make_passkey(page, origin, token)
        await session.send("WebAuthn.setUserVerified", {"authenticatorId": one, "isUserVerified": False})
        unsure = await page.evaluate(CAPTURE, {"from": way, "change": {"userVerification": "discouraged"}})
        assert (await sent(origin, f"{way}/verify", unsure)).json()["refusal"] == "not_let_in"
        await session.send("WebAuthn.setUserVerified", {"authenticatorId": one, "isUserVerified": True})
        sure = await page.evaluate(CAPTURE, {"from": way, "change": {}})
        assert (await sent(origin, f"{way}/verify", sure)).status_code == 200


async def test_what_was_shown_to_one_house_is_worth_nothing_at_another_address(
    page: Page, threshold: Threshold
) -> None:
    token, _ = await threshold.invited("an")
    way = "/console/sign-in/passkey"
    async with threshold.open() as origin:
        await device(page)
        await make_passkey(page, origin, token)
        brought = await page.evaluate(CAPTURE, {"from": way, "change": {}})
        threshold.origin = "https://haven.example"
        async with threshold.client() as elsewhere:
            answer = await elsewhere.post(f"{way}/verify", json={"credential": brought})
        assert (answer.status_code, answer.json()["refusal"]) == (403, "not_let_in")
        assert (await sent(origin, f"{way}/verify", brought)).status_code == 200


async def test_a_passkey_made_for_one_link_does_not_use_another(page: Page, threshold: Threshold) -> None:
    hers, _ = await threshold.invited("an")
    other, _ = await threshold.invited("bo", "admin")
    async with threshold.open() as origin:
        await device(page)
        await page.goto(f"{origin}/console/join/{hers}")
        made = await page.evaluate(CAPTURE, {"from": f"/console/join/{hers}/passkey", "change": {}, "doing": "make"})
        assert (await sent(origin, f"/console/join/{other}/passkey/verify", made)).status_code == 403
        assert (await sent(origin, f"/console/join/{hers}/passkey/verify", made)).status_code == 200
        assert (await sent(origin, f"/console/join/{hers}/passkey/verify", made)).status_code == 410
    assert await threshold.people.open_invitation(other, threshold.now)


@pytest.mark.parametrize(
    "brought",
    [
        {},
        {"id": "x", "response": {}},
        {"id": 7, "response": {"clientDataJSON": "e30"}},
        {"id": "x", "response": {"clientDataJSON": "eyJjaGFsbGVuZ2UiOiJBQUFBIn0"}},
        {"id": "x", "response": "a text"},
        {"id": "x", "response": {"clientDataJSON": "\ud800"}},
    ],
)
async def test_what_no_device_would_bring_is_refused_like_everything_else(threshold: Threshold, brought: Any) -> None:
    token, _ = await threshold.invited("an")
    async with threshold.client() as thief:
        for path in ("/console/sign-in/passkey/verify", f"/console/join/{token}/passkey/verify"):
            told = json.dumps({"credential": brought})
            answer = await thief.post(path, content=told, headers={"content-type": "application/json"})
            assert (answer.status_code, answer.json()["refusal"]) == (403, "not_let_in")


async def test_who_signs_in_by_passphrase_in_a_browser_gets_in(page: Page, threshold: Threshold) -> None:
    """The browser sends our own forms with an origin we accept, and keeps the cookie over plain localhost."""
    _, seed = await threshold.joined("an")
    threshold.later(1)
    async with threshold.open() as origin:
        await page.goto(f"{origin}/console/sign-in")
        await sign_in(page, "an", PHRASE, threshold.code(seed))
        await page.wait_for_url(f"{origin}/console/")


async def test_a_link_from_elsewhere_finds_her_still_signed_in(page: Page, threshold: Threshold) -> None:
    """The cookie does not come along with a click on another site; the sign-in page looks again by itself."""
    _, seed = await threshold.joined("an")
    threshold.later(1)
    async with threshold.open() as origin:
        link = f"data:text/html,<a href='{origin}/console/'>there</a>"
        await page.goto(link)
        await page.get_by_role("link").click()
        await expect(page.get_by_label("Login")).to_be_visible()
        await sign_in(page, "an", PHRASE, threshold.code(seed))
        await page.wait_for_url(f"{origin}/console/")
        again: list[str] = []
        page.on("response", lambda answer: again.append(answer.headers.get("refresh", "")))
        await page.goto(link)
        await page.get_by_role("link").click()
        await page.wait_for_url(f"{origin}/console/")
        assert "0; url=/console/sign-in" in again  # it did come without her cookie


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_page_can_be_used_by_everybody(page: Page, threshold: Threshold, scheme: Any) -> None:
    first = await threshold.people.invite_first(threshold.now)
    _, seed = await threshold.joined("bo")
    async with threshold.open() as origin:
        await page.emulate_media(color_scheme=scheme)
        await page.set_viewport_size({"width": 360, "height": 740})
        for path in ("sign-in?language=nl", f"join/{first}?language=fr", "join/gone"):
            await page.goto(f"{origin}/console/{path}")
            if path.startswith("join/") and path != "join/gone":
                await page.locator("summary").click()
            await assert_accessible(page)
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        await page.get_by_role("link", name="To the console").click()
        await sign_in(page, "an", "guess", "1")
        await expect(page.get_by_role("alert")).to_be_visible()
        await assert_accessible(page)
        threshold.later(1)
        await sign_in(page, "bo", PHRASE, threshold.code(seed))
        await page.wait_for_url(f"{origin}/console/")
        for path in ("step-up", "sign-out"):
            await page.goto(f"{origin}/console/{path}")
            await expect(page).to_have_url(f"{origin}/console/{path}")
            await assert_accessible(page)
