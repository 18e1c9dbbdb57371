"""One race for a case: who tried what at once, and what each was told. What races there are: `takeover_scenes.py`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from random import Random
from typing import Any

from pydantic import TypeAdapter

from emulator.phone import Phone
from helpline.desk import AnyAction
from helpline.errors import Declined
from tests.drills.takeover_house import Street

READ: TypeAdapter[Any] = TypeAdapter(AnyAction)
#: Within so many seconds all of them begin.
SPAN = 0.03
#: What no note may be without, so that it is found wherever it should not be.
SECRET = "between colleagues"


@dataclass(frozen=True)
class Tried:
    """One attempt of one of the staff. `told`: None where it was done, else the refusal; `fresh`: done by this attempt.
    `mark`: how much Telegram had been told of by then. `again`: it was tried before, and nobody knows what came of it.
    """

    who: str
    verb: str
    own_id: str
    told: Declined | None
    fresh: bool
    mark: int = 0
    again: bool = False


@dataclass
class Race:
    """`number` makes its words and ids its own. `holder`: who had the case at first. `asked`: how what she herself has
    asked for begins; it may come whoever has the case."""

    street: Street
    number: int
    chance: Random
    scene: str
    phone: Phone
    case: str = ""
    holder: str = ""
    kind: str = "queue"
    asked: tuple[str, ...] = ()
    tried: list[Tried] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)  # the id of a reply → its words
    houses: set[int] = field(default_factory=set)

    async def begins(self, kind: str = "queue", holder: str = "", late: bool = False) -> None:
        """The case is there."""
        self.kind, self.holder = ("staff" if holder else kind), holder
        self.case = await self.street.case(self.phone, kind, holder, late)

    async def wait(self) -> None:
        """A moment of chance."""
        await asyncio.sleep(SPAN * self.chance.random())

    async def at_once(self, *moves: Coroutine[Any, Any, Any]) -> None:
        """All of them, each after a moment of its own; sometimes all at the very same one."""
        same = self.chance.random() < 0.3
        waits = [0.0 if same else SPAN * self.chance.random() for _ in moves]

        async def after(wait: float, move: Coroutine[Any, Any, Any]) -> None:
            await asyncio.sleep(wait)
            await move

        await asyncio.gather(*(after(wait, move) for wait, move in zip(waits, moves, strict=True)))

    # ── what staff do ─────────────────────────────────────────────────────────────────────────────────────────────
    async def act(self, who: str, verb: str, **more: Any) -> Tried:
        """At one of the houses."""
        at = self.chance.randrange(len(self.street.houses))
        self.houses.add(at)
        house, told, fresh = self.street.houses[at], None, False
        action = READ.validate_python({"verb": verb, **more})
        try:
            fresh = (await house.office.act(self.case, action, self.street.staff[who])).fresh
        except Declined as refused:
            told = refused
        mark = len(self.street.emulator.ledger)
        self.tried.append(Tried(who, verb, str(more.get("id", "")), told, fresh, mark))
        return self.tried[-1]

    async def takes(self, who: str) -> None:
        await self.act(who, "take_over")

    async def replies(self, who: str, *numbers: int) -> None:
        for number in numbers:
            own_id = f"reply-{self.number:06}-{who}-{number}"
            self.said[own_id] = f"{who} writes {self.number}/{number}"
            await self.act(who, "reply", id=own_id, text=self.said[own_id])

    async def notes(self, who: str) -> None:
        own_id = f"note-of-{self.number:08}-{who}"
        await self.act(who, "note", id=own_id, text=f"{SECRET}: {who} {self.number}")

    # ── what she does, and what time brings ───────────────────────────────────────────────────────────────────────
    async def says(self, *words: str) -> None:
        self.houses.add(0)
        for each in words:
            await self.phone.says(each)
            await self.wait()

    async def presses(self, label: str) -> None:
        self.houses.add(0)
        await self.phone.presses(label)

    async def sees(self, part: str) -> None:
        await self.phone.sees(part, 60)

    async def answered(self) -> None:
        """The bot has asked her something."""
        while not (await self.phone.hears(20)).buttons:
            continue

    async def replying(self) -> None:
        """Something is on its way to somebody."""
        for _ in range(100):
            if self.street.houses[0].lanes.depth:
                return
            await asyncio.sleep(0.005)

    async def time_passes(self, house: int = 0) -> None:
        """The chore that looks who has waited too long."""
        at = house % len(self.street.houses)
        self.houses.add(at)
        await self.street.houses[at].office.work_due_cases()


Scene = Callable[[Race], Coroutine[Any, Any, None]]
