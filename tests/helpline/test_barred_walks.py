"""A chat that is shut out, walked at random: no button and no word of any road reaches the people behind it."""

from __future__ import annotations

from random import Random

import pytest

from helpline.barring import SILENT
from helpline.contact import Words
from tests.helpline.house import Talk
from tests.helpline.test_barring import STATES, barred

SAID = (
    "/privacy", "/consent", "/mydata", "/help", "/human", "/language", "/danger", "/back", "/stop", "/start", "yes",
    "hello", "no", "cancel", "1", "2", "18", "nl", "https://example.com/x", "I want to die", "K7RM-2QXD 48151624",
    "/hash",
)  # fmt: skip
WALKS, STEPS = 8, 15


def step(talk: Talk, chance: Random) -> None:
    """A button that was just shown, a word, an edit or a picture with words."""
    shown = [data for one in talk.heard for row in one.buttons for _, data in row]
    if shown and chance.random() < 0.6:
        talk.send("press", data=chance.choice(shown), callback="c", message=5)
    elif chance.random() < 0.2:
        talk.send(chance.choice(("edit", "media")), words=Words(chance.choice(SAID)), message=9)
    else:
        talk.types(chance.choice(SAID))


def reached(talk: Talk, chance: Random) -> bool:
    """Whether anything of a walk joins what people read, a queue, or what rings at theirs."""
    had, hers = talk.case.id if talk.case else None, list(talk.hers)
    queued = bool(talk.case and talk.case.holder.kind != "bot")
    talk.alerts.clear()
    for _ in range(STEPS):
        step(talk, chance)
        case = talk.case
        joined = case is not None and (case.id != had or (case.holder.kind != "bot" and not queued))
        queued = bool(case and case.holder.kind != "bot")
        if joined or talk.hers[len(hers) :] or set(talk.alerts) & set(SILENT):
            return True
    return False


@pytest.mark.parametrize("state", STATES)
def test_no_walk_reaches_anybody(state: str) -> None:
    chance = Random(state)
    assert not any(reached(barred(STATES[state]("en")), chance) for _ in range(WALKS))


def test_the_control_without_a_bar_walks_reach_them() -> None:
    chance = Random("control")
    found = [state for state in STATES if any(reached(STATES[state]("en"), chance) for _ in range(WALKS))]
    assert len(found) > len(STATES) // 2, found
