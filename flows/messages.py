"""The texts of a revision as translators are told them. As files, for editors and translators: flows/exchange.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flows.flow import Revision
from flows.steps.choose import Choose


@dataclass(frozen=True)
class Message:
    """A text to be translated: its key, the source text, and what its author tells the translator."""

    key: str
    text: str
    notes: tuple[str, ...] = ()


def messages(revision: Revision) -> Iterator[Message]:
    """Every text of a revision, in the order of its flows."""
    for name, flow in revision.flows.items():
        for key, step in flow.steps.items():
            choices = {choice.key: choice for choice in step.choices} if isinstance(step, Choose) else {}
            for part, text in step.texts().items():
                choice = choices.get(part.partition(".")[0])
                notes = (step.note, choice.note if choice else None)
                yield Message(f"{name}.{key}.{part}", text, tuple(note for note in notes if note))
