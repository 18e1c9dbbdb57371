"""She comes back while the case is erased, locked or hidden in another chat in the same moment; on both engines."""

import asyncio
from dataclasses import replace

from helpline.ports import Changes, House, Incoming, Loaded
from storage import Store
from tests.storage.people import HOUSE, NOW, Decision, case, later, session, writes
from tests.storage.test_desk import Act, rows
from tests.storage.test_idle import DAY, locks
from tests.storage.test_returning import NUMBER, PIN, Returns, left, sees, tries

OPEN = "SELECT COUNT(*) FROM access WHERE NOT locked"


async def open_here(store: Store, update: int, who: str) -> str:
    """A case of hers that lies open in this chat. Its id."""
    made = case(number=NUMBER)
    made = replace(made, pin_digest=store.pin_digest(made.id, PIN))
    await store.work_off(writes(update, who), NOW, HOUSE, Decision(case=made, session=session("hers")))
    return made.id


async def test_erased_and_claimed_in_the_same_moment_it_is_gone_whoever_came_first(store: Store) -> None:
    for turn in range(5):
        who, elsewhere = str(1000 + turn), str(2000 + turn)
        hers = await open_here(store, 100 * turn + 1, who)

        def erases(loaded: Loaded, incoming: Incoming, now: object, house: House) -> Changes:
            """What this chat does not have any more, it cannot erase."""
            base = Decision()(loaded, incoming, NOW, house)
            return base if loaded.case is None else replace(base, case=None, session=None, wipe=True)

        decision = Returns()
        await asyncio.gather(
            store.work_off(writes(100 * turn + 2, who), NOW, HOUSE, erases),
            store.work_off(writes(100 * turn + 3, elsewhere, f"{NUMBER} {PIN}"), NOW, HOUSE, decision),
        )
        there = await rows(store, f"SELECT 1 FROM cases WHERE id = '{hers}'")
        assert bool(there) == (decision.found is not None), "either she has it elsewhere, or nobody has it"
        assert await rows(store, OPEN) == [(len(there),)]
        assert ((await sees(store, 100 * turn + 4, elsewhere)).case is not None) == bool(there)
        assert (await sees(store, 100 * turn + 5, who)).case is None
        if there:
            await store.work_off(writes(100 * turn + 6, elsewhere), NOW, HOUSE, erases)
        assert await rows(store, "SELECT COUNT(*) FROM cases") == [(0,)], "the control: it can be erased"


async def test_locked_for_idleness_in_the_moment_she_returns_it_is_open_in_one_chat_at_most(store: Store) -> None:
    hers = await left(store)
    await tries(store, 1, "5000", f"{NUMBER} {PIN}")

    def idles(loaded: Loaded, now: object, house: House) -> Changes:
        """As the rule does it: whoever was quiet for too short a time stays."""
        quiet = loaded.quiet_since is not None and later(DAY) - loaded.quiet_since >= later(DAY) - NOW
        return locks(loaded, now, house) if quiet and not loaded.locked else Act()(loaded, now, house)  # type: ignore[arg-type]

    for turn in range(5):
        who = ("4711", "5000")[turn % 2]
        await asyncio.gather(
            store.act(hers.id, later(DAY), HOUSE, idles),
            store.work_off(
                writes(10 + turn, who, f"{NUMBER} {PIN}", at=later(DAY)), later(DAY), HOUSE, decision := Returns()
            ),
        )
        assert decision.found is not None
        [(count,)] = await rows(store, OPEN)
        assert count <= 1, turn
        again = await tries(store, 30 + turn, who, f"{NUMBER} {PIN}", minutes=DAY)
        assert again.last.case is not None or again.found is not None, "she gets in"
        assert await rows(store, OPEN) == [(1,)]
