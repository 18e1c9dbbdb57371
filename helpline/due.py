"""due: cases in which time alone makes something happen, one after the other. One that fails holds up no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol

from helpline.delivery import Worked
from helpline.errors import NoSuchCase
from helpline.ports import DecideCase, House


class Cases(Protocol):
    """What is needed of storage."""

    async def act(
        self, case_id: str, now: datetime, house: House, decide: DecideCase, once: str | None = None
    ) -> Worked: ...


async def see_to(
    cases: Cases,
    due: Iterable[tuple[str, DecideCase]],
    now: datetime,
    house: House,
    follow: Callable[[Worked], object],
) -> int:
    """Each is decided anew under its lock. `follow`: sends what came of it and tells whom it concerns, at once, before
    the next one. What went wrong first is raised when all have had their turn."""
    done, wrong = 0, None
    for case_id, decide in due:
        try:
            worked = await cases.act(case_id, now, house, decide)
        except NoSuchCase:
            continue  # erased in the same moment
        except Exception as error:
            wrong = wrong or error
            continue
        follow(worked)
        done += 1
    if wrong is not None:
        raise wrong
    return done
