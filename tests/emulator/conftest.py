"""An emulator for each test, and the two libraries that keep it honest."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest_asyncio
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from emulator.server import Emulator


@pytest_asyncio.fixture
async def emulator() -> AsyncIterator[Emulator]:
    """Pauses between webhook attempts are shortened a hundredfold; what they are is tested by their number."""
    async with Emulator(pace=0.01) as started:
        yield started


@pytest_asyncio.fixture
async def bot(emulator: Emulator) -> AsyncIterator[Bot]:
    """aiogram's client, unmodified."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(emulator.url))
    async with Bot(emulator.bot_token, session=session) as client:
        yield client


class Wire:
    """Calls the Bot API with plain HTTP, as no library would."""

    def __init__(self, emulator: Emulator, http: httpx.AsyncClient) -> None:
        self.emulator, self.http = emulator, http

    async def __call__(self, method: str, **params: Any) -> dict[str, Any]:
        answer = await self.http.post(f"{self.emulator.url}/bot{self.emulator.bot_token}/{method}", json=params)
        body: dict[str, Any] = answer.json()
        assert body["ok"] == (answer.status_code == 200)
        return body

    async def result(self, method: str, **params: Any) -> Any:
        body = await self(method, **params)
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, **params: Any) -> str:
        body = await self(method, **params)
        assert not body["ok"], body
        return str(body["description"])


@pytest_asyncio.fixture
async def wire(emulator: Emulator) -> AsyncIterator[Wire]:
    async with httpx.AsyncClient(timeout=60) as http:
        yield Wire(emulator, http)


class Site:
    """A web server of the bot's own, which answers the webhook as a test tells it to."""

    def __init__(self) -> None:
        self.url = ""
        self.received: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.answer: Any = None  # an async function from (update) to an aiohttp response; None: 200

    async def receive(self, request: Any) -> Any:
        from aiohttp import web

        update = await request.json()
        self.received.append(update)
        self.headers.append(dict(request.headers))
        return await self.answer(update) if self.answer else web.Response()


@pytest_asyncio.fixture
async def site() -> AsyncIterator[Site]:
    from aiohttp import web

    started = Site()
    app = web.Application()
    app.router.add_post("/hook", started.receive)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    started.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield started
    await runner.cleanup()
