"""Tricks that once went further than they should have, each kept out for good."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from console.guarding import Guarded
from helpline.errors import BadAsk
from helpline.people import alias_of
from tests.bot.asgi import call
from tests.console.attack.mischief import places
from tests.console.attack.open_house import opened_to_all
from tests.console.desk import Desk, opened
from tests.postgres import apart, emptied


async def _nothing(scope: Any, receive: Any, send: Any) -> None:
    raise AssertionError("nobody gets this far")


@pytest.mark.parametrize(
    "path", ["/console/\r\nset-cookie: x=y", "/console/\n\nhello", "/console/\u202e", "/console/?x"]
)
async def test_a_path_with_a_line_break_adds_no_line_to_the_demos_answer(path: str) -> None:
    gate = Guarded(_nothing, "http://localhost:8080", True, lambda error: None)
    led = await call(gate, "GET", path, [(b"host", b"127.0.0.1:8080")])
    location = led.headers[b"location"].decode()
    assert (led.status, location.isprintable()) == (307, True)
    assert httpx.URL(location).host == "localhost"
    assert httpx.URL(location).path == path


async def test_a_host_that_is_no_name_is_refused_like_any_other() -> None:
    for demo in (True, False):
        gate = Guarded(_nothing, "http://localhost:8080", demo, lambda error: None)
        for host in (b"[::1", b"[", b"]:8080", b"\xff:1", b"[::1]x:8080"):
            assert (await call(gate, "GET", "/console/", [(b"host", host)])).status == 421
        for length in (b"9" * 5000, b"-1", b"0x1", b"1e3", "²".encode("latin-1")):
            said = await call(gate, "POST", "/console/", [(b"host", b"localhost:8080"), (b"content-length", length)])
            assert said.status == 413


async def test_another_page_on_this_machine_opens_no_line(desk: Desk) -> None:
    """To a browser it is of the same site, so her cookie comes along; she would seem to be there."""
    lotte = await desk.browser("lotte")
    async with opened_to_all(desk) as door:
        for site in ("same-site", "cross-site"):
            async with door.client(lotte, **{"sec-fetch-site": site}) as client:
                for path in ("/console/api/live", "/console/api/me", "/console/api/queue"):
                    assert (await client.get(path)).json()["refusal"] == "cross_site"
                assert (await client.get("/console/sign-out")).status_code == 200, "a link to a page is followed"
        assert not desk.parts.office.hub.lines


@pytest.mark.parametrize(
    "alias",
    ["", " ", "\u3164\u3164", "\u115f", "\u2800", "\u0301\u0302", "...", "\u202eettoL", "Lo\u200btte", "a" * 41],
)
def test_nobody_is_called_something_that_cannot_be_seen(alias: str) -> None:
    with pytest.raises(BadAsk):
        alias_of(alias)
    assert alias_of("Zoë 2") == "Zoë 2"


async def test_signs_that_postgresql_does_not_know_are_no_trouble(
    postgres_urls: tuple[str, str], tmp_path: Path
) -> None:
    """It has no text with a zero in it; a stranger who types one must not look like a broken database."""
    apart(emptied(*postgres_urls))
    where = {"HAVEN_DATABASE_URL": postgres_urls[0], "HAVEN_KEYSTORE_URL": postgres_urls[1]}
    async with opened(tmp_path, **where) as desk:
        lotte, stranger = await desk.browser("lotte"), desk.stranger()
        form = {"content-type": "application/x-www-form-urlencoded"}
        typed = await stranger.ask("POST", "/console/sign-in", b"login=an%00&passphrase=x&code=1", headers=form)
        assert typed.status == 403
        for place in places():
            assert (await lotte.get("/console/api/queue", after=place)).status == 200, place
        assert (await lotte.get("/console/api/queue", number="\x00")).status == 200
        assert "trouble" not in desk.log.getvalue()
        assert "console_failed" not in desk.log.getvalue()
