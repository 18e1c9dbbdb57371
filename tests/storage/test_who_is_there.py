"""Who is there, at which case, and how long she may go on looking: told by heartbeats, kept by an open line."""

from __future__ import annotations

from helpline.views import Present
from storage import Store
from tests.storage.people import NOW, later
from tests.storage.test_desk import held_by
from tests.storage.test_desk_views import kept, with_staff


async def test_who_is_there_is_known_until_her_heartbeat_stops(store: Store) -> None:
    await with_staff(store)
    waits = await kept(store, 1)
    await store.be_here("sign-in", "mia", waits.id, True, NOW)
    assert await store.presence(later(0.5)) == (Present("mia", waits.id, True, "sign-in"),)
    assert [one.alias for one in (await store.rows([waits.id]))[0].looking] == ["Mia"]
    assert await store.presence(later(1)) == ()
    assert (await store.rows([waits.id]))[0].looking == ()


async def test_whose_line_alone_is_open_is_where_she_said_and_takes_cases_if_she_said_so(store: Store) -> None:
    await with_staff(store)
    waits, hers = await kept(store, 1), await kept(store, 2, holder=held_by("mia"))
    await store.be_here("at a case", "mia", hers.id, True, NOW)
    await store.be_here("at none", "lou", None, False, NOW)
    for sign_in, staff in (("at a case", "mia"), ("at none", "lou"), ("new", "lou")):
        await store.still_here(sign_in, staff, later(0.5))
    assert set(await store.presence(later(1))) == {
        Present("mia", hers.id, True, "at a case"),
        Present("lou", None, False, "at none"),
        Present("lou", None, False, "new"),
    }
    assert await store.may_view("at a case", hers.id, later(30))
    assert not await store.may_view("at a case", waits.id, later(1))


async def test_whoever_has_the_case_open_may_look_a_while_longer_once_she_has_let_it_go(store: Store) -> None:
    await with_staff(store)
    hers = await kept(store, 1, holder=held_by("mia"))
    waits = await kept(store, 2)
    for one in (hers, waits):
        await store.be_here("sign-in", "mia", one.id, True, later(50))
        await store.be_here("another", "lou", one.id, True, later(50))
    assert await store.may_view("sign-in", hers.id, later(79))
    assert not await store.may_view("sign-in", hers.id, later(81))
    assert not await store.may_view("sign-in", waits.id, later(50)), "looking at a case that is not hers gives no leave"
    assert not await store.may_view("another", hers.id, later(50))
