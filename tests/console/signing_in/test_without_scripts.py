"""The pages without JavaScript: joining, signing in, stepping up and out, each by a form, none with a way around."""

from __future__ import annotations

import pytest

from tests.console.signing_in.threshold import PHRASE, Threshold, token_in


async def test_whoever_is_not_in_is_sent_to_the_sign_in_page_and_told_nothing_by_the_api(threshold: Threshold) -> None:
    async with threshold.client() as browser:
        assert (await browser.get("/console/")).headers["location"] == "/console/sign-in"
        answer = await browser.get("/console/api/me")
        assert (answer.status_code, answer.json()) == (401, {"refusal": "signed_out", "about": {}})
        assert (await browser.get("/console/step-up")).headers["location"] == "/console/sign-in"


async def test_she_joins_by_passphrase_and_signs_in_with_it(threshold: Threshold) -> None:
    token, invitation = await threshold.invited("an")
    async with threshold.client() as browser:
        page = await browser.get(f"/console/join/{token}")
        assert page.status_code == 200
        assert "Welcome, An" in page.text
        assert invitation.seed[:4] in page.text
        picture = await browser.get(f"/console/join/{token}/picture.svg")
        assert picture.headers["content-type"] == "image/svg+xml"
        told = {"passphrase": PHRASE, "code": threshold.code(invitation.seed)}
        joined = await browser.post(f"/console/join/{token}", data=told)
        assert joined.headers["location"] == "/console/"
        assert (await browser.get(f"/console/join/{token}")).status_code == 410
        assert (await browser.post(f"/console/join/{token}", data=told)).status_code == 410
        threshold.later(1)
        told = {"login": "an", "passphrase": PHRASE, "code": threshold.code(invitation.seed)}
        entered = await browser.post("/console/sign-in", data=told)
        assert token_in(entered) != token_in(joined)
        again = await browser.post("/console/sign-in", data=told)
        assert again.status_code == 403
    async with threshold.client(token_in(entered)) as browser:
        assert (await browser.get("/console/sign-in")).headers["location"] == "/console/"
        assert (await browser.get("/console/")).status_code == 200


async def test_what_she_typed_wrong_while_joining_is_said_and_the_link_still_works(threshold: Threshold) -> None:
    token, invitation = await threshold.invited("an")
    good = threshold.code(invitation.seed)
    async with threshold.client() as browser:
        for passphrase, code, said in (
            ("short", good, "12 characters or more"),
            ("Password123456", good, "guessed first"),
            (PHRASE, "000000", "Wait for the next one"),
        ):
            answer = await browser.post(f"/console/join/{token}", data={"passphrase": passphrase, "code": code})
            assert answer.status_code == 422
            assert said in answer.text
            assert passphrase not in answer.text
        assert (await browser.post(f"/console/join/{token}", data={"passphrase": PHRASE, "code": good})).is_redirect


async def test_the_first_admin_chooses_login_and_alias(threshold: Threshold) -> None:
    token = await threshold.people.invite_first(threshold.now)
    found = await threshold.people.open_invitation(token, threshold.now)
    assert found is not None
    told = {"passphrase": PHRASE, "code": threshold.code(found.seed)}
    async with threshold.client() as browser:
        assert "You are the first one here" in (await browser.get(f"/console/join/{token}")).text
        bad = await browser.post(f"/console/join/{token}", data=told | {"login": "N N", "alias": "Nele"})
        assert bad.status_code == 422
        assert "small letters" in bad.text
        good = await browser.post(f"/console/join/{token}", data=told | {"login": "Nele", "alias": "Nele"})
    visit = await threshold.people.visit(token_in(good), threshold.now)
    assert visit is not None
    assert (visit.staff.login, visit.staff.roles) == ("nele", {"admin"})


async def test_every_failure_reads_the_same(threshold: Threshold) -> None:
    _, seed = await threshold.joined("an")
    threshold.later(5)
    pages = set()
    async with threshold.client() as browser:
        for login, passphrase in (("an", "wrong wrong wrong"), ("xx", PHRASE)):
            told = {"login": login, "passphrase": passphrase, "code": threshold.code(seed)}
            answer = await browser.post("/console/sign-in", data=told)
            assert answer.status_code == 403
            assert "set-cookie" not in answer.headers
            pages.add(answer.text.replace(f'value="{login}"', ""))
    assert len(pages) == 1


async def test_after_many_tries_she_reads_how_long_to_wait(threshold: Threshold) -> None:
    async with threshold.client() as browser:
        for _ in range(5):
            told = {"login": "an", "passphrase": "guess", "code": "1"}
            assert (await browser.post("/console/sign-in", data=told)).status_code == 403
        answer = await browser.post("/console/sign-in", data=told)
    assert answer.status_code == 429
    assert "Wait 10 seconds" in answer.text


