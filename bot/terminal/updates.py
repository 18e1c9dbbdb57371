"""Reads a line typed in the terminal: a number presses a button, anything else is said."""

from __future__ import annotations

from collections.abc import Sequence

from flows.move import Button, Pressed, Said


def read(line: str, buttons: Sequence[Button]) -> Said | Pressed | None:
    """What was meant by a line, with these buttons on the screen; None for an empty one."""
    words = line.strip()
    if not words:
        return None
    if words.isdecimal() and 0 < int(words) <= len(buttons):
        return Pressed(buttons[int(words) - 1].data)
    return Said(words)
