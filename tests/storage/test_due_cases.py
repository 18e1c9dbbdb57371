"""Hours pass over a real store: who is not answered is in line again, despair is not left alone, her hour is kept."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from helpline.chores import work_due_cases
from helpline.contact import Address, Words
from helpline.delivery import Fate, Worked
from helpline.desk import decide_for
from helpline.errors import NotHers
from helpline.holding import lapse
from helpline.intake import decide
from helpline.ports import House, Incoming
from storage import Store
from storage.statements import ask
from tests.helpline.deskwork import READ, STAFF, staffed

#: Sunday 22 November, 15:00 in Brussels.
AFTERNOON = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
RACES = 20


@dataclass
class Chat:
    """One contact over a real store. `read`: what reached her, in order."""

    store: Store
    home: House = field(default_factory=staffed)
    now: datetime = AFTERNOON
    read: list[str] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)
    update: int = 0

    async def follow(self, worked: Worked) -> None:
        """It arrives on her phone."""
        self.alerts += worked.alerts
        first = len(self.read) + 100
        for one in worked.deliveries:
            self.read.append(one.outgoing.text.plain)
            self.buttons |= {data.rpartition(":")[2]: data for row in one.outgoing.buttons for _, data in row}
        if worked.deliveries:
            sent = enumerate(worked.deliveries, first)
            await self.store.settle([Fate(one.id, "sent", self.now, number) for number, one in sent])

    async def hears(self, kind: str, **told: Any) -> None:
        self.update += 1
        address = Address("telegram", "4711")
        incoming = Incoming("telegram", self.update, address, kind, self.now, language_hint="en", **told)
        await self.follow(await self.store.work_off(incoming, self.now, self.home, decide))

    async def types(self, *lines: str) -> None:
        for line in lines:
            await self.hears("text", words=Words(line), message=self.update + 1000)

    async def picks(self, *keys: str) -> None:
        for key in keys:
            await self.hears("press", data=self.buttons[key], callback="c", message=5)

    async def waits_for_a_person(self) -> str:
        await self.types("hi")
        await self.picks("en", "self", "adult", "adult")
        await self.types("/human")
        await self.picks("yes")
        [row] = await self.store.database.read(lambda: ask("SELECT id FROM cases"))
        self.read.clear()
        self.alerts.clear()
        return str(row[0])

    async def does(self, case_id: str, by: str, **action: Any) -> None:
        act = READ.validate_python(action)
        decision = decide_for(act, STAFF[by])
        await self.follow(await self.store.act(case_id, self.now, self.home, decision, act.once))

    async def passes(self, **span: float) -> int:
        """Time passes, and the chore looks."""
        self.now += timedelta(**span)
        seen: list[Worked] = []
        done = await work_due_cases(self.store, self.now, self.home, seen.append)
        for worked in seen:
            await self.follow(worked)
        return done


async def holder_of(store: Store, case_id: str) -> tuple[Any, ...]:
    [row] = await store.database.read(lambda: ask("SELECT holder_kind, staff FROM cases WHERE id = $1", case_id))
    return tuple(row)


async def test_who_is_not_answered_is_in_line_again_and_may_be_taken_by_another(store: Store) -> None:
    chat = Chat(store)
    case_id = await chat.waits_for_a_person()
    await chat.does(case_id, "ann", verb="take_over")
    await chat.does(case_id, "ann", verb="reply", id="abcdefghijkl", text="Hello, I am here")
    assert await chat.passes(hours=2) == 0
    await chat.types("he wrote again")
    assert await chat.passes(minutes=14) == 0
    assert await chat.passes(minutes=1) == 1
    assert chat.alerts == ["lapsed"]
    assert "in line again" in chat.read[-1]
    assert (await holder_of(store, case_id)) == ("queue", None)
    assert await chat.passes(hours=3) == 0
    await chat.does(case_id, "bea", verb="take_over")
    assert (await holder_of(store, case_id)) == ("staff", "bea")


async def test_a_case_whose_holder_was_disabled_is_in_line_at_the_next_look(store: Store) -> None:
    chat = Chat(store)
    case_id = await chat.waits_for_a_person()
    await chat.does(case_id, "ann", verb="take_over")
    assert await chat.passes(seconds=5) == 0, "the control: she works here"
    gone = chat.home.colleagues["ann"]
    chat.home = replace(chat.home, colleagues={**chat.home.colleagues, "ann": replace(gone, active=False)})
    assert await chat.passes(seconds=5) == 1
    assert (await holder_of(store, case_id)) == ("queue", None)
    assert "Ann has to go now" in chat.read[-1]
    assert chat.alerts == ["waiting"]
    assert await chat.passes(seconds=5) == 0


async def test_despair_is_answered_by_the_house_where_nobody_does(store: Store) -> None:
    chat = Chat(store)
    case_id = await chat.waits_for_a_person()
    await chat.does(case_id, "ann", verb="take_over")
    await chat.does(case_id, "ann", verb="reply", id="abcdefghijkl", text="Hello, I am here")
    await chat.types("I want to kill myself")
    heard = len(chat.read)
    assert await chat.passes(minutes=2, seconds=59) == 0
    assert await chat.passes(seconds=1) == 1
    assert len(chat.read) == heard + 1
    assert "02 648 40 14" in chat.read[-1]
    assert chat.alerts == ["crisis", "crisis"]
    assert (await holder_of(store, case_id)) == ("staff", "ann")


async def test_an_answer_in_time_leaves_nothing_due(store: Store) -> None:
    chat = Chat(store)
    case_id = await chat.waits_for_a_person()
    await chat.does(case_id, "ann", verb="take_over")
    await chat.types("I want to kill myself")
    await chat.does(case_id, "ann", verb="reply", id="abcdefghijkl", text="I am with you")
    assert await chat.passes(hours=1) == 0
    assert chat.read[-1] == "I am with you"


async def test_words_that_wait_for_her_hour_come_when_it_begins(store: Store) -> None:
    chat = Chat(store)
    chat.home = replace(staffed(), here=frozenset())
    case_id = await chat.waits_for_a_person()
    await chat.picks("evening")
    chat.read.clear()
    chat.home = staffed()
    await chat.does(case_id, "ann", verb="take_over")
    await chat.does(case_id, "ann", verb="reply", id="abcdefghijkl", text="Write whenever you can")
    assert not chat.read
    assert await chat.passes(hours=2, minutes=59) == 0
    assert await chat.passes(minutes=1) == 1
    assert chat.read[-1] == "Write whenever you can"
    assert len(chat.read) == 2
    assert await chat.passes(hours=1) == 0


async def test_or_as_soon_as_she_writes_herself_before_anything_else(store: Store) -> None:
    chat = Chat(store)
    chat.home = replace(staffed(), here=frozenset())
    case_id = await chat.waits_for_a_person()
    await chat.types("only after I write")
    chat.read.clear()
    await chat.does(case_id, "ann", verb="take_over")
    await chat.does(case_id, "ann", verb="reply", id="abcdefghijkl", text="Write whenever you can")
    assert await chat.passes(hours=40) == 0
    assert not chat.read
    await chat.types("he is at my door")
    assert chat.read[-2] == "Write whenever you can"
    assert "112" in chat.read[-1]


async def test_a_lapse_loses_no_word_that_waits(store: Store) -> None:
    chat = Chat(store)
    chat.home = replace(staffed(), here=frozenset())
    case_id = await chat.waits_for_a_person()
    await chat.picks("evening")
    chat.read.clear()
    chat.home = staffed()
    await chat.does(case_id, "ann", verb="take_over")
    await chat.does(case_id, "ann", verb="reply", id="abcdefghijkl", text="Write whenever you can")
    await chat.does(case_id, "ann", verb="transfer", staff="bea")
    assert await chat.passes(minutes=15) == 1
    assert (await holder_of(store, case_id)) == ("queue", None)
    assert await chat.passes(hours=2, minutes=45) == 1
    assert "Write whenever you can" in chat.read
    assert "in line again" in chat.read[-1]


async def test_who_says_stop_is_not_written_to_at_her_hour(store: Store) -> None:
    chat = Chat(store)
    chat.home = replace(staffed(), here=frozenset())
    case_id = await chat.waits_for_a_person()
    await chat.picks("evening")
    await chat.does(case_id, "ann", verb="take_over")
    await chat.does(case_id, "ann", verb="reply", id="abcdefghijkl", text="Write whenever you can")
    await chat.types("/stop")
    assert await chat.passes(hours=3) == 0
    await chat.types("hello")
    assert "Write whenever you can" not in chat.read


async def test_what_she_wrote_is_folded_for_staff_where_it_is_hard_to_read(store: Store) -> None:
    chat = Chat(store)
    case_id = await chat.waits_for_a_person()
    await chat.does(case_id, "ann", verb="take_over")
    await chat.types("are you there?", "he raped me")
    await chat.does(case_id, "ann", verb="reply", id="abcdefghijkl", text="You say he raped you. Are you safe now?")
    page = await store.case_page(case_id, STAFF["ann"])
    assert [line.text.plain for line in page.lines if line.hard] == ["he raped me"]
    assert "are you there?" in [line.text.plain for line in page.lines]


async def test_of_an_answer_and_the_clock_one_wins(store: Store) -> None:
    """Whoever is first under the lock; the other changes nothing, and she is told one truth."""
    chat = Chat(store)
    case_id = await chat.waits_for_a_person()
    won = {"answer": 0, "clock": 0}
    for number in range(RACES):
        await chat.does(case_id, "ann", verb="take_over")
        chat.now += timedelta(minutes=15)
        action = READ.validate_python({"verb": "reply", "id": f"reply-{number:012}", "text": f"answer {number}"})
        tries = [
            store.act(case_id, chat.now, chat.home, decide_for(action, STAFF["ann"]), action.once),
            store.act(case_id, chat.now, chat.home, lapse),
        ]
        done = await asyncio.gather(*(tries if number % 2 else reversed(tries)), return_exceptions=True)
        said = [one.outgoing.text.plain for each in done if isinstance(each, Worked) for one in each.deliveries]
        refused = [each for each in done if isinstance(each, NotHers)]
        assert len(said) == 1
        assert len(done) == 2
        winner = "answer" if said == [f"answer {number}"] else "clock"
        assert (await holder_of(store, case_id))[0] == ("staff" if winner == "answer" else "queue")
        assert len(refused) == (winner == "clock")
        won[winner] += 1
        for each in done:
            if isinstance(each, Worked):
                await chat.follow(each)
        if winner == "answer":
            await chat.does(case_id, "ann", verb="release")
    assert all(won.values()), won
