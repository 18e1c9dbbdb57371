"""A chat that staff have shut out for a while: whoever decides is told until when, known contact or not."""

from helpline.case import Case, Holder
from helpline.contact import Address
from storage import Store
from storage.master import MasterKeys
from storage.statements import ask
from tests.storage.people import HOUSE, NOW, Decision, case, later, writes
from tests.storage.test_desk import Act
from tests.storage.test_desk_views import MIA

BAR = "INSERT INTO barred (lookup, until) VALUES ($1, $2)"


async def bar(store: Store, who: str) -> None:
    keys: MasterKeys = store._master
    at = Address("telegram", who)
    await store.database.run(lambda: ask(BAR, keys.lookup(at.channel, at.plain), later(60)))


async def test_who_is_barred_is_told_to_the_decision_until_when(store: Store) -> None:
    await bar(store, "4711")
    first, then, other = Decision(case=case()), Decision(), Decision()
    await store.work_off(writes(1), NOW, HOUSE, first)
    await store.work_off(writes(2), NOW, HOUSE, then)
    await store.work_off(writes(3, "another chat"), NOW, HOUSE, other)
    assert (first.last.barred, then.last.barred, other.last.barred) == (later(60), later(60), None)


async def test_staff_see_it_too(store: Store) -> None:
    kept: Case = case()
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=kept))
    before, after = Act(), Act()
    await store.act(kept.id, NOW, HOUSE, before)
    await bar(store, "4711")
    await store.act(kept.id, NOW, HOUSE, after)
    assert (before.last.barred, after.last.barred) == (None, later(60))


async def test_what_staff_decide_is_kept_and_lifted(store: Store) -> None:
    kept = case(holder=Holder("queue", "helpline", token=1))
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=kept))
    decided = ((later(60), later(60)), (later(30), later(30)), (NOW, None), (later(9), later(9)))
    for update, (until, expected) in enumerate(decided, 2):
        await store.act(kept.id, NOW, HOUSE, Act(bar_until=until))
        heard = Decision(case=kept)
        await store.work_off(writes(update), NOW, HOUSE, heard)
        assert heard.last.barred == expected
        assert (await store.case_page(kept.id, MIA)).barred_until == expected


async def test_a_bar_whose_time_is_over_leaves_nothing_behind(store: Store) -> None:
    kept = case()
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=kept))
    await store.act(kept.id, NOW, HOUSE, Act(bar_until=later(30)))
    for at, left in ((29, 1), (30, 0)):
        await store.prune(later(at))
        assert (await store.database.read(lambda: ask("SELECT COUNT(*) FROM barred")))[0][0] == left


async def test_erasing_everything_lets_nobody_in_again(store: Store) -> None:
    kept = case()
    await store.work_off(writes(1), NOW, HOUSE, Decision(case=kept))
    await store.act(kept.id, NOW, HOUSE, Act(bar_until=later(30)))
    gone, after = Decision(case=None, session=None, wipe=True), Decision()
    await store.work_off(writes(2), NOW, HOUSE, gone)
    await store.work_off(writes(3), NOW, HOUSE, after)
    assert (after.last.case, after.last.barred) == (None, later(30))
