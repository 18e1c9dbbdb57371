"""Chats: the people, groups and channels on the emulated Telegram."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, repr=False)
class Topic:
    """One thread of a forum. `colour` is the icon's, as 0xRRGGBB."""

    name: str
    colour: int
    emoji: str | None = None
    closed: bool = False

    def to_api(self) -> dict[str, Any]:
        body: dict[str, Any] = {"name": self.name, "icon_color": self.colour}
        return body | ({"icon_custom_emoji_id": self.emoji} if self.emoji else {})


@dataclass(slots=True, repr=False)
class Chat:
    """A chat as the bot may see it. A private chat is one person and has that person's id."""

    id: int
    kind: str  # private | group | supergroup | channel
    name: str
    username: str | None = None
    language: str | None = None
    blocked: bool = False
    left: bool = False
    typing_until: float = 0.0
    reply_keyboard: dict[str, Any] | None = None
    log: list[int] = field(default_factory=list)  # message ids, oldest first
    is_forum: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)  # by message_thread_id
    banned: set[int] = field(default_factory=set)  # ids of people the bot put out

    def to_api(self) -> dict[str, Any]:
        if self.kind == "private":
            body: dict[str, Any] = {"id": self.id, "type": "private", "first_name": self.name}
        else:
            body = {"id": self.id, "type": self.kind, "title": self.name}
        if self.username:
            body["username"] = self.username
        if self.is_forum:
            body["is_forum"] = True
        return body

    def to_full_api(self) -> dict[str, Any]:
        """As getChat answers."""
        gifts = dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), True
        )
        return self.to_api() | {"accent_color_id": self.id % 7, "max_reaction_count": 11, "accepted_gift_types": gifts}

    def person(self) -> dict[str, Any]:
        """The human of a private chat, as `from`."""
        body: dict[str, Any] = {"id": self.id, "is_bot": False, "first_name": self.name}
        if self.username:
            body["username"] = self.username
        if self.language:
            body["language_code"] = self.language
        return body
