"""Somebody in a running house who makes hashes on her own device, and asks as the page does."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import orjson
from aiohttp import ClientSession

from emulator.phone import Phone
from emulator.server import Emulator
from tests.haven.running import RunningHouse, running, settings_for
from tests.road import press, to_the_queue

PDQ, OTHER, MD5 = "0123456789abcdef" * 4, "f0" * 32, "ab" * 16
LINK = re.compile(r"(\S+)/hashes#(\S+)")


@dataclass(frozen=True)
class Asked:
    """What came back."""

    status: int
    body: bytes
    headers: Mapping[str, str]


def made(value: str = PDQ, *more: dict[str, Any]) -> dict[str, Any]:
    """One picture, as the page tells it."""
    hashes = [{"label": "pdq", "value": value, "quality": 87}, *more]
    return {"kind": "image", "size": "1-10MB", "tool": "haven-page 1", "hashes": hashes, "adults": True}


@dataclass
class Making:
    """Somebody whose case waits in a queue, who agreed to keeping hashes. `said`: the newest secret she was given."""

    house: RunningHouse
    phone: Phone
    folder: Path
    said: str = ""

    async def asks_for_the_page(self) -> str:
        """The secret in the address she gets."""
        await self.phone.says("/hash")
        return await self.secret()

    async def secret(self) -> str:
        async with asyncio.timeout(60):
            while (found := LINK.search((await self.phone.sees("/hashes#")).text)) is None or found[2] == self.said:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        self.said = found[2]
        assert found[1] == self.house.settings.public_url
        return found[2]

    def launch(self) -> str:
        """What Telegram signs when she presses the button now."""
        return unquote(self.phone.opens("Open the page").partition("tgWebAppData=")[2].partition("&")[0])

    async def asks(self, body: Any, method: str = "POST", path: str = "/api/hashes", **headers: str) -> Asked:
        told = {"origin": self.house.address} | headers
        data = body if isinstance(body, bytes | AsyncIterator) else orjson.dumps(body)
        where = self.house.address + path
        async with ClientSession() as session, session.request(method, where, data=data, headers=told) as answer:
            return Asked(answer.status, await answer.read(), answer.headers)

    async def does(self, **act: Any) -> Any:
        """What comes of an act that is good."""
        asked = await self.asks(act)
        assert asked.status == 200, asked.body
        return orjson.loads(asked.body)

    async def opens(self) -> str:
        """The session of a page that has just been opened."""
        leave = await self.does(act="open", secret=self.said)
        assert (leave["files"], 3590 <= leave["seconds"] <= 3600) == (20, True)
        return str(leave["session"])


@asynccontextmanager
async def making(folder: Path, mode: str = "webhook") -> AsyncIterator[Making]:
    async with Emulator() as emulator, running(settings_for(emulator, folder, mode), emulator) as house:
        phone = emulator.phone(language="en")
        await to_the_queue(phone)
        await phone.sees("Your PIN:")
        one = Making(house, phone, folder)
        if mode == "webhook":
            await phone.says("/hash")
            await press(phone, "Yes, keep them")
            await one.secret()
        yield one
