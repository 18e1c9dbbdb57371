"""The texts outside the flows that contacts read: found in the code that says them, with how each language says them.

What staff read, in the console and its alerts, is no part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from haven.messages import texts_in, told_in
from helpline.commands import COMMANDS
from helpline.languages import Catalogue
from helpline.own_words import Outside

#: Rooms whose words contacts read; and files among them that speak to staff.
ROOMS = ("helpline", "bot", "pages")
FOR_STAFF = ("helpline/actions/", "helpline/proof/", "helpline/views.py", "helpline/staff.py", "bot/terminal/")
#: Where the short words beside each command are said.
COMMANDS_FILE = "helpline/commands.py"


def texts_outside(root: Path, words: Catalogue) -> Mapping[str, Outside]:
    """By their English, in alphabetical order. It reads the code: ask once, beside the loop."""
    places: dict[str, set[str]] = {}
    for room in ROOMS:
        for path in sorted((root / room).rglob("*")):
            where = path.relative_to(root).as_posix()
            if path.suffix in (".py", ".html") and not where.startswith(FOR_STAFF):
                source = path.read_text("utf-8")
                for text in (texts_in if path.suffix == ".py" else told_in)(source):
                    places.setdefault(text, set()).add(where)
    for command in COMMANDS:
        places.setdefault(command.about, set()).add(COMMANDS_FILE)
    return {
        text: Outside(text, tuple(sorted(where)), {one: words.say(one, text) for one in words.languages})
        for text, where in sorted(places.items())
    }
