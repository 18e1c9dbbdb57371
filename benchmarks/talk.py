"""The talk every bot holds: eight updates from a person, and what the bot says to each."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

#: What the person does after /start: the button she presses on the newest prompt. Adult, about herself, image online.
PRESSES = (
    "English",
    "It's about me",
    "18 or older",
    "No, everyone was 18 or older",
    "In a private chat or group",
    "No partner or ex",
    "No, not that",
)
#: Updates in one whole talk.
UPDATES = len(PRESSES) + 1


@dataclass(frozen=True)
class Message:
    """One message of the bot: its words and the labels of its buttons."""

    text: str
    labels: tuple[str, ...] = ()


@dataclass
class Talk:
    """`answers[n]` is all the bot says to the n-th update; the update after it presses `PRESSES[n]`."""

    answers: list[list[Message]] = field(default_factory=list)

    @property
    def messages(self) -> float:
        """Messages of the bot for one update, on average."""
        return sum(map(len, self.answers)) / len(self.answers)

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), ensure_ascii=False))

    @staticmethod
    def load(path: Path) -> Talk:
        plain = json.loads(path.read_text())
        return Talk([[Message(each["text"], tuple(each["labels"])) for each in answer] for answer in plain["answers"]])
