"""What staff do: how long a takeover takes, and how long until a reply is on its way to her."""

from __future__ import annotations

import secrets
import time

from benchmarks.consoles import costing
from benchmarks.consoles.filling import Someone
from benchmarks.consoles.found import Delay
from benchmarks.consoles.looking import asked
from benchmarks.consoles.standing import Standing

REPLY = "I am here with you now. Take your time; I read everything you write."


async def deeds(house: Standing) -> list[Delay]:
    """Cases that wait are taken over, each by somebody else, and answered."""
    takes, answers, wires = list[float](), list[float](), list[float]()
    for number, one in enumerate(untouched(house)[: house.size.calls]):
        asking, path = await asked(house, number % len(house.busy.staff)), f"/console/api/cases/{one.case}/act"
        takes.append((await asking.post(path, {"verb": "take_over"})).took)
        text, began = f"{REPLY} {number}", time.perf_counter()
        arrived = house.phones.wait_for(one.chat, text)
        answers.append((await asking.post(path, {"verb": "reply", "id": secrets.token_urlsafe(12), "text": text})).took)
        wires.append((await arrived - began) * 1e3)
        asking.close()
    return [
        Delay("a takeover, until it is answered", tuple(takes)),
        Delay("a reply, until it is answered", tuple(answers)),
        Delay("a reply, until it is on the wire", tuple(wires)),
    ]


def untouched(house: Standing) -> tuple[Someone, ...]:
    """Cases that wait, and in which nobody writes meanwhile."""
    return house.busy.held_by("queue")[: -costing.TIMES][::-1]
