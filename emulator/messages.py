"""Messages: what stands in a chat, written by either side."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from emulator.chats import Chat

#: A bot may delete in a private chat what is younger than this, in seconds.
DELETABLE_FOR = 48 * 3600


@dataclass(slots=True, repr=False)
class Message:
    """One message. `content` holds what makes it a photo, a sticker …, in Telegram's own shape."""

    chat: Chat
    message_id: int
    sender: dict[str, Any] | None
    date: int
    kind: str = "text"
    text: str = ""  # the caption, where there is something to caption
    entities: list[dict[str, Any]] = field(default_factory=list)
    content: dict[str, Any] = field(default_factory=dict)
    markup: dict[str, Any] | None = None  # inline keyboards stay on the message
    protected: bool = False
    extra: dict[str, Any] = field(default_factory=dict)  # reply, forward origin, album
    from_bot: bool = False  # from the bot under test
    edited_at: int | None = None
    deleted_at: int | None = None
    reactions: list[dict[str, Any]] = field(default_factory=list)
    past: list[dict[str, Any]] = field(default_factory=list)  # buttons it once had: a stale screen may still press them

    @property
    def is_visible(self) -> bool:
        return self.deleted_at is None

    def to_api(self) -> dict[str, Any]:
        """As the Bot API shows it."""
        body: dict[str, Any] = {"message_id": self.message_id, "date": self.date, "chat": self.chat.to_api()}
        if self.sender is not None:
            body["from"] = self.sender
        if self.chat.kind == "channel":
            body.pop("from", None)
            body["sender_chat"] = self.chat.to_api()
        text_key, entities_key = ("text", "entities") if self.kind == "text" else ("caption", "caption_entities")
        if self.text:
            body[text_key] = self.text
            if self.entities:
                body[entities_key] = self.entities
        body.update(self.content)
        body.update(self.extra)
        if self.protected:
            body["has_protected_content"] = True
        if self.edited_at is not None:
            body["edit_date"] = self.edited_at
        if self.markup and "inline_keyboard" in self.markup:
            body["reply_markup"] = self.markup
        return body

    def set_markup(self, markup: dict[str, Any] | None) -> None:
        """Change the buttons; those that go are remembered as past ones."""
        keep = [button for row in (markup or {}).get("inline_keyboard", []) for button in row]
        for row in (self.markup or {}).get("inline_keyboard", []):
            self.past += [button for button in row if "callback_data" in button and button not in (*keep, *self.past)]
        self.markup = markup

    def to_inaccessible(self) -> dict[str, Any]:
        """What is left of it in a callback query once it is gone."""
        return {"chat": self.chat.to_api(), "message_id": self.message_id, "date": 0}

    def labels(self) -> list[list[str]]:
        """The words on its inline buttons, row by row."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return [[button["text"] for button in row] for row in rows]
