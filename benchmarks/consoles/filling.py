"""A house as busy as any: thousands of open cases in one team, each with somebody behind it, and staff who are in."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from haven.settings import read_settings
from haven.wiring import furnish, open_database
from helpline.case import Case, Holder
from helpline.consent import Consent
from helpline.contact import Address, Contact, Words
from helpline.events import Event
from helpline.ports import Changes, Decide, House, Incoming, Loaded
from helpline.transcript import Line
from storage.store import Store

TEAM = "helpline"
#: Who writes in the first of them is this chat, and so on; and the update that the first of them came with.
FIRST_CHAT, FIRST_UPDATE = 5_000_000, 2 * 10**12
#: So many are stored side by side.
AT_A_TIME = 200
#: Of ten cases, six wait, two are held by staff, and the bot goes on with two.
KINDS = ("queue",) * 6 + ("staff",) * 2 + ("bot",) * 2
LANGUAGES = ("nl", "fr", "en")
FACTS = {"age": "adult", "age_in_image": "adult", "for_whom": "self"}


@dataclass(frozen=True)
class Member:
    """One of the staff, and the token of her sign-in."""

    id: str
    token: str


@dataclass(frozen=True)
class Someone:
    """A case, its number, and who writes in it."""

    case: str
    number: str
    chat: int
    holder: str


@dataclass(frozen=True)
class Busy:
    """`long`: a case with a long transcript, held by the first of the staff."""

    staff: tuple[Member, ...]
    cases: tuple[Someone, ...]
    long: Someone

    def held_by(self, *kinds: str) -> tuple[Someone, ...]:
        return tuple(one for one in self.cases if one.holder in kinds)


async def fill(environment: Mapping[str, str], cases: int, staff: int, lines: int) -> Busy:
    """The house these settings name, by its own storage: every key and cell of it opens."""
    settings = read_settings(environment)
    store = await open_database(settings, "bench")
    try:
        house = (await furnish(settings, store, lambda: datetime.now(UTC)))()
        members = tuple(await asyncio.gather(*(member(store, number) for number in range(staff))))
        made = list[Someone]()
        for first in range(0, cases, AT_A_TIME):
            some = range(first, min(cases, first + AT_A_TIME))
            made += await asyncio.gather(*(kept(store, house, members, number) for number in some))
        long = await kept(store, house, members, cases, lines)
        while await store.number_events():
            pass
        return Busy(members, tuple(made), long)
    finally:
        await store.close()


async def member(store: Store, number: int) -> Member:
    now, people = datetime.now(UTC), store.people
    new, _ = await people.add(f"staff{number}", f"Staff {number}", ["counsellor"], [TEAM], ["en"], "house", now)
    return Member(new.id, (await people.sign_in_for_show(new.id, now)).token)


async def kept(store: Store, house: House, members: tuple[Member, ...], number: int, lines: int = 0) -> Someone:
    """A case of its own, of somebody who writes for the first time."""
    kind = "staff" if lines else KINDS[number % len(KINDS)]
    case = a_case(house, number, kind, members[0 if lines else number % len(members)])
    chat, now = FIRST_CHAT + number, datetime.now(UTC)
    incoming = Incoming("telegram", FIRST_UPDATE + number, Address("telegram", str(chat)), "text", now)
    await store.work_off(incoming, now, house, opening(case, lines))
    return Someone(case.id, case.number, chat, kind)


def opening(case: Case, lines: int) -> Decide:
    """Decides that there is this case now, with so many lines."""

    def decide(loaded: Loaded, incoming: Incoming, now: datetime, house: House) -> Changes:
        contact = loaded.contact or Contact(house.chance.id(), incoming.address)
        about = {"team": case.holder.team or ""}
        happened = Event(house.chance.id(), "handoff_queued", now, case.id, about)
        said = tuple(a_line(house, case, number) for number in range(lines))
        return Changes(contact, case=case, transcript=said, events=(happened,))

    return decide


def a_case(house: House, number: int, kind: str, by: Member) -> Case:
    """Of an adult who agreed to be helped by people; opened in the last few days."""
    opened = datetime.now(UTC) - timedelta(minutes=1 + number % 5000)
    agreed = tuple(
        Consent(house.chance.id(), scope, "wording", house.running, "Yes?", "en", opened)
        for scope in ("keep", "handoff")
    )
    return Case(
        house.chance.id(),
        house.chance.case_number(),
        opened,
        LANGUAGES[number % 3],
        Holder(kind, TEAM, by.id if kind == "staff" else None, 1, opened),
        route="both" if number % 4 == 0 else "institute",
        urgency=urgency(number),
        facts=FACTS,
        consents=agreed,
        waiting_since=opened if kind == "queue" else None,
    )


def urgency(number: int) -> str:
    """One in fifty is in danger, one in twenty-five in despair, one in ten urgent because staff said so."""
    if number % 50 == 0:
        return "danger"
    if number % 25 == 1:
        return "crisis"
    return "urgent" if number % 10 == 3 else "none"


def a_line(house: House, case: Case, number: int) -> Line:
    by = ("contact", "staff", "contact", "bot")[number % 4]
    words = Words(f"Line {number}: it was sent to people of my class, and I do not know who has it by now.")
    at = case.opened_at + timedelta(seconds=number)
    return Line(house.chance.id(), by, words, at, staff=case.holder.staff if by == "staff" else None)
