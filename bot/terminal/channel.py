"""Writes what Haven says as lines of a terminal: texts, numbered buttons, cards and notices by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.move import Button, Effect, Notice, Say, ShowCards, Spoken


def lines(says: Sequence[Spoken]) -> Iterator[str]:
    """The lines of one turn."""
    for spoken in says:
        match spoken:
            case Say(text=text, buttons=buttons):
                yield f"haven: {text}"
                yield from (f"   {number}. {button.label}" for number, button in enumerate(buttons, start=1))
            case ShowCards(entries=entries):
                yield from (f"haven: ☎ {entry}" for entry in entries)
            case Notice(name=name):
                yield f"haven: ({name})"


def asked(effect: Effect, answer: str) -> str:
    """One line for what the flow asked of the helpline, and what it was told; never the contact's words."""
    return f"   [{type(effect).__name__} → {answer}]"


def buttons(says: Sequence[Spoken]) -> tuple[Button, ...]:
    """The buttons that wait to be pressed."""
    return next((one.buttons for one in reversed(says) if isinstance(one, Say) and one.prompt), ())