async def test_stepping_up_changes_the_cookie_and_opens_what_asks_for_it(threshold: Threshold) -> None:
    token, seed = await threshold.joined("nele", "admin")
    wish = {"login": "an", "alias": "An", "roles": ["counsellor"], "teams": [], "languages": []}
    async with threshold.client(token) as browser:
        refused = await browser.post("/console/api/staff", json=wish)
        assert (refused.status_code, refused.json()["refusal"]) == (403, "step_up")
        assert "Is it you, Nele?" in (await browser.get("/console/step-up")).text
        assert (await browser.post("/console/step-up", data={"code": threshold.code(seed)})).status_code == 403
        threshold.later(1)
        better = token_in(await browser.post("/console/step-up", data={"code": threshold.code(seed)}))
        assert (await browser.get("/console/api/staff")).status_code == 401  # the cookie from before is worth nothing
    visit = await threshold.people.visit(better, threshold.now)
    assert visit is not None
    assert visit.stepped_up(threshold.now)


async def test_signing_out_ends_the_sign_in_and_forgets_the_cookie(threshold: Threshold) -> None:
    token, _ = await threshold.joined("an")
    async with threshold.client(token) as browser:
        assert "Stay signed in" in (await browser.get("/console/sign-out")).text
        left = await browser.post("/console/sign-out")
        assert (left.status_code, left.headers["location"]) == (303, "/console/sign-in")
        assert "Max-Age=0" in left.headers["set-cookie"]
    assert not await threshold.people.visit(token, threshold.now)


@pytest.mark.parametrize(
    "path", ["/console/sign-in", "/console/step-up", "/console/sign-out", "/console/sign-in/passkey/options"]
)
async def test_a_form_of_another_page_reaches_nothing(threshold: Threshold, path: str) -> None:
    token, _ = await threshold.joined("an")
    for headers in ({"origin": "https://elsewhere.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        async with threshold.client(token, **headers) as browser:
            answer = await browser.post(path, data={})
            assert (answer.status_code, answer.json()["refusal"]) == (403, "cross_site")
    assert await threshold.people.visit(token, threshold.now)


async def test_a_page_speaks_the_language_that_was_chosen_or_that_the_browser_asks_for(threshold: Threshold) -> None:
    async with threshold.client(**{"accept-language": "de-DE,fr-BE;q=0.7,en;q=0.3,;;q"}) as browser:
        assert '<html lang="fr">' in (await browser.get("/console/sign-in")).text
        assert '<html lang="nl">' in (await browser.get("/console/sign-in?language=nl")).text
        assert '<html lang="fr">' in (await browser.get("/console/sign-in?language=xx")).text


async def test_what_is_typed_comes_back_as_text_alone(threshold: Threshold) -> None:
    hostile = "\"><script>alert(1)</script>{{7*7}}'"
    async with threshold.client() as browser:
        answer = await browser.post("/console/sign-in", data={"login": hostile, "passphrase": hostile, "code": "1"})
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in answer.text
    assert answer.text.count("alert(1)") == 1  # the passphrase does not come back at all


async def test_the_demos_links_let_in_and_no_others_do(threshold: Threshold) -> None:
    await threshold.joined("an")
    an = await threshold.people.by_login("an")
    assert an is not None
    async with threshold.client() as browser:
        assert (await browser.get("/console/demo/secret")).status_code == 404
    threshold.demo_links = {"secret": an.id}
    async with threshold.client() as browser:
        for wrong in ("secre", "Secret", "s%C3%A9cret"):
            assert (await browser.get(f"/console/demo/{wrong}")).status_code == 404
        token = token_in(await browser.get("/console/demo/secret"))
    async with threshold.client(token) as browser:
        assert "It is me" in (await browser.get("/console/step-up")).text
        token_in(await browser.post("/console/step-up"))


async def test_only_the_files_of_the_pages_are_given_out(threshold: Threshold) -> None:
    async with threshold.client() as browser:
        assert (await browser.get("/console/static/pages.css")).headers["content-type"].startswith("text/css")
        for name in ("..%2fapp.py", "app.py", "%2e%2e/templates/base.html", "templates"):
            assert (await browser.get(f"/console/static/{name}")).status_code == 404


async def test_a_page_that_is_not_there_is_a_page_and_the_api_answers_in_codes(threshold: Threshold) -> None:
    async with threshold.client(accept="text/html,*/*") as browser:
        missing = await browser.get("/console/nowhere/<b>")
        assert (missing.status_code, missing.headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert "There is nothing here" in missing.text
        assert "<b>" not in missing.text
        asked = await browser.get("/console/api/nowhere")
        assert asked.status_code == 404
        assert asked.json()["refusal"] == "not_found"


async def test_trouble_tells_a_visitor_nothing_of_itself(threshold: Threshold, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a canary that nobody may read")

    monkeypatch.setattr(threshold.people, "open_invitation", broken)
    async with threshold.client(accept="text/html") as browser:
        answer = await browser.get("/console/join/a-token")
    assert answer.status_code == 503
    assert "canary" not in answer.text
    assert [str(error) for error in threshold.broken] == ["a canary that nobody may read"]
    threshold.broken.clear()


async def test_a_step_up_leads_nowhere_but_into_the_house(threshold: Threshold) -> None:
    token, seed = await threshold.joined("an")
    for then, leads in (("passkeys", "/console/passkeys"), ("https://elsewhere.example", "/console/")):
        threshold.later(1)
        async with threshold.client(token) as browser:
            answer = await browser.post(f"/console/step-up?then={then}", data={"code": threshold.code(seed)})
        assert answer.headers["location"] == leads
        token = token_in(answer)
