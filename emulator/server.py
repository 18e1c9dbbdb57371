"""The emulator as a whole: start it, hand out phones, stop it."""

from __future__ import annotations

import asyncio
import socket
from typing import Any, Self

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from emulator import groups
from emulator.bot_api import BotApi, Receive, Scope, Send
from emulator.calls import Calls
from emulator.control import make_control
from emulator.door import is_loopback
from emulator.phone import PATIENCE, Phone
from emulator.telegram import Telegram
from emulator.updates import Delivered


class _Protocol(HttpToolsProtocol):
    """Hands the line itself to the application, so that a fault can cut it."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["emulator.transport"] = self.transport  # type: ignore[typeddict-unknown-key]


class Emulator:
    """A Bot API server and its phones, on loopback only.

    `limits`: refuse what is sent too fast. `pace`: factor on the pauses between webhook attempts.
    `one_line_per_chat`: one webhook line for all of a chat; Telegram itself gives presses a line of their own.
    Raises ValueError for a host that is not loopback."""

    def __init__(
        self,
        token: str = "123456:demo",  # noqa: S107 - a token of nobody: the emulator is on loopback
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        limits: bool = False,
        pace: float = 1.0,
        one_line_per_chat: bool = False,
    ) -> None:
        if not is_loopback(host):
            raise ValueError("the emulator listens on loopback only: it knows no passwords")
        self.bot_token = token
        self._host, self._port = host, port
        self.telegram = Telegram(token, limits=limits)
        self._calls = Calls(self.telegram, pace=pace, one_line_per_chat=one_line_per_chat)
        self._bot_api = BotApi(self._calls)
        self.phones: dict[int, Phone] = {}
        self._control = make_control(self)
        self._server: uvicorn.Server | None = None
        self.ledger, self.updates = self.telegram.ledger, self.telegram.updates
        self.faults, self.clock = self.telegram.faults, self.telegram.clock

    # running

    @property
    def url(self) -> str:
        return f"http://{self._host if ':' not in self._host else f'[{self._host}]'}:{self._port}"

    async def start(self) -> None:
        """Listen. The port is known before this returns."""
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        # Named TCP, so that asyncio sends each answer at once instead of waiting 40 ms for the other side's nod.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((self._host, self._port))
        self._port = listening.getsockname()[1]
        config = uvicorn.Config(
            self._app,
            http=_Protocol,
            ws="none",
            lifespan="off",
            interface="asgi3",
            proxy_headers=False,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
            server_header=False,
        )
        config.load()
        self._server = uvicorn.Server(config)
        self._server.lifespan = config.lifespan_class(config)
        await self._server.startup(sockets=[listening])

    async def stop(self) -> None:
        """Close every wait, every line, every page."""
        self.telegram.news.close()
        self._calls.polling.wake()
        await self._calls.webhook.stop()
        self._bot_api.close()
        if self._server is not None:
            await _close(self._server)
            self._server = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith(("/bot", "/file/bot")):
            return await self._bot_api(scope, receive, send)
        return await self._control(scope, receive, send)

    # people and places

    def phone(self, language: str | None = "en", name: str | None = None) -> Phone:
        """A new contact with a phone set to this language; the bot may write to it at once."""
        number = len(self.phones) + 1
        chat = self.telegram.new_chat(
            "private", name or f"Contact {number}", language=language, username=f"contact_{number}"
        )
        phone = self.phones[chat.id] = Phone(self.telegram, chat)
        return phone

    def group_says(self, text: str, *, kind: str = "supergroup") -> int:
        return groups.says(self.telegram, text, kind=kind)

    def channel_post(self, text: str) -> int:
        return groups.says(self.telegram, text, kind="channel")

    def other_bot_says(self, text: str) -> int:
        return groups.says(self.telegram, text, from_bot=True)

    def group_adds_bot(self, *, kind: str = "group") -> int:
        return groups.adds_bot(self.telegram, kind=kind)

    def raw_update(self, body: dict[str, Any], chat_id: int | None = None) -> Delivered:
        """Queue anything at all as an update. A press in it becomes answerable."""
        press = body.get("callback_query")
        if isinstance(press, dict) and isinstance(press.get("id"), str):
            query = self.telegram.new_query(chat_id or 0, None)
            self.telegram.queries[press["id"]] = query
        return self.updates.make_raw(body, chat_id if chat_id is not None else _chat_in(body))

    async def settled(self, timeout: float = PATIENCE) -> None:
        """Wait until every update made so far is confirmed or dropped. Raises TimeoutError."""
        async with asyncio.timeout(timeout):
            while self.updates.pending:
                if not await self.telegram.news.next(0.2):
                    self.updates.waiting()  # drops what is too old


async def _close(server: uvicorn.Server) -> None:
    """Close the lines: idle ones at once, busy ones after their answer, what is left after a second by force."""
    state = server.server_state
    for listening in server.servers:
        listening.close()
    for connection in list(state.connections):
        connection.shutdown()
    for _ in range(200):
        if not state.connections and not state.tasks:
            return
        await asyncio.sleep(0.005)
    for task in state.tasks:
        task.cancel()
    for connection in list(state.connections):
        connection.transport.abort()


def _chat_in(body: dict[str, Any]) -> int | None:
    """The chat an update speaks of, where there is one to find."""
    for payload in body.values():
        place = payload.get("message", payload) if isinstance(payload, dict) else None
        chat = place.get("chat") if isinstance(place, dict) else None
        if isinstance(chat, dict) and isinstance(chat.get("id"), int):
            return int(chat["id"])
    return None
