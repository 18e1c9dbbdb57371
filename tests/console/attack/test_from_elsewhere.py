"""A page of somebody else's, open in a colleague's browser: it changes nothing, reads nothing and frames nothing."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page

from console.guarding import CSP
from tests.bot.asgi import Answered, call
from tests.console.attack.open_house import Door, opened_to_all
from tests.console.desk import ORIGIN, Browser, Desk, _with_query
from tests.console.matrix import RULES, filled

UNSAFE = tuple(route for route in RULES if route.startswith("POST"))
OURS = {"host": "localhost:8080", "origin": ORIGIN, "sec-fetch-site": "same-origin"}
#: What a request from elsewhere looks like. None: the line is missing; two values: it is there twice.
FROM_ELSEWHERE: tuple[dict[str, Any], ...] = (
    {"origin": None},
    {"origin": None, "sec-fetch-site": None},
    {"origin": None, "sec-fetch-site": "none"},
    {"origin": ""},
    {"origin": "null"},
    {"origin": "https://evil.example"},
    {"origin": "https://localhost:8080"},
    {"origin": "http://localhost"},
    {"origin": "http://localhost:8081"},
    {"origin": "http://localhost:8080.evil.example"},
    {"origin": "http://localhost:8080@evil.example"},
    {"origin": "http://localhost:8080/"},
    {"origin": "HTTP://LOCALHOST:8080"},
    {"origin": "http://127.0.0.1:8080"},
    {"origin": "http://localhost:8080 https://evil.example"},
    {"origin": (ORIGIN, "https://evil.example")},
    {"origin": ("https://evil.example", ORIGIN)},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "none"},
    {"sec-fetch-site": "Same-Origin"},
    {"sec-fetch-site": ("same-origin", "cross-site")},
)
#: A name that leads to this machine without being the console's.
WRONG_HOSTS: tuple[Any, ...] = (
    None,
    "",
    "evil.example",
    "evil.example:8080",
    "127.0.0.1:8080",
    "[::1]:8080",
    "localhost",
    "localhost:80",
    "localhost.:8080",
    "LOCALHOST:8080",
    "localhost:8080.evil.example",
    "x@localhost:8080",
    "localhost:8080, evil.example",
    "[::1",
    ("localhost:8080", "evil.example"),
    ("evil.example", "localhost:8080"),
)


async def ask(who: Browser, route: str, lines: dict[str, Any], body: bytes = b"{}") -> Answered:
    given = OURS | {"content-type": "application/json", "cookie": f"__Host-haven={who.cookie}"} | lines
    told = [
        (name.encode(), value.encode())
        for name, values in given.items()
        for value in (values if isinstance(values, tuple) else (values,))
        if value is not None
    ]
    return await call(_with_query(who.parts.site, ""), route.partition(" ")[0], filled(route), told, body)


async def test_no_unsafe_route_hears_a_request_from_elsewhere(desk: Desk) -> None:
    lotte = await desk.browser("lotte")
    assert len(UNSAFE) >= 20
    for route in UNSAFE:
        for lines in FROM_ELSEWHERE:
            answered = await ask(lotte, route, lines)
            assert (answered.status, answered.body) == (403, b'{"refusal":"cross_site","about":{}}'), (route, lines)
    assert (await lotte.get("/console/api/me")).status == 200
    for lines in ({}, {"sec-fetch-site": None}):  # the control: from our own page it is heard, and signs her out
        assert (await ask(lotte, "POST /console/api/me", lines)).status == 200
    assert (await ask(lotte, "POST /console/sign-out", {})).status == 303
    assert (await lotte.get("/console/api/me")).status == 401


async def test_no_route_answers_to_another_name(desk: Desk) -> None:
    """A name of a stranger's that is made to lead here would make his page one of ours to the browser."""
    lotte = await desk.browser("lotte")
    for route in (*UNSAFE, "GET /console/", "GET /console/api/me", "GET /console/api/live", "GET /console/sign-in"):
        for host in WRONG_HOSTS:
            answered = await ask(lotte, route, {"host": host, "origin": f"http://{host}" if host else ORIGIN})
            assert answered.status == 421, (route, host)
            assert b"content-security-policy" in answered.headers


