"""She comes back with number and PIN: the case is where she is, and nowhere else; on both engines."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from helpline.case import Case
from helpline.pin_tries import CHAT, OWN, STRANGERS
from helpline.ports import Changes, House, Incoming, Loaded
from storage import Store
from storage.statements import ask
from tests.storage.conftest import Opener
from tests.storage.people import HOUSE, NOW, Decision, case, event, later, line, says, session, texts, writes
from tests.storage.test_desk import Act, fates, held_by, rows

#: As if Telegram were slow: nothing of it is on its way yet.
WAITS = "UPDATE outbox SET state = 'pending', claimed_by = NULL, lease_until = NULL"
NUMBER, PIN, WRONG = "K7RM-2QXD", "48151623", "48151624"


async def left(store: Store, who: str = "4711", number: str = NUMBER, pin: str = PIN, **more: object) -> Case:
    """A case of hers with this number and PIN, in a chat that has forgotten it since."""
    made = case(number=number, **more)
    made = replace(made, pin_digest=store.pin_digest(made.id, pin))
    update = int(who)
    await store.work_off(writes(update, who), NOW, HOUSE, Decision(case=made, session=session("hers")))
    await store.work_off(writes(update + 1, who), NOW, HOUSE, Decision(case=made, session=None, lock=True, wipe=True))
    return made


class Returns:
    """A decision that lets her in where number and PIN fit."""

    def __init__(self, **changes: object) -> None:
        self.seen: list[Loaded] = []
        self.changes = changes

    def __call__(self, loaded: Loaded, incoming: Incoming, now: object, house: House) -> Changes:
        self.seen.append(loaded)
        base = Decision()(loaded, incoming, NOW, house)
        found = loaded.claimed.case if loaded.claimed else None
        if found is None:
            return base
        told = {"session": session("back"), "case": found, "come_back": True, "give_out": True} | self.changes
        return replace(base, **told)  # type: ignore[arg-type]

    @property
    def last(self) -> Loaded:
        return self.seen[-1]

    @property
    def found(self) -> Case | None:
        assert self.last.claimed is not None
        return self.last.claimed.case

    @property
    def wait(self) -> int:
        assert self.last.claimed is not None
        return self.last.claimed.wait


async def tries(store: Store, update: int, who: str, typed: str, minutes: float = 0) -> Returns:
    decision = Returns()
    await store.work_off(writes(update, who, typed, at=later(minutes)), later(minutes), HOUSE, decision)
    return decision


async def sees(store: Store, update: int, who: str) -> Loaded:
    seen = Decision()
    await store.work_off(writes(update, who), NOW, HOUSE, seen)
    return seen.last


async def test_number_and_pin_bring_her_back_in_the_chat_she_has_hidden(store: Store) -> None:
    hers = await left(store)
    assert (await sees(store, 1, "4711")).case is None
    assert (await tries(store, 2, "4711", f"{NUMBER} {PIN}")).found == hers
    now = await sees(store, 3, "4711")
    assert (now.case, now.locked) == (hers, False)
    assert now.session == session("back")


async def test_from_another_account_and_then_the_first_chat_has_forgotten_it(store: Store) -> None:
    hers = await left(store)
    await tries(store, 2, "4711", f"{NUMBER} {PIN}")
    assert (await tries(store, 3, "5000", f"{PIN} k7rm 2qxd")).found == hers
    there, here = await sees(store, 4, "5000"), await sees(store, 5, "4711")
    assert (there.case, there.locked) == (hers, False)
    assert (here.case, here.locked, here.session) == (None, True, None)


async def test_one_after_the_other_the_number_waits_in_the_session(store: Store) -> None:
    hers = await left(store)
    marked = session().but(marks={"returning": f"{NUMBER} {NOW.isoformat()}"})
    await store.work_off(writes(1, "5000"), NOW, HOUSE, Decision(session=marked))
    assert (await tries(store, 2, "5000", PIN)).found == hers


@pytest.mark.parametrize("typed", [f"{NUMBER} {WRONG}", f"K7RM-2QXE {PIN}", f"{NUMBER} 00000000"])
async def test_what_does_not_fit_opens_nothing(store: Store, typed: str) -> None:
    await left(store)
    await left(store, "6000", "ZZZZ-9999")
    assert (await tries(store, 1, "5000", typed)).found is None
    assert (await sees(store, 2, "5000")).case is None
    assert (await tries(store, 3, "5000", f"{NUMBER} {PIN}")).found is not None


async def test_an_erased_case_is_as_if_it_had_never_been(store: Store) -> None:
    hers = await left(store)
    await tries(store, 2, "4711", f"{NUMBER} {PIN}")
    await store.work_off(writes(3), NOW, HOUSE, Decision(case=None, session=None))
    assert (await tries(store, 4, "4711", f"{NUMBER} {PIN}")).last.claimed == (
        await tries(store, 5, "4711", f"{NUMBER} {WRONG}")
    ).last.claimed
    assert await rows(store, "SELECT id FROM cases WHERE id = $1", hers.id) == []


async def test_what_was_kept_back_is_said_where_she_is_now(store: Store) -> None:
    hers = await left(store, holder=held_by("mia"))
    await store.act(hers.id, NOW, HOUSE, Act("we found it", keep_back=True))
    decision = Returns(outgoing=says("you are back"))
    worked = await store.work_off(writes(2, "5000", f"{NUMBER} {PIN}"), NOW, HOUSE, decision)
    assert texts(worked.deliveries) == ["we found it", "you are back"]
    assert {one.address.plain for one in worked.deliveries} == {"5000"}
    assert await fates(store, hers) == ["queued"]


async def test_staff_write_to_the_chat_she_came_back_from(store: Store) -> None:
    hers = await left(store, holder=held_by("mia"))
    await tries(store, 2, "5000", f"{NUMBER} {PIN}")
    act = Act("hello again")
    worked = await store.act(hers.id, NOW, HOUSE, act)
    assert [one.address.plain for one in worked.deliveries] == ["5000"]
    assert act.last.locked is False


async def test_what_waited_to_go_to_the_first_chat_never_arrives_there(store: Store) -> None:
    hers = await left(store, holder=held_by("mia"))
    await tries(store, 2, "4711", f"{NUMBER} {PIN}")
    on_its_way = await store.act(hers.id, NOW, HOUSE, Act("on its way"))
    await store.act(hers.id, NOW, HOUSE, Act("waits behind it"))
    assert len(on_its_way.deliveries) == 1
    await store.database.run(lambda: ask(WAITS))
    await tries(store, 3, "5000", f"{NUMBER} {PIN}")
    assert await rows(store, "SELECT COUNT(*) FROM outbox WHERE state = 'pending'") == [(0,)]
    assert "withdrawn" in await fates(store, hers)


async def test_another_case_that_was_open_here_goes_behind_its_own_pin(store: Store) -> None:
    hers = await left(store)
    other = case(number="BBBB-2222", holder=held_by("mia"), answer_by=later(5))
    other = replace(other, pin_digest=store.pin_digest(other.id, PIN))
    await store.work_off(writes(1, "5000"), NOW, HOUSE, Decision(case=other, transcript=(line("hi"),)))
    decision = Returns(events=(event("case_locked", other.id), event("case_returned", hers.id)))
    await store.work_off(writes(2, "5000", f"{NUMBER} {PIN}"), NOW, HOUSE, decision)
    now = await sees(store, 3, "5000")
    assert (now.case, now.locked) == (hers, True)
    assert await store.due_cases(later(60)) == (), "nobody owes her an answer there"
    assert (await tries(store, 4, "5000", f"BBBB-2222 {PIN}")).found == replace(other, answer_by=None)
    assert (await sees(store, 5, "5000")).case == replace(other, answer_by=None)


async def test_what_somebody_told_in_this_chat_before_is_gone_with_its_key(store: Store) -> None:
    hers = await left(store)
    await store.work_off(writes(1, "5000"), NOW, HOUSE, Decision(session=session("of her brother")))
    [(before,)] = await rows(
        store, "SELECT s.key_id FROM session s JOIN access a ON 1 = 1 WHERE a.case_id = $1 AND NOT s.kept", hers.id
    )
    await tries(store, 2, "5000", f"{NUMBER} {PIN}")
    assert await rows(store, "SELECT done FROM erasure WHERE key_id = $1", before) == [(True,)]


# ── tries ─────────────────────────────────────────────────────────────────────────────────────────────────────────
async def test_a_chat_has_so_many_tries_over_all_numbers_and_then_one_at_a_time(store: Store) -> None:
    await left(store)
    for number in range(CHAT.free):
        assert (await tries(store, 10 + number, "5000", f"AAAA-222{number + 2} {WRONG}")).wait == 0
    refused = await tries(store, 20, "5000", f"{NUMBER} {PIN}")
    assert (refused.found, refused.wait) == (None, 12 * 60)
    minutes = CHAT.one_in.total_seconds() / 60
    assert (await tries(store, 21, "5000", f"{NUMBER} {WRONG}", minutes)).wait == 0
    assert (await tries(store, 22, "5000", f"{NUMBER} {PIN}", minutes)).wait > 0
    assert (await tries(store, 23, "5000", f"{NUMBER} {PIN}", 2 * minutes)).found is not None


@pytest.mark.parametrize("number", [NUMBER, "AAAA-2222"])
async def test_strangers_together_have_so_many_at_one_number_whether_it_exists_or_not(
    store: Store, number: str
) -> None:
    await left(store)
    for who in range(STRANGERS.free):
        assert (await tries(store, 100 + who, f"{6000 + who}", f"{number} {WRONG}")).wait == 0
    assert (await tries(store, 120, "7000", f"{number} {PIN}")).wait == STRANGERS.one_in.total_seconds()
    assert (await tries(store, 121, "7000", f"CCCC-2222 {WRONG}")).wait == 0, "the number alone is shut"


async def test_strangers_never_shut_out_her_own_chat_and_a_new_one_only_for_a_while(store: Store) -> None:
    hers = await left(store)
    for who in range(STRANGERS.free):
        await tries(store, 100 + who, f"{6000 + who}", f"{NUMBER} {WRONG}")
    assert (await tries(store, 120, "7000", f"{NUMBER} {PIN}")).wait > 0
    assert (await tries(store, 121, "4711", f"{NUMBER} {PIN}")).found == hers
    assert (await tries(store, 122, "7000", f"{NUMBER} {PIN}", 145)).found == hers


async def test_whoever_holds_her_phone_soon_has_no_tries_left_either(store: Store) -> None:
    await left(store)
    minutes = 0.0
    for number in range(OWN.free):
        minutes += 12 if number >= CHAT.free else 0
        assert (await tries(store, 100 + number, "4711", f"{NUMBER} {WRONG}", minutes)).wait == 0
    assert (await tries(store, 120, "4711", f"{NUMBER} {PIN}", minutes + 12)).wait == 0, "an hour has gone by"
    assert (await tries(store, 121, "4711", f"{NUMBER} {WRONG}", minutes + 12)).wait == 0


async def test_a_right_one_does_not_count(store: Store) -> None:
    await left(store)
    for number in range(3 * CHAT.free):
        assert (await tries(store, 100 + number, "5000", f"{NUMBER} {PIN}")).found is not None
    assert await rows(store, "SELECT COUNT(*) FROM pin_try") == [(0,)]


async def test_tries_outlive_a_restart_and_are_let_go_of_at_last(store: Store, opened: Opener) -> None:
    for number in range(CHAT.free):
        await tries(store, 10 + number, "5000", f"AAAA-222{number + 2} {WRONG}")
    await store.close()
    again = await opened()
    assert (await tries(again, 20, "5000", f"{NUMBER} {PIN}")).wait > 0
    await again.prune(NOW + timedelta(days=2))
    assert await rows(again, "SELECT COUNT(*) FROM pin_try") == [(0,)]


async def test_nothing_she_typed_lies_anywhere_but_as_a_keyed_hash(store: Store) -> None:
    await tries(store, 1, "5000", f"{NUMBER} {WRONG}")
    names = [bytes(row[0]) for row in await rows(store, "SELECT name FROM pin_try")]
    assert len(names) == 2
    assert all(len(name) == 32 and NUMBER.encode() not in name for name in names)


async def test_two_chats_at_the_same_number_in_the_same_moment_and_one_has_it_in_the_end(store: Store) -> None:
    await left(store)
    await tries(store, 1, "5000", f"{NUMBER} {PIN}")
    for turn in range(5):
        both = [tries(store, 10 + 2 * turn, "4711", f"{NUMBER} {PIN}"), tries(store, 11 + 2 * turn, "5000", "hello")]
        both += [tries(store, 50 + turn, "6000", f"{NUMBER} {PIN}")]
        await asyncio.gather(*both)
        open_rows = await rows(store, "SELECT COUNT(*) FROM access WHERE NOT locked")
        assert open_rows == [(1,)], turn


async def test_staff_and_her_return_in_the_same_moment_lose_no_word(store: Store) -> None:
    hers = await left(store, holder=held_by("mia"))

    def replies(loaded: Loaded, now: object, house: House) -> Changes:
        return Act("word", keep_back=loaded.locked)(loaded, NOW, house)

    for turn in range(8):
        who = ("4711", "5000")[turn % 2]
        decision = Returns()
        worked, came = await asyncio.gather(
            store.act(hers.id, NOW, HOUSE, replies),
            store.work_off(writes(10 + turn, who, f"{NUMBER} {PIN}"), NOW, HOUSE, decision),
        )
        said = [*worked.deliveries, *came.deliveries]
        assert len(await rows(store, "SELECT 1 FROM kept_back")) == 0, "nothing waits for her once she is here"
        assert len(said) == 1 or "withdrawn" in await fates(store, hers)
