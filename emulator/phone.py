"""A phone: one contact's screen, and everything a thumb can do with it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from emulator.chats import Chat
from emulator.entities import MAX_TEXT, found_in, read_text
from emulator.launch import launched
from emulator.media import CAPTIONED, KINDS, content_of
from emulator.messages import Message
from emulator.screen import glance
from emulator.telegram import Telegram

#: Seconds that whoever watches a phone waits for what must come, where nothing else is said: a machine may be busy.
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as it stands on the phone at this moment. `buttons` are the words, row by row."""

    message_id: int
    text: str
    buttons: list[list[str]]
    from_bot: bool
    kind: str
    deleted: bool
    edited: bool
    protected: bool
    entities: list[dict[str, Any]]

    @property
    def glance(self) -> str:
        """What a locked screen shows of it."""
        return glance(self.text, self.entities)

    @property
    def labels(self) -> list[str]:
        return [label for row in self.buttons for label in row]


def seen(message: Message) -> Seen:
    return Seen(
        message.message_id,
        message.text,
        message.labels(),
        message.from_bot,
        message.kind,
        not message.is_visible,
        message.edited_at is not None,
        message.protected,
        list(message.entities),
    )


class Phone:
    """A person with the bot's chat open. Writing and pressing only queue an update; the bot answers when it can."""

    def __init__(self, telegram: Telegram, chat: Chat) -> None:
        self._telegram = telegram
        self.chat = chat
        self._heard = 0  # how much of the chat's log this phone has listened to

    def __repr__(self) -> str:
        return f"<phone {self.chat_id}>"

    @property
    def chat_id(self) -> int:
        return self.chat.id

    # what a thumb does

    async def says(self, text: str, *, reply_to: int | None = None) -> int:
        """Write a text; returns its message id. The app itself cuts a long one into several messages."""
        plain, entities = read_text(text, None, None, limit=1_000_000)
        keyboard = self.chat.reply_keyboard
        if keyboard and keyboard.get("one_time_keyboard") and text in _labels(keyboard):
            self.chat.reply_keyboard = None
        target = self._telegram.message(self.chat, reply_to)
        extra = {"reply_to_message": target.to_api()} if target else {}
        if len(plain) <= MAX_TEXT:
            return self._sent(text=plain, entities=entities, extra=extra).message_id
        parts = [plain[begin : begin + MAX_TEXT] for begin in range(0, len(plain), MAX_TEXT)]
        numbers = [self._sent(text=part, entities=found_in(part, [])).message_id for part in parts]
        return numbers[0]

    async def presses(self, label: str) -> None:
        """Press the newest visible button with this label, inline or on the reply keyboard. Raises LookupError."""
        for message in reversed(self._telegram.visible(self.chat)):
            for row in (message.markup or {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] == label:
                        return await self._press(message, button)
        if self.chat.reply_keyboard and label in _labels(self.chat.reply_keyboard):
            await self.says(label)
            return None
        raise LookupError(f"no button {label!r} on the phone; there are {self._all_labels()}")

    async def presses_button(self, message_id: int, data: str) -> str:
        """Press any button again: old, changed, or on a message that is gone. Returns the id of the query."""
        self._awake()
        message = self._telegram.messages.get((self.chat_id, message_id))
        query = self._telegram.new_query(self.chat_id, message_id)
        body: dict[str, Any] = {
            "id": query.id,
            "from": self.chat.person(),
            "chat_instance": str(self.chat_id * 31 + 7),
            "data": data,
        }
        if message is not None:
            body["message"] = message.to_api() if message.is_visible else message.to_inaccessible()
        self._telegram.tell_bot("callback_query", body, self.chat_id)
        return query.id

    async def sends(
        self, kind: str, *, caption: str = "", album: int | str | None = None, name: str | None = None
    ) -> list[int]:
        """Send something that is not text. `album`: how many at once, or the id of an album already begun."""
        if kind not in KINDS:
            raise ValueError(f"a phone cannot send {kind!r}; choose from {', '.join(KINDS)}")
        text, entities = read_text(caption, None, None) if kind in CAPTIONED else ("", [])
        count = album if isinstance(album, int) else 1
        group = f"13{self.chat_id % 1_000_000:06d}{len(self.chat.log):08d}" if isinstance(album, int) else album
        sent = []
        for number in range(count):
            content = content_of(self._telegram, kind, name=name)
            sent.append(
                self._sent(
                    kind=kind,
                    content=content,
                    text=text if number == 0 else "",
                    entities=entities if number == 0 else [],
                    extra={"media_group_id": group} if group else {},
                ).message_id
            )
        return sent

    async def forwards(self, text: str, *, from_name: str = "Someone else") -> int:
        """Forward a text somebody else wrote."""
        plain, entities = read_text(text, None, None)
        origin = {"type": "hidden_user", "sender_user_name": from_name, "date": self._telegram.clock.unix() - 3600}
        return self._sent(text=plain, entities=entities, extra={"forward_origin": origin}).message_id

    async def edits(self, message_id: int, text: str) -> None:
        """Change an own text. Raises LookupError when it is not there."""
        self._awake()
        message = self._telegram.message(self.chat, message_id)
        if message is None or message.from_bot:
            raise LookupError(f"no message {message_id} of this phone's own")
        message.text, message.entities = read_text(text, None, None)
        message.edited_at = self._telegram.clock.unix()
        self._telegram.changed(message)
        self._telegram.tell_bot("edited_message", message.to_api(), self.chat_id)

    async def reacts(self, message_id: int, emoji: str | None) -> None:
        """Put an emoji on a message, or take it off with None."""
        self._awake()
        message = self._telegram.message(self.chat, message_id)
        if message is None:
            raise LookupError(f"no message {message_id} on this phone")
        before, message.reactions = message.reactions, [{"type": "emoji", "emoji": emoji}] if emoji else []
        self._telegram.changed(message)
        self._telegram.tell_bot(
            "message_reaction",
            {
                "chat": self.chat.to_api(),
                "message_id": message_id,
                "user": self.chat.person(),
                "date": self._telegram.clock.unix(),
                "old_reaction": before,
                "new_reaction": message.reactions,
            },
            self.chat_id,
        )

    async def opens_page(self) -> str:
        """Open the bot's small page inside the chat; returns the id with which the bot may answer it, once."""
        self._awake()
        number = self._telegram.new_query(self.chat_id, None).id
        del self._telegram.queries[number]
        self._telegram.pages[number] = self.chat_id
        return number

    def opens(self, label: str) -> str:
        """Press the newest visible button with this label that opens a page; returns the whole address under which the
        app opens it, launch data included. Raises LookupError."""
        for message in reversed(self._telegram.visible(self.chat)):
            if label in _pages_of(message):
                return self.opens_button(message.message_id, label)
        raise LookupError(f"no button {label!r} that opens a page; there are {self._all_labels()}")

    def opens_button(self, message_id: int, label: str) -> str:
        """The same on a message that still stands. Raises LookupError."""
        self._awake()
        message = self._telegram.message(self.chat, message_id)
        if message is None or label not in _pages_of(message):
            raise LookupError("this button is gone")
        return launched(self._telegram, self.chat, _pages_of(message)[label])

    async def blocks(self) -> None:
        self._set_blocked(True)

    async def unblocks(self) -> None:
        self._set_blocked(False)

    # what an ear hears and an eye sees

    async def hears(self, timeout: float = PATIENCE) -> Seen:
        """The next message of the bot that was not heard yet. Raises TimeoutError."""
        loop = asyncio.get_running_loop()
        until = loop.time() + timeout
        while True:
            while self._heard < len(self.chat.log):
                message = self._telegram.messages[self.chat_id, self.chat.log[self._heard]]
                self._heard += 1
                if message.from_bot:
                    return seen(message)
            if not await self._telegram.news.next(until - loop.time(), self.chat_id):
                raise TimeoutError(f"the bot said nothing more to {self!r} within {timeout} s")

    async def hears_until(self, part: str, timeout: float = PATIENCE) -> list[Seen]:
        """All messages up to and with the one that contains this. Raises TimeoutError."""
        heard: list[Seen] = []
        async with asyncio.timeout(timeout):
            while not heard or part not in heard[-1].text:
                heard.append(await self.hears(timeout * 2))
        return heard

    async def sees(self, part: str, timeout: float = PATIENCE) -> Seen:
        """Wait until a message of the bot on the screen contains this, edits included. Raises TimeoutError."""
        async with asyncio.timeout(timeout):
            while True:
                for message in reversed(self._telegram.visible(self.chat)):
                    if message.from_bot and part in message.text:
                        return seen(message)
                await self._telegram.news.next(timeout, self.chat_id)

    def screen(self) -> list[Seen]:
        """Everything now on the phone, both sides, oldest first; what was deleted is absent."""
        return [seen(message) for message in self._telegram.visible(self.chat)]

    # the inside of the phone

    async def _press(self, message: Message, button: dict[str, Any]) -> None:
        if "callback_data" in button:
            await self.presses_button(message.message_id, button["callback_data"])

    def _sent(self, **fields: Any) -> Message:
        self._awake()
        message = self._telegram.write(self.chat, self.chat.person(), **fields)
        self._telegram.tell_bot("message", message.to_api(), self.chat_id)
        return message

    def _awake(self) -> None:
        if self.chat.blocked:
            raise RuntimeError("this phone has blocked the bot; unblock it first")

    def _set_blocked(self, blocked: bool) -> None:
        if self.chat.blocked == blocked:
            return
        self.chat.blocked = blocked
        user = self._telegram.bot.to_user()
        states = [{"status": "member", "user": user}, {"status": "kicked", "user": user, "until_date": 0}]
        old, new = states if blocked else reversed(states)
        self._telegram.news.tell("chat", chat_id=self.chat_id)
        self._telegram.tell_bot(
            "my_chat_member",
            {
                "chat": self.chat.to_api(),
                "from": self.chat.person(),
                "date": self._telegram.clock.unix(),
                "old_chat_member": old,
                "new_chat_member": new,
            },
            self.chat_id,
        )

    def _all_labels(self) -> list[str]:
        rows = [row for message in self._telegram.visible(self.chat) for row in message.labels()]
        return [label for row in rows for label in row]


def _labels(keyboard: dict[str, Any]) -> list[str]:
    return [button["text"] for row in keyboard.get("keyboard", []) for button in row]


def _pages_of(message: Message) -> dict[str, str]:
    """The pages its buttons open, by label."""
    rows = (message.markup or {}).get("inline_keyboard", [])
    return {button["text"]: button["web_app"]["url"] for row in rows for button in row if "web_app" in button}