async def test_a_body_that_is_not_said_to_be_json_is_not_read_as_json(desk: Desk) -> None:
    lotte = await desk.browser("lotte")
    case = await desk.case(staff=lotte.staff)
    body = b'{"verb":"close","outcome":"misuse"}'
    path = f"POST /console/api/cases/{case}/act"
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "a/b"):
        assert (await ask(lotte, path, {"content-type": kind}, body)).status in (400, 422), kind
        assert (await desk.parts.store.rows((case,)))[0].state == "open", kind
    assert (await ask(lotte, path, {}, body)).status == 200


async def test_a_question_cannot_be_turned_into_an_act(desk: Desk) -> None:
    lotte = await desk.browser("lotte")
    for header in ("x-http-method-override", "x-http-method", "x-method-override"):
        for route in UNSAFE:
            asked = route.replace("POST", "GET")
            answered = await ask(lotte, asked, {header: "POST", "origin": None, "sec-fetch-site": "cross-site"})
            assert answered.status in (200, 303, 403, 404, 405, 410, 422), route
    assert (await lotte.get("/console/api/me")).status == 200


# ── in a real browser ─────────────────────────────────────────────────────────────────────────────────────────────
_TRIES = """
async ([origin, paths, bodies]) => {
  const heard = [];
  const kinds = ["text/plain", "application/x-www-form-urlencoded", "application/json"];
  for (const path of paths) for (const kind of kinds) for (const mode of ["no-cors", "cors"]) {
    for (const body of bodies) {
      try {
        const headers = { "content-type": kind };
        const said = await fetch(origin + path, { method: "POST", mode, credentials: "include", headers, body });
        if (said.type !== "opaque") heard.push(path);
      } catch { /* refused by the browser, or not readable: as it should be */ }
    }
  }
  for (const path of ["/console/api/me", "/console/api/queue", "/console/"]) {
    try { heard.push(await (await fetch(origin + path, { credentials: "include" })).text()); } catch {}
  }
  heard.push(...await new Promise((done) => {
    const live = new EventSource(origin + "/console/api/live", { withCredentials: true }), told = [];
    for (const kind of ["hello", "here", "news", "message"]) live.addEventListener(kind, (one) => told.push(one.data));
    live.onerror = () => { live.close(); done(told); };
  }));
  return heard;
}
"""
_FORM = """
([origin, path, body]) => {
  const form = document.createElement("form");
  form.method = "POST"; form.action = origin + path; form.enctype = "text/plain";
  const field = document.createElement("input");
  field.name = body.slice(0, -1) + ', "x": "'; field.value = '"}';
  form.append(field); document.body.append(form); form.submit();
}
"""
_FRAME = """
async ([origin, path]) => {
  const frame = document.createElement("iframe");
  frame.src = origin + path;
  const loaded = new Promise((done) => { frame.onload = done; frame.onerror = done; });
  document.body.append(frame);
  await loaded;
  try { return frame.contentDocument?.body.innerText ?? ""; } catch { return ""; }
}
"""


async def lures(page: Page, at: str) -> None:
    """A page of a stranger's, where he pleases to have it."""
    html = "<!doctype html><title>prize</title><body>You have won"
    await page.route(f"{at}/prize", lambda route: route.fulfill(body=html, content_type="text/html"))
    await page.goto(f"{at}/prize")


async def signed_in(page: Page, door: Door, desk: Desk) -> None:
    member = desk.members.get("lotte") or await desk.member("lotte")
    await page.goto(door.way_in(member.id))
    assert await page.evaluate("fetch('/console/api/me').then((one) => one.status)") == 200


#: Another site; and another server on the same machine, which browsers hold to be of the same site.
STRANGERS = ("http://prizes.example", "http://localhost:9")


