"""A file sent into a chat: straight and not by way of the outbox, since it is made for this moment alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bot.telegram.api import Answer, BotApi
from bot.telegram.wire import NotWritten, Unclear
from helpline.contact import Address

#: Seconds an upload may take; how often it is tried; how long is waited at most before it is tried again.
UPLOAD, TRIES, LONGEST_WAIT = 60.0, 4, 30.0


@dataclass(frozen=True, repr=False)
class Document:
    """`name`: as it is saved; `caption`: what stands under it."""

    name: str
    content: bytes
    caption: str

    def __repr__(self) -> str:
        return f"Document({len(self.content)} bytes)"


class Documents:
    """`told` hears of trouble by code."""

    def __init__(self, api: BotApi, told: Callable[[str], None]) -> None:
        self._api, self._told = api, told

    async def send(self, address: Address, document: Document) -> int | None:
        """The id of its message; None where it did not arrive, or nobody knows whether it did: it is never sent
        twice."""
        for attempt in range(TRIES):
            try:
                answer = await self._upload(address, document)
            except NotWritten:
                await asyncio.sleep(2**attempt)
                continue
            except Unclear:
                self._told("send_ambiguous")
                return None
            if answer.code == 200:
                number = answer.result.get("message_id") if isinstance(answer.result, dict) else None
                return number if isinstance(number, int) else None
            if answer.code != 429 and answer.code < 500:
                self._told("send_refused")
                return None
            await asyncio.sleep(min(LONGEST_WAIT, answer.retry_after or 2**attempt))
        return None

    async def _upload(self, address: Address, document: Document) -> Answer:
        """Raises NotWritten and Unclear."""
        params = {
            "chat_id": address.plain,
            "caption": document.caption,
            "disable_content_type_detection": "true",
        }
        file = (document.name, document.content)
        return await self._api.upload("sendDocument", params, "document", file, UPLOAD)
