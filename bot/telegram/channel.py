"""Telegram, for sending: words out, messages taken back, presses answered. Plain text always, link previews never."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.telegram import fates
from bot.telegram.api import Answer, BotApi
from bot.telegram.wire import NotWritten, Unclear
from helpline.contact import Address
from helpline.delivery import Deletion, Delivery, Fate
from helpline.lock_screen import is_covered
from helpline.ports import Outgoing
from helpline.reception import width

#: A callback answer longer than this is an error to Telegram.
MOST_ANSWER = 200
#: Seconds between two tries while Telegram refuses our token.
KNOCK = 3.0
#: Telegram takes so many messages at once to delete.
MOST_DELETED = 100


class TelegramChannel:
    """`told` hears of trouble by code: `token_refused`, `token_accepted`, `send_refused`, `page_refused`. `cover`:
    by language, the first line of what leaves when she may not be looking."""

    name = "telegram"

    def __init__(
        self,
        api: BotApi,
        clock: Callable[[], datetime],
        told: Callable[[str], None],
        cover: Callable[[str], str] = lambda language: "…",
    ) -> None:
        self._api, self._clock, self._told, self._cover = api, clock, told, cover
        #: Telegram refused our token at the last call: nobody hears us until the operator mends it.
        self.shut = False

    async def send(self, delivery: Delivery) -> Fate:
        """One attempt. Always a fate, whatever Telegram or the network does.

        Telegram refuses the whole message for a button that opens a page it will not open (not https, say). She still
        gets it, without that button: nothing was sent yet, and the words name the address too."""
        fate = await self._attempt(delivery)
        if fate.kind == "refused" and delivery.outgoing.opens is not None:
            fate = await self._attempt(replace(delivery, outgoing=replace(delivery.outgoing, opens=None)))
            if fate.kind != "refused":
                self._told("page_refused")
        if fate.kind == "refused":
            self._told("send_refused")
        return fate

    async def _attempt(self, delivery: Delivery) -> Fate:
        outgoing = delivery.outgoing
        covered = is_covered(outgoing, self._clock())
        method, params = request(delivery.address, outgoing, self._cover(outgoing.language) if covered else None)
        try:
            answer = await self._api.call(method, params)
        except NotWritten:
            return fates.later(delivery, self._clock())
        except Unclear:
            return fates.unclear(delivery, self._clock())
        fate = fates.fate_of(delivery, answer, self._clock())
        self._learn(answer)
        return fate

    async def delete(self, deletion: Deletion) -> bool:
        """Take messages back; True when there is nothing more to try (Telegram skips those it no longer deletes)."""
        for at in range(0, len(deletion.messages), MOST_DELETED):
            ids = list(deletion.messages[at : at + MOST_DELETED])
            params = {"chat_id": int(deletion.address.plain), "message_ids": ids}
            if not await self._tried("deleteMessages", params):
                return False
        return True

    async def answer(self, callback: str, text: str) -> None:
        """Stop the button's spinner, with words or silently. Lost answers harm nobody, so nothing is tried twice."""
        await self._tried("answerCallbackQuery", press_answer(callback, text))

    async def typing(self, address: Address) -> None:
        """Show for a few seconds that somebody is writing. It says nothing that could get lost."""
        await self._tried("sendChatAction", {"chat_id": int(address.plain), "action": "typing"})

    async def tell(self, address: Address, text: str) -> bool:
        """Words of the house itself to a chat of staff, straight: they are worth nothing later. True when sent."""
        try:
            answer = await self._api.call("sendMessage", {"chat_id": int(address.plain), "text": text})
        except (NotWritten, Unclear):
            return False
        self._learn(answer)
        return answer.code < 300

    async def leave(self, address: Address) -> None:
        """Leave a group or channel: nothing said there would be between two people."""
        await self._tried("leaveChat", {"chat_id": int(address.plain)})

    async def remove_webhook(self) -> None:
        """Let updates be asked for again; what waits is kept."""
        await self._tried("deleteWebhook", {"drop_pending_updates": False})

    async def knock(self) -> None:
        """While our token is refused, ask whether it still is."""
        if self.shut:
            await self._tried("getMe", {})

    def heard(self) -> None:
        """Telegram answered us: our token is good."""
        self._note(False)

    def refused(self) -> None:
        """Telegram does not know our token."""
        self._note(True)

    async def _tried(self, method: str, params: dict[str, Any]) -> bool:
        try:
            answer = await self._api.call(method, params)
        except (NotWritten, Unclear):
            return False
        self._learn(answer)
        return answer.code < 500 and answer.code not in (401, 404, 429)

    def _learn(self, answer: Answer) -> None:
        if answer.code < 500:  # a server in trouble says nothing of our token
            self._note(fates.token_refused(answer))

    def _note(self, shut: bool) -> None:
        if shut != self.shut:
            self.shut = shut
            self._told("token_refused" if shut else "token_accepted")


def request(address: Address, outgoing: Outgoing, cover: str | None = None) -> tuple[str, dict[str, Any]]:
    """The Bot API call for one outgoing: its method and parameters. Under a cover only that line is seen unasked."""
    text = outgoing.text.plain
    params: dict[str, Any] = {
        "chat_id": int(address.plain),
        "text": text if cover is None else f"{cover}\n{text}",
        "link_preview_options": {"is_disabled": True},
    }
    if cover is not None:
        params["entities"] = [{"type": "spoiler", "offset": width(cover) + 1, "length": width(text)}]
    if rows := _rows(outgoing):
        params["reply_markup"] = {"inline_keyboard": rows}
    if outgoing.edit_of is not None:
        return "editMessageText", {**params, "message_id": outgoing.edit_of}
    if outgoing.protect:
        params["protect_content"] = True
    return "sendMessage", params


def _rows(outgoing: Outgoing) -> list[list[dict[str, Any]]]:
    """Its buttons; the one that opens a page stands above the others."""
    page = outgoing.opens
    first = [] if page is None else [[{"text": page.label, "web_app": {"url": page.address.plain}}]]
    return first + [[{"text": label, "callback_data": data} for label, data in row] for row in outgoing.buttons]


def press_answer(callback: str, text: str) -> dict[str, Any]:
    """The parameters of an answer to a press; also what may ride in a webhook's 200."""
    return {"callback_query_id": callback} | ({"text": text[:MOST_ANSWER]} if text else {})
