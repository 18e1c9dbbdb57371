"""What looking a whole conversation over costs: the proof of every promise, beside the engine that holds one talk.

The yardstick is a press of a button, by the same engine in the same run: whoever looks a conversation over by trying it
out presses each button at least once, in one situation. The checker looks at each step in every situation there is.
"""

from __future__ import annotations

import time
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from benchmarks.bots import CHECKER, Bot
from benchmarks.engine import Step, revision
from flows.draft import content_of
from haven.premises import DIRECTORY
from helpline import directory
from helpline.checking import check_content
from tests.flows.large import enlarged

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
#: As large as any helpline's conversation is expected to get.
STEPS = 500


@dataclass(frozen=True)
class Checked:
    """Presses that the engine could have taken meanwhile, for each step that was checked: of the library that Haven
    comes with, and of one of 500 steps. `growth`: how much dearer a step was in the large one."""

    library: float
    large: float
    growth: float
    bot: Bot = CHECKER


@cache
def drafts() -> tuple[dict[str, Any], dict[str, Any]]:
    """The library, and the library with as many steps more as make it large."""
    small = content_of(revision())
    return small, enlarged(deepcopy(small), STEPS - steps(small))


def steps(content: dict[str, Any]) -> int:
    return sum(len(flow["steps"]) for flow in content["flows"].values())


def measured(engine: Step, times: int = 3) -> Checked:
    """The best of several, beside what the engine needed. Raises RuntimeError where a draft keeps not every promise:
    then it was not walked to its end."""
    small, large = (microseconds(content, times) / steps(content) for content in drafts())
    return Checked(small / engine.step, large / engine.step, large / small)


def microseconds(content: dict[str, Any], times: int) -> float:
    """Of the processor, for a check like that after each change of an editor: one flow is another one each time."""
    book, took = directory.load(DIRECTORY), []
    for turn in range(times):
        draft = deepcopy(content)
        draft["flows"]["triage"]["note"] = f"Looked over {turn + 1} times, at {time.monotonic_ns()}."
        began = time.thread_time()
        if not check_content(draft, book, NOW).keeps_every_promise:
            raise RuntimeError("the draft that is measured keeps not every promise")
        took.append(time.thread_time() - began)
    return min(took) * 1e6
