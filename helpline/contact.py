"""contact: the pseudonymous person at one address on one channel. No name, no picture, no number is ever known."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, repr=False)
class Words:
    """What a person wrote. It will not print itself, so that it cannot slip into a log or an error."""

    plain: str

    def __str__(self) -> str:
        return f"<{len(self.plain)} characters>"

    __repr__ = __str__


@dataclass(frozen=True, repr=False)
class Address:
    """Where a contact is reached on a channel: on Telegram, the chat id. Stored sealed; found again by keyed hash."""

    channel: str
    plain: str

    def __str__(self) -> str:
        return f"<{self.channel} address>"

    __repr__ = __str__


@dataclass(frozen=True)
class Contact:
    """`id` is random and means nothing outside this database. `blocked`: she has blocked the bot, nothing is sent."""

    id: str
    address: Address
    blocked: bool = False
