"""The drill of erasing: a house is lived in, copied, and robbed of every byte; then some are erased, and it is robbed
again. What went can be won from nothing any more, what stays from everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from haven.backup_files import new_key
from tests.drills.erased_house import KEYS, PLACES, WORDS, Lived
from tests.drills.finding import Finding
from tests.drills.harvest import Ground
from tests.drills.robbery import NOTHING, TWO_DAYS, YEARS, Robbery

KINDS = (*WORDS, *KEYS)
#: What may be won for two days more, as long as a message of that chat can be taken back: where it is, nothing it says.
OF_THE_CHAT = ("address", "address2", *KEYS[1:])
#: What came to her first phone; what came to the second, or was on its way there.
SENT_FIRST, SENT_LAST = ("number", "reply"), ("given", "last")
OF_THE_CASE = tuple(kind for kind in KINDS if kind not in OF_THE_CHAT)


@dataclass(frozen=True)
class Plan:
    """`how`: they erase themselves, or time does. `rotates`: False is a house that never begins a new epoch."""

    leaving: int
    staying: int
    how: str
    rotates: bool = True


async def rob(house: Lived, urls: tuple[str, str], also: Sequence[Path], plan: Plan) -> Finding:
    """Live, be robbed, erase, be robbed again: an hour after, with a backup of the keys, past its week, two days after.
    `also`: where the engine itself keeps anything."""
    robbery = prepared(house, urls, also, plan)
    await robbery.all_live(plan.leaving + plan.staying)
    await robbery.back_up()
    await robbery.written_down()
    leaving, staying = robbery.people[: plan.leaving], robbery.people[plan.leaving :]
    await robbery.asks("before", robbery.people, KINDS, there=True)
    await (robbery.all_erase(leaving) if plan.how == "she" else robbery.time_passes(leaving, staying))
    await robbery.an_hour_later(plan.rotates)
    await robbery.asks("with a backup of the keys", leaving, OF_THE_CASE, True, "data", "keys")
    await robbery.past_the_horizon()
    await robbery.asks("past the horizon", leaving, gone_at_once(house, plan), False, "data", "keys")
    await robbery.an_hour_later(plan.rotates, TWO_DAYS + (YEARS if plan.how == "time" else NOTHING))
    harvest = await robbery.asks("two days later", leaving, KINDS, False, "data", "keys")
    await robbery.nothing_lies_open()
    robbery.finding.count = len(leaving)
    for who in staying:
        robbery.finding.seen["who stays, all readable"] += 1
        robbery.judge(harvest, who, KINDS, there=True)
        await robbery.reads(who)
    return robbery.finding.done()


def gone_at_once(house: Lived, plan: Plan) -> tuple[str, ...]:
    """What was sent lay sealed under the chat's key. Where she erases, the key of that chat goes too; others stay while
    those chats have messages, and PostgreSQL keeps deleted rows until it writes over them (decision 12)."""
    if house.engine == "sqlite":
        return OF_THE_CASE
    lingers = SENT_FIRST if plan.how == "she" else (*SENT_FIRST, *SENT_LAST)
    return tuple(kind for kind in OF_THE_CASE if kind not in lingers)


def prepared(house: Lived, urls: tuple[str, str], also: Sequence[Path], plan: Plan) -> Robbery:
    """The places of the house, and of its backups."""
    copies = house.folder / "copies"
    for kind in ("data", "keys"):
        (copies / kind).mkdir(parents=True)
    public = new_key(copies / "identity.txt")
    ground = Ground(
        [*(house.folder / name for name in PLACES), *also],
        house.folder / "keys",
        copies,
        copies / "identity.txt",
        house.since,
    )
    finding = Finding("nothing can be recovered", engine=house.engine, mode=f"gone by {plan.how}")
    return Robbery(house, ground, finding, urls, public)
