"""People in the middle of their talks while the conversation is published again and again, and the house restarts.

Every text of a revision carries its number here. A judge looks at everything that is sent: each of them hears only her
own revision until her talk is over, stands where she stood, and begins the next one in the newest.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from flows.flow import Revision
from flows.session import Session
from flows.texts import Texts
from haven import premises
from haven.chance import Chance
from haven.logs import Log
from haven.premises import Premises
from haven.revisions import Renewing, read_all
from haven.settings import read_settings
from helpline import intake
from helpline.contact import Address, Words
from helpline.delivery import Delivery, Fate
from helpline.drafts import Published
from helpline.ports import Changes, House, Incoming, Loaded
from storage import Store, open_store
from tests.drills.finding import Finding, chance_of
from tests.shipped import library
from tests.soon import counting, until

BEGUN = datetime(2026, 3, 14, 20, 15, tzinfo=UTC)
LIBRARY = library(("nl", "fr"))
MARK = re.compile(r"⟨(\d+)⟩")
#: Choices that lead far, and words that open something aside.
FAR, ASIDE = (":adult", ":self", ":yes", ":no"), ("/privacy", "/danger", "/human", "/help")
#: Seconds within which every process begins new talks in what was published.
EVERYWHERE = 2.0


def marked(number: int) -> Revision:
    """The library, its number in every text."""
    said = {
        language: {key: f"{text} ⟨{number}⟩" for key, text in words.items()}
        for language, words in LIBRARY.texts.translations.items()
    }
    return replace(LIBRARY, number=number, texts=Texts(LIBRARY.texts.source, said))


def as_published(number: int) -> tuple[Published, str]:
    revision = marked(number)
    return Published("flows", number, revision.checksum, BEGUN, by="house"), revision.to_json()


# ── the house ─────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass
class Process:
    """One of those that share the database: hears what is published, as `haven run` does."""

    store: Store
    premises: Premises
    renewing: Renewing
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def hear(self) -> None:
        self.store.news.hear("revision", lambda: self.tasks.add(asyncio.ensure_future(self.renewing.look())))
        self.tasks.add(asyncio.ensure_future(self.store.news.listen()))

    async def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.store.close()


async def begun(urls: tuple[str, str], keys: Path, name: str, log: Log) -> Process:
    store = await open_store(*urls, keys, process=name)
    shelf = await read_all(store, lambda: marked(1), BEGUN)
    settings = read_settings({"HAVEN_LANGUAGES": "nl,fr"})
    house = Premises(premises.furnish(settings, shelf.revisions, Chance(store.pin_digest)), shelf)
    process = Process(store, house, Renewing(store, house, log, lambda _: None))
    process.hear()
    return process


async def published(processes: Sequence[Process], number: int) -> float:
    """Publish this one in the first process; returns the seconds until it runs in all of them."""
    async with counting() as counted:
        await processes[0].store.publish_draft(None, *as_published(number))
        await until(lambda: all(one.premises().running >= number for one in processes), EVERYWHERE)
    return counted.seconds


# ── the people ────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass
class Person:
    """`session`: as it was left by what she did last."""

    number: int
    chance: Random
    finding: Finding
    update: int = 0
    session: Session | None = None
    _left: Session | None = None
    buttons: tuple[str, ...] = ()
    heard: list[Delivery] = field(default_factory=list)

    async def does(self, process: Process, now: datetime) -> None:
        self.update += 1
        was, house = self.session, process.premises()
        worked = await process.store.work_off(self._next(now), now, house, self._decide)
        self.session = self._left
        self.heard += worked.deliveries
        rows = [row for one in worked.deliveries for row in one.outgoing.buttons]
        self.buttons = tuple(data for row in rows for _, data in row) or self.buttons
        self._judge(was, house.running, worked.deliveries)
        self.finding.seen["sent"] += len(worked.deliveries)

    def _decide(self, loaded: Loaded, incoming: Incoming, now: datetime, house: House) -> Changes:
        if self.session is not None and loaded.session != self.session:
            self.finding.add("lost", self.number)
        changes = intake.decide(loaded, incoming, now, house)
        self._left = changes.session  # decided, and perhaps decided again, before it is durable
        return changes

    def _next(self, now: datetime) -> Incoming:
        """A button of what she sees, now and then something aside; a word where there is none."""
        place = str(self.session.place) if self.session and not self.session.ended else ""
        keys = [data for data in self.buttons if data.split(":")[1] == place and not data.endswith((":en", ":other"))]
        keys += [data for data in keys if data.endswith(FAR)] * 6
        address = Address("telegram", f"9{self.number}")
        update = 1000 * self.number + self.update
        if keys and self.chance.random() > 0.1:
            return Incoming("telegram", update, address, "press", now, data=self.chance.choice(keys), callback="c")
        words = self.chance.choice(ASIDE) if place and self.chance.random() < 0.5 else "zzz"
        return Incoming(
            "telegram", update, address, "text", now, words=Words(words), message=update, language_hint="nl"
        )

    def _judge(self, was: Session | None, running: int, sent: Sequence[Delivery]) -> None:
        goes_on = was is not None and self.session is not None and not was.ended and self.session.token == was.token
        hers = was.revision if goes_on and was is not None else running
        if self.session is not None and not self.session.ended and self.session.revision != hers:
            self.finding.add("moved", self.number)
        said = {int(number) for one in sent for text in texts_of(one) for number in MARK.findall(text)}
        if said - {hers, was.revision if was else hers}:
            self.finding.add("heard another revision", self.number)
        if goes_on and said - {hers}:
            self.finding.add("heard another revision", self.number)
        self.finding.seen["in an earlier one"] += goes_on and hers < running and bool(said)
        self.finding.seen["begun anew"] += not goes_on


def texts_of(delivery: Delivery) -> list[str]:
    return [delivery.outgoing.text.plain, *(label for row in delivery.outgoing.buttons for label, _ in row)]


# ── the drill ─────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Plan:
    people: int
    publishes: int
    processes: int


async def drill(urls: tuple[str, str], keys: Path, plan: Plan, log: Log, finding: Finding) -> Finding:
    """The house is closed and opened again when half is published."""
    people = [Person(n, chance_of(finding.seed, n), finding) for n in range(plan.people)]
    processes = [await begun(urls, keys, f"p{n}", log) for n in range(plan.processes)]
    try:
        for number in range(2, plan.publishes + 2):
            now = BEGUN + timedelta(minutes=number)
            for _ in range(2):
                await a_round(people, processes, now, finding)
            took = await published(processes, number)
            finding.seen["slowest ms"] = max(finding.seen["slowest ms"], round(took * 1000))
            if number == plan.publishes // 2:
                await asyncio.gather(*(one.close() for one in processes))
                processes = [await begun(urls, keys, f"q{n}", log) for n in range(plan.processes)]
        for _ in range(2):
            await a_round(people, processes, now, finding)
    finally:
        await asyncio.gather(*(one.close() for one in processes))
    return finding.done()


async def a_round(people: Sequence[Person], processes: Sequence[Process], now: datetime, finding: Finding) -> None:
    """Two of three do something, wherever their message happens to arrive; what they are sent arrives."""
    acting = [one for one in people if one.chance.random() < 0.66]
    for some in (acting[at : at + 50] for at in range(0, len(acting), 50)):
        where = [one.chance.choice(processes) for one in some]
        await asyncio.gather(*(one.does(at, now) for one, at in zip(some, where, strict=True)))
        for process in processes:
            hers = [one for person, at in zip(some, where, strict=True) if at is process for one in person.heard]
            await process.store.settle(
                [Fate(one.id, "sent", now, message_id=number) for number, one in enumerate(hers)]
            )
        for person in some:
            person.heard.clear()
    finding.count += len(acting)
