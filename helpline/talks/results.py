"""Every saved talk, played against a revision: which of them still go as they did when they were saved or accepted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from flows.flow import Revision
from helpline.drafts import SavedTalk
from helpline.ports import House
from helpline.talks.expected import Difference, compare
from helpline.talks.play import play
from helpline.talks.talk import Talk


@dataclass(frozen=True)
class TalkResult:
    """`passed`: it goes the same way, in whatever words."""

    id: str
    name: str
    difference: Difference

    @property
    def passed(self) -> bool:
        return self.difference.state in ("same", "words")


def run(saved: SavedTalk, revision: Revision, house: House) -> TalkResult:
    try:
        talk = Talk.model_validate(saved.talk)
    except ValidationError:  # written by another version
        return TalkResult(saved.id, saved.name, Difference("broken"))
    return TalkResult(saved.id, saved.name, compare(saved.expected, play(talk, revision, house)))


def run_all(saved: Iterable[SavedTalk], revision: Revision, house: House) -> tuple[TalkResult, ...]:
    """In their order. Pure, like `play`."""
    return tuple(run(one, revision, house) for one in saved)