@pytest.mark.parametrize("stranger", STRANGERS)
async def test_a_strangers_page_reads_nothing_and_changes_nothing(page: Page, desk: Desk, stranger: str) -> None:
    case = await desk.case()
    async with opened_to_all(desk) as door:
        await signed_in(page, door, desk)
        paths = [f"/console/api/cases/{case}/act", "/console/api/me", "/console/sign-out", "/console/api/here"]
        bodies = ['{"verb":"take_over"}', '{"available":true}', "{}"]
        await lures(page, stranger)
        assert await page.evaluate(_TRIES, [door.origin, paths, bodies]) == []
        assert not desk.parts.office.hub.lines
        for path in paths:
            await page.evaluate(_FORM, [door.origin, path, bodies[0]])
            await page.wait_for_url(f"{door.origin}/**")
            assert "cross_site" in await page.content()
            await page.goto(f"{stranger}/prize")
        assert (await desk.parts.store.rows((case,)))[0].holder.kind == "queue"
        await page.goto(f"{door.origin}/console/")  # the control: from our own page the same is heard
        ours = "([path, body]) => fetch(path, {method: 'POST', headers: {'content-type': 'application/json'}, body})"
        await page.evaluate(ours, [paths[0], bodies[0]])
        assert (await desk.parts.store.rows((case,)))[0].holder.kind == "staff"


async def test_no_page_of_ours_can_be_put_under_somebody_elses_button(page: Page, desk: Desk) -> None:
    async with opened_to_all(desk) as door:
        await signed_in(page, door, desk)
        await lures(page, "http://localhost:9")
        for path in ("/console/", "/console/sign-in", "/console/step-up", "/console/sign-out", "/console/nothing"):
            await page.evaluate(_FRAME, [door.origin, path])
            (frame,) = page.frames[1:]
            assert "Haven" not in await frame.content(), path
            assert frame.url.startswith("chrome-error:"), path
            await page.evaluate("document.querySelector('iframe').remove()")
        await page.goto(f"{door.origin}/console/sign-out")  # the control: looked at openly it is there
        assert "Haven" in await page.content()


async def test_every_answer_says_what_the_browser_may_not_do(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    lotte, seen = await desk.browser("lotte"), set()
    monkeypatch.setattr(desk.parts.store, "queue", None)  # so that one route breaks
    async with opened_to_all(desk) as door, door.client(lotte) as hers, door.client() as nobodys:
        for client in (hers, nobodys):
            for method, path in (route.split(" ", 1) for route in (*RULES, "GET /console/x", "PUT /console/")):
                if path.endswith(("sign-out", "live")):
                    continue  # one ends what is tried here, the other has no end
                for body in ({}, {"x": 1}):
                    json = body if method == "POST" else None
                    answer = await client.request(method, filled(f"{method} {path}"), json=json)
                    seen.add(answer.status_code)
                    assert answer.headers.get_list("content-security-policy") == [CSP], path
                    assert answer.headers["x-frame-options"] == "DENY"
                    assert answer.headers["x-content-type-options"] == "nosniff"
                    assert answer.headers.get_list("cache-control") == ["no-store"], path
                    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
                    assert not [name for name in answer.headers if name.startswith("access-control")]
        long = await hers.post("/console/api/me", content=b"x" * 70_000)
        elsewhere = await hers.get("/console/", headers={"host": "evil.example"})
        seen |= {long.status_code, elsewhere.status_code}
        assert CSP == long.headers["content-security-policy"] == elsewhere.headers["content-security-policy"]
        assert seen >= {200, 303, 401, 403, 404, 405, 410, 413, 421, 422, 503}
        door.broken.clear()


async def test_every_cookie_is_for_this_house_alone_and_out_of_reach(desk: Desk) -> None:
    lotte = await desk.browser("lotte")
    async with opened_to_all(desk) as door, door.client(lotte) as hers, door.client() as nobodys:
        assert lotte.staff is not None
        way = door.way_in(lotte.staff.id)
        for answer in (
            await nobodys.get(way),
            await hers.post("/console/step-up"),
            await hers.post("/console/sign-out"),
        ):
            (cookie,) = answer.headers.get_list("set-cookie")
            attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
            assert cookie.startswith("__Host-haven=")
            assert {"httponly", "secure", "path=/", "samesite=strict"} <= attributes
            assert not any(part.startswith("domain") for part in attributes)
