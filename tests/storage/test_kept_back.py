"""What staff wrote and is not sent yet, once she chooses another hour or takes her case back; on both engines."""

from dataclasses import replace

from helpline.case import Holder
from storage import Store
from tests.storage.people import HOUSE, NOW, Decision, later, texts, writes
from tests.storage.test_desk import Act, fates, held_by, kept


async def test_what_waits_waits_until_the_hour_she_chose_last(store: Store) -> None:
    waits = await kept(store)
    await store.act(waits.id, NOW, HOUSE, Act("one", keep_back=True, keep_back_until=later(60)))
    await store.act(waits.id, NOW, HOUSE, Act(keep_back=True, keep_back_until=later(120)))
    assert await store.due_cases(later(60)) == ()
    assert await store.due_cases(later(120)) == ((waits.id, "give_out"),)
    await store.act(waits.id, NOW, HOUSE, Act("two", keep_back=True))
    assert await store.due_cases(later(9_000)) == ()
    assert texts((await store.act(waits.id, NOW, HOUSE, Act(give_out=True))).deliveries) == ["one", "two"]


async def test_who_takes_her_case_back_is_sent_nothing_that_waited(store: Store) -> None:
    waits = await kept(store)
    await store.act(waits.id, NOW, HOUSE, Act("later", holder=held_by("mia"), keep_back=True))
    stopped = replace(waits, holder=Holder(team="helpline", token=3))
    await store.work_off(writes(2), NOW, HOUSE, Decision(case=stopped))
    assert await fates(store, waits) == ["withdrawn"]
    assert (await store.act(waits.id, NOW, HOUSE, Act(give_out=True))).deliveries == ()


async def test_who_goes_on_talking_loses_nothing_that_waited(store: Store) -> None:
    waits = await kept(store)
    await store.act(waits.id, NOW, HOUSE, Act("later", holder=held_by("mia"), keep_back=True))
    held = replace(waits, holder=held_by("mia"))
    await store.work_off(writes(2), NOW, HOUSE, Decision(case=held))
    assert await fates(store, waits) == ["kept_back"]
    assert texts((await store.act(waits.id, NOW, HOUSE, Act(give_out=True))).deliveries) == ["later"]
