"""Door 4: time passes. Each chore does what is due and returns how many things it did; doing it twice harms nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from helpline.delivery import Deletion, Worked
from helpline.due import Cases, see_to
from helpline.holding import WHEN_DUE
from helpline.letting_go import cannot_go_on
from helpline.ports import House


class Store(Protocol):
    """What chores need of storage."""

    async def due_deletions(self, now: datetime) -> Sequence[Deletion]: ...
    async def settle_deletions(self, ids: Sequence[str]) -> object: ...
    async def forget_idle(self, now: datetime) -> int: ...
    async def destroy_erased(self) -> int: ...
    async def prune(self, now: datetime) -> int: ...
    async def number_events(self) -> int: ...
    async def keep_keys_ready(self) -> object: ...
    async def rotate_epoch(self, now: datetime) -> object: ...


@dataclass(frozen=True)
class Chore:
    """`every` so many seconds, and once at the start."""

    name: str
    every: float
    run: Callable[[Store, datetime], Awaitable[int]]


async def forget_idle(store: Store, now: datetime) -> int:
    """Sessions without a case, an hour after the last word: the key goes, and with it everything that was said."""
    return await store.forget_idle(now)


async def destroy_erased(store: Store, now: datetime) -> int:
    """Keys that an erasure left behind when the house fell down in the middle of it."""
    return await store.destroy_erased()


async def prune(store: Store, now: datetime) -> int:
    """Ids of updates after 72 hours, of messages after 48, contacts nothing refers to any more."""
    return await store.prune(now)


async def number_events(store: Store, now: datetime) -> int:
    """Give committed events their one order."""
    return await store.number_events()


async def keep_keys_ready(store: Store, now: datetime) -> int:
    """Keys for the sessions to come, so that nobody's first word waits for one."""
    return _count(await store.keep_keys_ready())


async def rotate_epoch(store: Store, now: datetime) -> int:
    """Write the key store anew under a new key: what a disk remembers of destroyed keys opens nothing."""
    return _count(await store.rotate_epoch(now))


def _count(done: object) -> int:
    return done if isinstance(done, int) else 1


async def take_back(store: Store, deletions: Sequence[Deletion], delete: Callable[[Deletion], Awaitable[bool]]) -> int:
    """Take messages back from the chat; what did not work now stays due."""
    done = [deletion for deletion in deletions if await delete(deletion)]
    if ids := [row for deletion in done for row in deletion.ids]:
        await store.settle_deletions(ids)
    return len(done)


class DueCases(Cases, Protocol):
    """What is needed of storage to see to cases in which something has fallen due."""

    async def due_cases(self, now: datetime) -> Sequence[tuple[str, str]]: ...
    async def in_hand(self) -> Sequence[tuple[str, str, str]]: ...


async def work_due_cases(cases: DueCases, now: datetime, house: House, follow: Callable[[Worked], object]) -> int:
    """Nobody answered in time, despair waited too long, her safe hour began, whoever had it does not work here now."""
    due = [(case_id, WHEN_DUE[why]) for case_id, why in await cases.due_cases(now)]
    for case_id, staff, team in await cases.in_hand():
        if cannot_go_on(staff, team, house):
            due.append((case_id, WHEN_DUE["left"]))
    return await see_to(cases, due, now, house, follow)


#: What the house does by itself, apart from sending. Times in seconds.
CHORES = (
    Chore("destroy_erased", 30, destroy_erased),
    Chore("keep_keys_ready", 2, keep_keys_ready),
    Chore("forget_idle", 60, forget_idle),
    Chore("number_events", 2, number_events),
    Chore("prune", 600, prune),
    Chore("rotate_epoch", 3600, rotate_epoch),
)
