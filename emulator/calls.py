"""Calls: one call of the bot from the first check to the answer, with the weather in between and the ledger after."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import orjson

from emulator.api import HANDLERS
from emulator.errors import ApiError
from emulator.faults import Fault
from emulator.ledger import Entry
from emulator.methods import METHODS, UNBUILT, Method
from emulator.polling import Polling
from emulator.telegram import Telegram
from emulator.webhook import Webhook
from emulator.wire import read_params, shown


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back over HTTP. `body` None: nothing does; `hang` says whether the line stays open meanwhile."""

    status: int
    body: bytes | None
    hang: bool = False
    retry_after: int | None = None


class Calls:
    def __init__(self, telegram: Telegram, *, pace: float = 1.0, one_line_per_chat: bool = False) -> None:
        self.telegram = telegram
        self.polling = Polling(telegram)
        self.webhook = Webhook(telegram, self._from_webhook, pace=pace, one_line_per_chat=one_line_per_chat)
        telegram.updates.on_new = self._new_update

    def _new_update(self, update: Any) -> None:
        self.polling.wake()
        self.webhook.offer(update)

    async def _from_webhook(self, name: str, raw: dict[str, Any]) -> None:
        await self.answer(name, raw, via="webhook")

    async def answer(self, name: str, raw: dict[str, Any], via: str = "call") -> Reply:
        """Work one call off. Every road through here leaves exactly one line in the ledger."""
        params: dict[str, Any] = {}
        fault: Fault | None = None
        method: Method | None = None
        try:
            method = _method(name)
            params = read_params(method, raw)
            fault = self.telegram.faults.strikes(method.name, self._chat_id(params))
            if fault is not None and fault.kind == "timeout":
                self._enter(method.name, params, via, fault=fault)
                return Reply(0, None, hang=True)
            if fault is not None and (refusal := fault.error()):
                raise refusal
            result = await self._carry_out(method, params)
        except ApiError as refused:
            self._enter(method.name if method else name, params or raw, via, fault=fault, error=refused)
            return Reply(refused.code, orjson.dumps(refused.body()), retry_after=refused.retry_after)
        self._enter(method.name, params, via, fault=fault, result=result)
        return await _weathered(fault, orjson.dumps({"ok": True, "result": result}))

    async def _carry_out(self, method: Method, params: dict[str, Any]) -> Any:
        name = method.name.lower()
        if name == "getupdates":
            if self.webhook.url:
                raise ApiError(
                    409,
                    "Conflict: can't use getUpdates method while webhook is active; "
                    "use deleteWebhook to delete the webhook first",
                )
            return await self.polling.get_updates(params)
        if name == "setwebhook":
            self.polling.end("terminated by setWebhook request")
            return await self.webhook.set(params)
        if name == "deletewebhook":
            return await self.webhook.delete(params)
        if name == "getwebhookinfo":
            return await self.webhook.info(params)
        return HANDLERS[name](self.telegram, params)

    def _chat_id(self, params: dict[str, Any]) -> int | None:
        asked = params.get("callback_query_id")
        if isinstance(asked, str) and "chat_id" not in params:
            query = self.telegram.queries.get(asked)
            return query.chat_id if query else None
        chat_id = params.get("chat_id")
        return chat_id if isinstance(chat_id, int) else None

    def _enter(
        self,
        name: str,
        params: dict[str, Any],
        via: str,
        *,
        fault: Fault | None = None,
        error: ApiError | None = None,
        result: Any = None,
    ) -> None:
        carried_out = error is None and not (fault is not None and fault.kind == "timeout")
        number = result.get("message_id") if isinstance(result, dict) else params.get("message_id")
        self.telegram.ledger.append(
            Entry(
                seq=len(self.telegram.ledger) + 1,
                at=self.telegram.clock.now(),
                method=name,
                chat_id=self._chat_id(params),
                params=shown(params),
                ok=carried_out,
                error_code=error.code if error else None,
                message_id=number if isinstance(number, int) else None,
                fate=fault.kind if fault else "answered",
                via=via,
            )
        )
        self.telegram.news.tell("ledger")


def _method(name: str) -> Method:
    found = METHODS.get(name.lower())
    if found is not None:
        return found
    if name.lower() in UNBUILT:
        raise ApiError(501, f"Not Implemented: the emulator does not know the method {name}")
    raise ApiError(404, "Not Found: method not found")


async def _weathered(fault: Fault | None, body: bytes) -> Reply:
    """The answer to a call that was carried out, as the weather lets it through."""
    if fault is None:
        return Reply(200, body)
    if fault.kind == "slow":
        await asyncio.sleep(fault.delay)
        return Reply(200, body)
    if fault.kind == "bad_json":
        return Reply(200, body[: max(len(body) // 2, 1)])
    return Reply(0, None)
