"""Writes what Haven says as lines of a terminal: texts, numbered buttons, cards and notices by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from flows.move import Button, Effect, Notice, Say, ShowCards, Spoken

#: One thing said, as words.
Worded = Callable[[Spoken], str]


def by_name(spoken: Spoken) -> str:
    """Without a directory and a catalogue: placeholders as they are, cards and notices by name."""
    match spoken:
        case Say(text=text):
            return text
        case ShowCards(entries=entries):
            return "\n".join(f"☎ {entry}" for entry in entries)
        case Notice(name=name):
            return f"({name})"


def lines(says: Sequence[Spoken], worded: Worded = by_name) -> Iterator[str]:
    """The lines of one turn."""
    for spoken in says:
        yield from (f"haven: {line}" for line in worded(spoken).splitlines() if line)
        buttons = spoken.buttons if isinstance(spoken, Say) else ()
        yield from (f"   {number}. {button.label}" for number, button in enumerate(buttons, start=1))


def asked(effect: Effect, answer: str) -> str:
    """One line for what the flow asked of the helpline, and what it was told; never the contact's words."""
    return f"   [{type(effect).__name__} → {answer}]"


def buttons(says: Sequence[Spoken]) -> tuple[Button, ...]:
    """The buttons that wait to be pressed."""
    return next((one.buttons for one in reversed(says) if isinstance(one, Say) and one.prompt), ())
