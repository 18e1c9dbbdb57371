"""The gate: who asks from elsewhere is turned away, and every answer says what the browser may not do."""

from __future__ import annotations

from typing import Any

import pytest

from console.guarding import MOST_BODY, Guarded
from tests.bot.asgi import call
from tests.console.desk import ORIGIN, Browser, Desk
from tests.console.matrix import RULES, body_of, filled

HTTPS = "https://desk.example"


async def test_what_comes_from_elsewhere_changes_nothing(desk: Desk) -> None:
    lotte = await desk.browser("lotte")
    case = await desk.case()
    path, body = f"/console/api/cases/{case}/act", {"verb": "take_over"}
    for headers in (
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://localhost:8081"},
        {"origin": "http://localhost:8080.evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ):
        refused = await lotte.ask("POST", path, body, headers=headers)
        assert (refused.status, refused.json["refusal"]) == (403, "cross_site"), headers
    assert (await desk.parts.store.rows((case,)))[0].holder.kind == "queue"
    done = await lotte.ask("POST", path, body, headers={"sec-fetch-site": "same-origin"})
    assert done.json["fresh"]
    assert (await desk.parts.store.rows((case,)))[0].holder.kind == "staff"


async def test_every_route_is_behind_the_gate(desk: Desk) -> None:
    lotte = await desk.browser("lotte")
    for route in RULES:
        method, path = route.partition(" ")[0], filled(route)
        if "/live" in path:
            continue
        here = await lotte.ask(method, path, body_of(route))
        assert here.status not in (421, 500), route
        assert b"default-src 'none'" in here.headers[b"content-security-policy"]
        assert here.headers[b"cache-control"] == b"no-store"
        assert here.headers[b"x-content-type-options"] == b"nosniff"
        assert (await lotte.ask(method, path, body_of(route), headers={"host": "evil.example"})).status == 421
        if method == "POST":
            assert (
                await lotte.ask(method, path, body_of(route), headers={"origin": "https://evil.example"})
            ).status == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
async def test_no_other_method_gets_through(desk: Desk, method: str) -> None:
    lotte = await desk.browser("lotte")
    assert (await lotte.ask(method, "/console/api/me", {})).status == 405


async def test_a_body_beyond_measure_is_cut_off_whether_it_says_so_or_not(desk: Desk) -> None:
    lotte = await desk.browser("lotte")
    case = await desk.case(staff=lotte.staff)
    path = f"/console/api/cases/{case}/act"
    much = b'{"verb":"reply","id":"abcdefghijkl","text":"' + b"x" * MOST_BODY + b'"}'
    assert (await lotte.ask("POST", path, much, headers={"content-length": str(len(much))})).status == 413
    assert (await lotte.ask("POST", path, much)).status in (400, 413)
    assert (await lotte.ask("POST", path, {}, headers={"content-length": "-1"})).status == 413


async def test_where_the_framework_describes_itself_there_is_nothing(desk: Desk) -> None:
    lotte = await desk.browser("lotte")
    for path in ("/console/docs", "/console/redoc", "/console/openapi.json", "/docs", "/openapi.json", "/console/api/"):
        assert (await lotte.get(path)).status == 404, path


async def answering(status: int, headers: list[tuple[bytes, bytes]], guard: dict[str, Any], path: str) -> Any:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    gate = Guarded(app, guard.get("origin", ORIGIN), guard.get("demo", False), lambda error: None)
    host = guard.get("host", "localhost:8080").encode()
    return await call(gate, "GET", path, [(b"host", host)])


async def test_built_files_are_kept_and_nothing_else_is() -> None:
    asset = await answering(200, [(b"cache-control", b"public")], {}, "/console/assets/main-abc.js")
    assert b"immutable" in asset.headers[b"cache-control"]
    missing = await answering(404, [], {}, "/console/assets/gone.js")
    page = await answering(200, [(b"cache-control", b"public"), (b"server", b"x")], {}, "/console/")
    assert missing.headers[b"cache-control"] == page.headers[b"cache-control"] == b"no-store"
    assert b"server" not in page.headers


async def test_over_an_encrypted_line_the_browser_is_told_to_stay_on_it() -> None:
    kept = await answering(200, [], {"origin": HTTPS, "host": "desk.example"}, "/console/")
    plain = await answering(200, [], {}, "/console/")
    assert b"max-age" in kept.headers[b"strict-transport-security"]
    assert b"strict-transport-security" not in plain.headers


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1:8080", 307), ("[::1]:8080", 307), ("evil.example", 421)])
async def test_the_demo_leads_this_machines_other_names_to_its_own(host: str, status: int) -> None:
    led = await answering(200, [], {"demo": True, "host": host}, "/console/")
    assert led.status == status
    assert led.headers.get(b"location") == (b"http://localhost:8080/console/" if status == 307 else None)
    assert (await answering(200, [], {"host": host}, "/console/")).status == 421


async def test_what_no_route_foresaw_is_told_without_its_words() -> None:
    heard: list[BaseException] = []

    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("canary")

    answered = await call(
        Guarded(broken, ORIGIN, False, heard.append), "GET", "/console/", [(b"host", b"localhost:8080")]
    )
    assert (answered.status, b"canary" in answered.body) == (503, False)
    assert [str(error) for error in heard] == ["canary"]


async def test_trouble_in_storage_is_said_in_one_word_and_noted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    lotte = await desk.browser("lotte")

    async def broken(*_: object) -> None:
        raise RuntimeError("canary")

    monkeypatch.setattr(desk.parts.store, "queue", broken)
    answered = await lotte.get("/console/api/queue")
    assert (answered.status, answered.json) == (503, {"refusal": "trouble", "about": {}})
    assert "console_failed" in desk.log.getvalue()
    assert "canary" not in desk.log.getvalue()


async def test_a_cookie_said_twice_lets_nobody_in_by_the_second(desk: Desk) -> None:
    lotte = await desk.browser("lotte")
    assert (await lotte.get("/console/api/me")).status == 200
    assert (await Browser(desk.parts, cookie=lotte.cookie[:-1]).get("/console/api/me")).status == 401
