"""The emulated Telegram itself: its chats, its messages, its bot, and the updates that wait."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from emulator.chats import Chat
from emulator.clock import Clock
from emulator.errors import bad_request, forbidden
from emulator.faults import Faults
from emulator.ledger import Ledger
from emulator.limits import Limits
from emulator.messages import Message
from emulator.news import News
from emulator.updates import Delivered, Updates

#: Real ids no longer fit in 32 bits; these do not either. Not a round one: a sum of seconds may end in `5000000001`.
FIRST_PERSON = 5_816_293_741
#: How long the phone shows "typing…" after sendChatAction, in seconds.
TYPING = 5.0


@dataclass(slots=True, repr=False)
class Query:
    """One press of a button that waits for its answer."""

    id: str
    chat_id: int
    message_id: int | None
    made_at: int
    answered: bool = False


@dataclass(slots=True, repr=False)
class Profile:
    """What the bot says of itself, by language ("" for everyone)."""

    id: int
    name: str = "Demo bot"
    username: str = "demo_bot"
    texts: dict[tuple[str, str], str] = field(default_factory=dict)  # ("name" | "description" …, language)
    commands: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)  # (scope, language)
    menu_buttons: dict[int, dict[str, Any]] = field(default_factory=dict)

    def to_user(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": True, "first_name": self.name_in(""), "username": self.username}

    def name_in(self, language: str) -> str:
        return self.texts.get(("name", language)) or self.texts.get(("name", "")) or self.name


class Telegram:
    """State and its few laws. No HTTP here."""

    def __init__(self, token: str, *, limits: bool = False) -> None:
        self.token = token
        self.clock = Clock()
        self.ledger = Ledger()
        self.faults = Faults()
        self.news = News()
        self.updates = Updates(self.clock)
        self.updates.on_done = lambda: self.news.tell("confirmed")
        self.limits = Limits(on=limits)
        self.bot = Profile(int(token.split(":")[0]))
        self.chats: dict[int, Chat] = {}
        self.messages: dict[tuple[int, int], Message] = {}
        self.queries: dict[str, Query] = {}
        self.pages: dict[str, int] = {}  # web_app_query_id → the chat it was opened in
        self.files: dict[str, tuple[str, bytes]] = {}  # file_id → path, content
        self._last_message = 100
        self._last_query = 4_000_000_000_000_000_000

    # chats

    def new_chat(self, kind: str, name: str, *, language: str | None = None, username: str | None = None) -> Chat:
        number = len(self.chats)
        chat_id = FIRST_PERSON + number if kind == "private" else -1_001_000_000_000 - number
        if kind == "group":
            chat_id = -4_000_000 - number
        chat = self.chats[chat_id] = Chat(chat_id, kind, name, username, language)
        self.news.tell("chats")
        return chat

    def chat(self, chat_id: int | str) -> Chat:
        """Raises ApiError when there is no such chat."""
        if isinstance(chat_id, str) and chat_id.startswith("@"):
            named = [one for one in self.chats.values() if one.username == chat_id[1:] and one.kind != "private"]
            if named:
                return named[0]
        elif isinstance(chat_id, int) and chat_id in self.chats:
            return self.chats[chat_id]
        raise bad_request("chat not found")

    def reachable(self, chat_id: int | str) -> Chat:
        """A chat the bot may write to. Raises ApiError when it was blocked or thrown out."""
        chat = self.chat(chat_id)
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if chat.left:
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
        return chat

    # messages

    def write(self, chat: Chat, sender: dict[str, Any] | None, **fields: Any) -> Message:
        """Put a message into a chat. The ids of all private chats come from one sequence, as on Telegram."""
        self._last_message += 1
        message = Message(chat, self._last_message, sender, self.clock.unix(), **fields)
        self.messages[chat.id, message.message_id] = message
        chat.log.append(message.message_id)
        if message.from_bot:
            chat.typing_until = 0.0
        self.news.tell("chat", chat_id=chat.id)
        return message

    def message(self, chat: Chat, message_id: int | None) -> Message | None:
        """A message that still stands; None when it never was or is gone."""
        found = self.messages.get((chat.id, message_id or 0))
        return found if found is not None and found.is_visible else None

    def visible(self, chat: Chat) -> list[Message]:
        return [one for number in chat.log if (one := self.messages[chat.id, number]).is_visible]

    def changed(self, message: Message) -> None:
        self.news.tell("chat", chat_id=message.chat.id)

    def erase(self, message: Message) -> None:
        """The bot deletes; text, buttons and media are gone, the trace stays for the phone page."""
        message.deleted_at = self.clock.unix()
        message.set_markup(None)
        if "document" in message.content:
            self.files.pop(message.content["document"]["file_id"], None)
        message.text, message.entities, message.content, message.extra = "", [], {}, {}
        self.changed(message)

    # updates and presses

    def tell_bot(self, kind: str, payload: dict[str, Any], chat_id: int | None) -> Delivered | None:
        return self.updates.make(kind, payload, chat_id)

    def new_query(self, chat_id: int, message_id: int | None) -> Query:
        self._last_query += 7_919
        query = Query(str(self._last_query), chat_id, message_id, self.clock.unix())
        self.queries[query.id] = query
        return query
