"""What one step of the flow engine costs by itself: no messenger, no database, nothing sealed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from benchmarks.bots import ENGINE, Bot
from benchmarks.talk import PRESSES
from flows import engine
from flows.flow import Revision
from flows.move import Moment, Pressed, Say, Turn
from haven.premises import library

MOMENT = Moment(datetime(2026, 11, 18, 14, 0, tzinfo=ZoneInfo("Europe/Brussels")))


@dataclass(frozen=True)
class Step:
    """Microseconds of CPU for one step, on average over many talks."""

    step: float
    bot: Bot = ENGINE


@cache
def revision() -> Revision:
    return library(("nl", "fr", "en"))


def hold(flows: Revision) -> int:
    """The talk every bot holds, by the engine alone; returns its steps. Raises KeyError where a button is missing."""
    turn = engine.begin(flows, "triage", "en", MOMENT, "bench")
    for label in PRESSES:
        turn = engine.advance(flows, turn.session, Pressed(offered(turn)[label]), MOMENT)
    return len(PRESSES) + 1


def offered(turn: Turn) -> dict[str, str]:
    return {button.label: button.data for spoken in turn.says if isinstance(spoken, Say) for button in spoken.buttons}


def measured(seconds: float = 0.4) -> Step:
    """Talks, one after the other, for so long."""
    flows, steps = revision(), 0
    hold(flows)
    began, until = time.thread_time(), time.perf_counter() + seconds
    while time.perf_counter() < until:
        steps += hold(flows)
    return Step((time.thread_time() - began) / steps * 1e6)
