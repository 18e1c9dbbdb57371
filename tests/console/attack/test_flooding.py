"""Too much of everything: bodies without end, lines without number, storms at the door. Colleagues go on working."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import httpx
import pytest
from argon2 import PasswordHasher

from console.guarding import MOST_BODY
from console.hub import MOST_LINES
from haven import guard
from storage.passphrases import AT_ONCE, MOST_WAITING, Passphrases
from tests.console.attack.open_house import Door, opened_to_all
from tests.console.desk import Browser, Desk
from tests.soon import counting


async def works_on(door: Door, colleague: Browser) -> None:
    """A colleague's page still answers, at once."""
    async with door.client(colleague) as client, counting() as counted:
        assert (await client.get("/console/api/queue")).status_code == 200
    assert counted.seconds < 2


# ── bodies ────────────────────────────────────────────────────────────────────────────────────────────────────────
async def test_a_body_without_end_is_cut_off_long_before_its_end(desk: Desk) -> None:
    lotte, sent = await desk.browser("lotte"), 0
    case = await desk.case(staff=lotte.staff)

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(2000):  # 16 MB, should anybody want them all
            sent += 8192
            yield b'["x",' * 1638 + b"  "
            await asyncio.sleep(0)

    async with opened_to_all(desk) as door, door.client(lotte) as client:
        for path in (f"/console/api/cases/{case}/act", "/console/sign-in", "/console/sign-in/passkey/verify"):
            sent = 0
            kind = "application/x-www-form-urlencoded" if path.endswith("sign-in") else "application/json"
            with contextlib.suppress(httpx.TransportError):  # the connection may be closed while we still talk
                answer = await client.post(path, content=endless(), headers={"content-type": kind})
                assert answer.status_code in (400, 413), path
            assert sent < 4 << 20, path
        long = await client.post("/console/api/me", content=b" " * (MOST_BODY + 1))
        assert (long.status_code, long.json()["refusal"]) == (413, "too_long")
        assert (await client.post("/console/api/me", content=b"{}" + b" " * (MOST_BODY - 2))).status_code in (200, 422)
        await works_on(door, lotte)


async def test_bodies_that_never_come_are_not_waited_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "COMPLETE", 0.3)
    lotte = await desk.browser("lotte")
    async with opened_to_all(desk) as door:
        place = urlsplit(door.origin)
        head = (
            f"POST /console/sign-in HTTP/1.1\r\nhost: {place.netloc}\r\norigin: {door.origin}\r\n"
            "content-type: application/x-www-form-urlencoded\r\ncontent-length: 60000\r\n\r\nlogin="
        )
        open_ones = []
        for _ in range(100):
            reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
            writer.write(head.encode())
            open_ones.append((reader, writer))
        await works_on(door, lotte)
        async with asyncio.timeout(30):
            for reader, writer in open_ones:
                assert b"200" not in await reader.read()
                writer.close()
        await works_on(door, lotte)


# ── lines ─────────────────────────────────────────────────────────────────────────────────────────────────────────
async def test_no_sign_in_has_more_lines_than_a_person_has_tabs(desk: Desk) -> None:
    greedy, lotte = await desk.browser("greedy"), await desk.browser("lotte")
    hub = desk.parts.office.hub
    async with (
        opened_to_all(desk) as door,
        door.client(greedy) as client,
        door.client(lotte) as hers,
        hers.stream("GET", "/console/api/live") as first,
    ):
        told = first.aiter_bytes()
        assert b"hello" in await anext(told)
        opened = [
            await client.send(client.build_request("GET", "/console/api/live"), stream=True)
            for _ in range(MOST_LINES + 40)
        ]
        assert len(hub.lines) <= MOST_LINES + 1
        await works_on(door, lotte)
        case = (await desk.case()).encode()
        async with asyncio.timeout(30):
            while case not in await anext(told):  # hers is not among those that had to go
                pass
        for one in opened:
            await one.aclose()
        await desk.until(lambda: len(hub.lines) == 1)


async def test_whoever_comes_and_goes_hundreds_of_times_leaves_nothing_behind(desk: Desk) -> None:
    lotte = await desk.browser("lotte")
    hub, seen = desk.parts.office.hub, []
    async with opened_to_all(desk) as door, door.client(lotte) as client:

        async def comes_and_goes() -> None:
            for _ in range(30):
                async with client.stream("GET", "/console/api/live", headers={"last-event-id": "0"}) as answer:
                    assert answer.status_code == 200
                seen.append(len(hub.lines))

        await asyncio.gather(*(comes_and_goes() for _ in range(10)))
        assert len(seen) == 300
        assert max(seen) <= MOST_LINES
        await desk.until(lambda: not hub.lines)
        await works_on(door, lotte)
    assert "console_failed" not in desk.log.getvalue()


# ── the door ──────────────────────────────────────────────────────────────────────────────────────────────────────
class Weighed(PasswordHasher):
    """As slow as a real one, without its memory; `most`: so many were at work at once."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.most, self._now, self._lock = 0, 0, threading.Lock()

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        time.sleep(0.02)
        try:
            return super().verify(hash, password)  # type: ignore[return-value]
        finally:
            with self._lock:
                self._now -= 1


async def test_a_storm_of_sign_ins_takes_the_memory_of_two(desk: Desk) -> None:
    """Each real one takes 64 MiB: few are looked at together, few wait, and the rest are told to come again."""
    weighed, lotte = Weighed(), await desk.browser("lotte")
    desk.parts.store.people.passphrases = Passphrases(weighed)
    async with opened_to_all(desk) as door, door.client() as client:

        async def tries(number: int) -> int:
            form = {"login": f"login{number}", "passphrase": "x" * 250, "code": "1"}
            return (await client.post("/console/sign-in", data=form)).status_code

        storm = asyncio.gather(*(tries(number) for number in range(100)))
        await works_on(door, lotte)
        said = await storm
    assert set(said) == {403, 429}
    assert said.count(403) >= MOST_WAITING
    assert 1 <= weighed.most <= AT_ONCE
