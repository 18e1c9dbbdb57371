"""What a takeover and a reply take of the database: commits, and statements in them, as the units themselves say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from statistics import fmean
from typing import Any

from benchmarks.consoles.filling import Busy, Member, Someone
from benchmarks.consoles.found import Cost
from haven.settings import read_settings
from haven.wiring import furnish, open_database
from helpline.action import Action
from helpline.actions.reply import Reply
from helpline.actions.take_over import TakeOver
from helpline.desk import decide_for
from helpline.ports import House
from helpline.staff import Staff
from storage.database import Database
from storage.statements import Asked, Rows, Steps, Together
from storage.store import Store

TIMES = 10


class Counted:
    """Counts the statements of all units that this database runs from now on."""

    def __init__(self, database: Database) -> None:
        self.statements = 0
        self._run = database.run
        database.run = self.run  # type: ignore[method-assign]

    async def run(self, make: Callable[[], Steps[Any]], lazy: bool = False) -> Any:
        return await self._run(lambda: self._counting(make()), lazy)

    def _counting(self, steps: Steps[Any]) -> Steps[Any]:
        """The same steps."""
        try:
            asked: Asked = next(steps)
            while True:
                self.statements += len(asked.statements) if isinstance(asked, Together) else 1
                rows: Rows = yield asked
                asked = steps.send(rows)
        except StopIteration as end:
            return end.value
        finally:
            steps.close()


async def costs_of(environment: Mapping[str, str], busy: Busy) -> tuple[Cost, ...]:
    """Of cases that wait, with all keys at hand."""
    settings = read_settings(environment)
    store = await open_database(settings, "bench")
    try:
        house = (await furnish(settings, store, lambda: datetime.now(UTC)))()
        counted, by = Counted(store.database), counsellor(busy.staff[0])
        some = busy.held_by("queue")[-TIMES:]
        for one in some:  # so that the keys are at hand
            await store.rows((one.case,))
            await store.address_of(one.case)
        takes = [await cost(store, counted, house, one, TakeOver(verb="take_over"), by) for one in some]
        replies = [
            await cost(store, counted, house, one, Reply(verb="reply", id=f"reply-{number:08d}", text="I am here."), by)
            for number, one in enumerate(some)
        ]
        return (averaged("a takeover", takes), averaged("a reply", replies))
    finally:
        await store.close()


async def cost(
    store: Store, counted: Counted, house: House, one: Someone, action: Action, by: Staff
) -> tuple[int, int]:
    before = store.database.commits, counted.statements
    await store.act(one.case, datetime.now(UTC), house, decide_for(action, by), action.once)
    return store.database.commits - before[0], counted.statements - before[1]


def averaged(about: str, found: list[tuple[int, int]]) -> Cost:
    return Cost(about, fmean(commits for commits, _ in found), fmean(statements for _, statements in found))


def counsellor(member: Member) -> Staff:
    """She, as far as the desk needs to know her."""
    return Staff(member.id, "staff", "Staff", frozenset({"counsellor"}), frozenset({"helpline"}))
