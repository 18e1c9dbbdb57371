"""The talk every bot holds: eight updates from a person, and what the bot says to each."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

#: What the person does after typing the first word: the position of each button she presses on the newest prompt.
#: Language, for whom, age, age in the image, and on through the questions after the card.
PRESSES = (1, 1, 2, 1, 1, 1, 1)


@dataclass(frozen=True)
class Message:
    """One message of the bot: its words and the labels of its buttons."""

    text: str
    labels: tuple[str, ...] = ()


@dataclass
class Talk:
    """`answers[n]` is all the bot says to the n-th update; `presses[n]` the label pressed in the update after it."""

    answers: list[list[Message]] = field(default_factory=list)
    presses: list[str] = field(default_factory=list)

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), ensure_ascii=False))

    @staticmethod
    def load(path: Path) -> Talk:
        plain = json.loads(path.read_text())
        answers = [[Message(each["text"], tuple(each["labels"])) for each in answer] for answer in plain["answers"]]
        return Talk(answers, plain["presses"])
