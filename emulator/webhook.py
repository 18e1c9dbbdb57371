"""The webhook: the emulator brings updates to the bot, in order, and brings them again until it says 2xx."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import orjson

from emulator.door import is_loopback
from emulator.errors import ApiError, bad_request
from emulator.post import Answer, Post
from emulator.telegram import Telegram
from emulator.updates import Delivered
from emulator.wire import read_raw

_PATIENCE = 60.0  # seconds until an answer counts as missing
_LONGEST_PAUSE = 60
_NOT_IN_AN_ANSWER = ("get", "setwebhook", "deletewebhook", "close", "logout")

Line = tuple[str, int]
Call = Callable[[str, dict[str, Any]], Awaitable[None]]


class Webhook:
    """One line per chat (and, as on Telegram, one of its own for the presses): only its head is in flight.

    `pace` stretches or shortens every pause between attempts; `call` carries out a method that stands in an answer."""

    def __init__(self, telegram: Telegram, call: Call, *, pace: float = 1.0, one_line_per_chat: bool = False) -> None:
        self._telegram = telegram
        self._call = call
        self._pace = pace
        self._one_line = one_line_per_chat
        self._post = Post()
        self._lines: dict[Line, deque[Delivered]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(40)
        self.url = ""
        self.max_connections = 40
        self._secret = ""
        self._last_error: tuple[int, str] | None = None

    # the three methods

    async def set(self, params: dict[str, Any]) -> bool:
        if not params["url"]:
            return await self.delete(params)
        _check(params["url"])
        secret = params.get("secret_token", "")
        if len(secret) > 256:
            raise bad_request("secret token is too long")
        if re.search(r"[^A-Za-z0-9_-]", secret):
            raise bad_request("secret token contains unallowed characters")
        most = params.get("max_connections", 40)
        await self.stop()
        self._telegram.updates.allow(params.get("allowed_updates"))
        if params.get("drop_pending_updates"):
            self._telegram.updates.forget_all()
        self.max_connections = min(max(most, 1), 100)
        self._slots = asyncio.Semaphore(self.max_connections)
        self.url, self._secret, self._last_error = params["url"], secret, None
        for update in self._telegram.updates.waiting():
            self.offer(update)
        return True

    async def delete(self, params: dict[str, Any]) -> bool:
        await self.stop()
        self.url = ""
        if params.get("drop_pending_updates"):
            self._telegram.updates.forget_all()
        return True

    async def info(self, _: dict[str, Any]) -> dict[str, Any]:
        updates = self._telegram.updates
        body: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(updates.waiting()),
        }
        if self.url:
            body |= {"max_connections": self.max_connections, "ip_address": "127.0.0.1"}
        if self._last_error:
            body["last_error_date"], body["last_error_message"] = self._last_error
        if updates.allowed is not None:
            body["allowed_updates"] = sorted(updates.allowed)
        return body

    # delivery

    def offer(self, update: Delivered) -> None:
        """Put an update into its line; starts to work the line off when nobody does."""
        if not self.url:
            return
        key = ("chat", update.line[1]) if self._one_line else update.line
        line = self._lines.get(key)
        if line is not None:
            line.append(update)
            return
        self._lines[key] = deque([update])
        task = asyncio.create_task(self._work_off(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Stop delivering; what is not confirmed stays pending."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._lines.clear()
        self._post.close()

    async def _work_off(self, key: Line) -> None:
        line = self._lines[key]
        while line:
            await self._deliver(line[0])
            line.popleft()
        self._lines.pop(key, None)

    async def _deliver(self, update: Delivered) -> None:
        """Attempt until 2xx or until it is too old: at once, at once again, then after 2, 4, 8 … seconds."""
        fails, pause = 0, 1
        while update.update_id in self._telegram.updates.pending:
            if self._telegram.clock.now() >= update.expires_at:
                return self._telegram.updates.forget(update, "expired")
            async with self._slots:
                answer = await self._attempt(update)
            if answer is not None and 200 <= answer.status <= 299:
                self._telegram.updates.confirm(update)
                return await self._obey(answer)
            wait = _retry_after(answer)
            if not wait and fails:
                wait = pause = min(pause * 2, _LONGEST_PAUSE)
            fails += 1
            if self._telegram.clock.now() + timedelta(seconds=wait) > update.expires_at:
                return self._telegram.updates.forget(update, "expired")
            await asyncio.sleep(wait * self._pace)
        return None

    async def _attempt(self, update: Delivered) -> Answer | None:
        update.attempts += 1
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self._secret
        try:
            answer = await self._post.send(self.url, orjson.dumps(update.payload), headers, _PATIENCE)
        except (OSError, EOFError, TimeoutError, ValueError) as problem:
            self._failed("Connection refused" if isinstance(problem, ConnectionRefusedError) else "Connection closed")
            return None
        if not 200 <= answer.status <= 299:
            self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
        return answer

    def _failed(self, why: str) -> None:
        self._last_error = (self._telegram.clock.unix(), why)
        self._telegram.news.tell("webhook")

    async def _obey(self, answer: Answer) -> None:
        """The answer to an update may hold one call; its result is told to nobody."""
        if not answer.body:
            return
        try:
            raw = read_raw(b"", answer.headers.get("content-type", "").encode("latin-1"), answer.body)
        except ApiError:
            return
        method = str(raw.pop("method", "")).lower()
        if method and not method.startswith(_NOT_IN_AN_ANSWER):
            await self._call(method, raw)


def _check(url: str) -> None:
    """Raises ApiError where updates could not go, or must not: what people type in the demo stays on this machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise bad_request("bad webhook: the URL is invalid") from None
    if parts.scheme not in ("http", "https") or not host:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not is_loopback(host):
        raise bad_request("bad webhook: the emulator calls this machine only (127.0.0.1, ::1 or localhost)")


def _retry_after(answer: Answer | None) -> int:
    given = answer.headers.get("retry-after", "") if answer is not None else ""
    return min(int(given), 3600) if given.isdigit() else 0
