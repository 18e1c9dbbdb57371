"""The page on which hashes are made, on the real wire: what opens it, what it may ask, and who is turned away."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import aiohttp
import orjson
import pytest

from emulator.phone import Phone
from emulator.server import Emulator
from tests.haven.running import RunningHouse, running, settings_for
from tests.road import press, to_the_queue

PDQ, OTHER, MD5 = "0123456789abcdef" * 4, "f0" * 32, "ab" * 16
NOT_GOOD = (401, b'{"refusal":"not_good"}')
LINK = re.compile(r"(\S+)/hashes#(\S+)")
#: A page on an address of its own, http on loopback as in these tests; the rest is as it is everywhere.
CSP = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' blob:;"
    " connect-src {origin}/api/hashes; form-action 'none'; base-uri 'none'; frame-ancestors https://web.telegram.org;"
    " sandbox allow-scripts allow-same-origin"
)


def made(value: str = PDQ, *more: dict[str, Any]) -> dict[str, Any]:
    """One picture, as the page tells it."""
    hashes = [{"label": "pdq", "value": value, "quality": 87}, *more]
    return {"kind": "image", "size": "1-10MB", "tool": "haven-page 1", "hashes": hashes, "adults": True}


@dataclass
class Making:
    """Somebody whose case waits in a queue, and who would like to make hashes."""

    house: RunningHouse
    phone: Phone
    folder: Path
    said: str = ""

    async def asks_for_the_page(self) -> str:
        """The secret in the address she gets."""
        await self.phone.says("/hash")
        return await self.secret()

    async def secret(self) -> str:
        async with asyncio.timeout(20):
            while (found := LINK.search((await self.phone.sees("/hashes#")).text)) is None or found[2] == self.said:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        self.said = found[2]
        assert found[1] == self.house.settings.public_url
        return found[2]

    async def asks(self, body: Any, path: str = "/api/hashes", **headers: str) -> tuple[int, bytes]:
        told = {"origin": self.house.address} | headers
        data = body if isinstance(body, bytes) else orjson.dumps(body)
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.house.address + path, data=data, headers=told) as answer,
        ):
            return answer.status, await answer.read()

    async def does(self, **act: Any) -> Any:
        """What comes of an act that is good."""
        status, body = await self.asks(act)
        assert status == 200, body
        return orjson.loads(body)

    async def opens(self) -> str:
        leave = await self.does(act="open", secret=self.said)
        assert (leave["files"], leave["seconds"]) == (20, 3600)
        return str(leave["session"])


@asynccontextmanager
async def making(folder: Path, mode: str = "webhook") -> AsyncIterator[Making]:
    async with Emulator() as emulator:
        async with running(settings_for(emulator, folder, mode), emulator) as house:
            phone = emulator.phone(language="en")
            await to_the_queue(phone)
            await phone.sees("Your PIN:")
            if mode == "webhook":
                await phone.says("/hash")
                await press(phone, "Yes, keep them")
            one = Making(house, phone, folder)
            if mode == "webhook":
                await one.secret()
            yield one


@pytest.fixture
async def hers(tmp_path: Path) -> AsyncIterator[Making]:
    async with making(tmp_path) as one:
        yield one


async def test_what_the_page_sends_is_kept_once_and_the_chat_says_so(hers: Making) -> None:
    session = await hers.opens()
    files = [made(PDQ, {"label": "md5", "value": MD5}), made(OTHER)]
    assert await hers.does(act="keep", session=session, files=files) == {"kept": 3, "known": 0, "files": 18}
    await hers.phone.sees("3 fingerprints received")
    assert await hers.does(act="keep", session=session, files=files) == {"kept": 0, "known": 3, "files": 18}
    moved = await hers.does(act="again", session=session)
    assert await hers.asks({"act": "keep", "session": session, "files": files}) == NOT_GOOD
    leave = await hers.does(act="open", secret=moved["secret"])
    assert (leave["files"], 3590 <= leave["seconds"] <= 3600) == (18, True)
    assert await hers.asks({"act": "keep", "session": leave["session"], "files": [made() | {"name": "x"}]}) == (
        422,
        b'{"refusal":"bad_hashes"}',
    )
