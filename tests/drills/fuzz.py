"""The fuzz drill: mangled updates, through the reader and the decision, and through the door into the database.

Most go to the reader and to `decide`, on conversations that go on from case to case: buttons that were really shown are
pressed in between. A share goes through the webhook into a real store. Sound ones in between must still be answered.
"""

from __future__ import annotations

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import orjson

from bot.telegram.api import parse
from bot.telegram.channel import request
from bot.telegram.updates import read
from haven import premises
from haven.chance import Chance
from haven.premises import furnish
from haven.settings import read_settings
from helpline.intake import decide
from helpline.ports import Changes, House, Incoming, Loaded
from storage.statements import ask
from tests.drills.assembled import Assembled, assembled, written
from tests.drills.canary import scan_bytes
from tests.drills.finding import Finding, chance_of, trouble
from tests.drills.mangled import mangle, mangle_bytes
from tests.drills.payloads import CANARY, any_payload, pressed, said

Read = Callable[[Any, datetime], Incoming | None]
BEGAN = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
#: Of so many cases one is sound; so many calls are under way at once; so many conversations are remembered.
SOUND, AT_ONCE, REMEMBERED = 20, 40, 400
#: The longest text Telegram takes, in UTF-16 units.
MOST_TEXT = 4096


class Dealt(Chance):
    """Chance that deals the same again for the same seed."""

    def __init__(self, seed: int) -> None:
        super().__init__(lambda case, pin: b"\1" * 32)
        self._dealt = Random(seed)

    def id(self) -> str:
        return str(UUID(int=self._dealt.getrandbits(128), version=4))

    def token(self) -> str:
        return urlsafe_b64encode(self._dealt.randbytes(6)).decode()


def a_house(seed: int) -> House:
    settings = read_settings({"HAVEN_TELEGRAM_TOKEN": "123456:demo", "HAVEN_OPERATOR": "Test Helpline"})
    return furnish(settings, {1: premises.library(settings.languages)}, Dealt(seed))


class Talks:
    """Conversations without a database: what came of one reply is what the next one finds."""

    def __init__(self, seed: int) -> None:
        self.house = a_house(seed)
        self.known: dict[str, Loaded] = {}
        self.shown: list[tuple[int, str]] = []  # chat and data of buttons that were shown

    def hear(self, incoming: Incoming, now: datetime) -> Changes:
        whose = incoming.address.plain
        changes = decide(self.known.pop(whose, Loaded()), incoming, now, self.house)
        locked = Loaded(changes.contact, locked=True)
        self.known[whose] = locked if changes.lock else Loaded(changes.contact, changes.session, changes.case)
        if len(self.known) > REMEMBERED:
            del self.known[next(iter(self.known))]
        for outgoing in changes.outgoing:
            orjson.dumps(request(incoming.address, outgoing))  # what cannot be written cannot be sent
            if not 0 < len(outgoing.text.plain.encode("utf-16-le")) // 2 <= MOST_TEXT:
                raise ValueError("a text Telegram would refuse")
            self.shown += [(int(whose), data) for row in outgoing.buttons for _, data in row]
        del self.shown[:-200]
        return changes

    def payload(self, case: int, chance: Random) -> Any:
        """A press of what was really shown, or anything from the corpus, mangled or (presses) now and then sound."""
        if self.shown and chance.random() < 0.35:
            press = pressed(case, *chance.choice(self.shown))
            return press if chance.random() < 0.7 else mangle(press, chance, most=1)
        return mangle(any_payload(chance), chance, most=2)


def broken(payload: Any, chance: Random) -> bytes:
    body = written(payload)
    return mangle_bytes(body, chance) if chance.random() < 0.15 else body


def drill_decisions(cases: range, seed: int, reader: Read = read) -> Finding:
    """Cases one after the other, no database. A case depends on those before it: play them all again."""
    finding, talks = Finding("fuzzed updates: read, decide", seed=seed, engine="-"), Talks(seed)
    for case in cases:
        chance = chance_of(seed, case)
        now = BEGAN + timedelta(seconds=7 * case)
        try:
            if case % SOUND == 0:
                _sound(talks, said(case, 5_000_000_000 + case % 64, "/help"), now, reader, finding, case)
            else:
                _odd(talks, broken(talks.payload(case, chance), chance), now, reader, finding)
        except Exception as error:
            finding.add(trouble(error), case)
        finding.count += 1
    return finding.done()


def _sound(talks: Talks, payload: Any, now: datetime, reader: Read, finding: Finding, case: int) -> None:
    incoming = reader(payload, now)
    if incoming is None or not talks.hear(incoming, now).outgoing:
        finding.add("a sound one was not answered", case)
    finding.seen["sound"] += 1


def _odd(talks: Talks, body: bytes, now: datetime, reader: Read, finding: Finding) -> None:
    try:
        payload = parse(body)
    except ValueError:
        finding.seen["no JSON"] += 1
        return
    incoming = reader(payload, now)
    if incoming is None or incoming.kind == "joined_group":
        finding.seen["silence"] += 1
        return
    finding.seen[incoming.kind] += 1
    talks.hear(incoming, now)


def through_the_door(cases: range, seed: int) -> Finding:
    """`drill_door` in a folder and a loop of its own."""
    with TemporaryDirectory() as folder:
        return asyncio.run(drill_door(cases, seed, Path(folder)))


async def drill_door(cases: range, seed: int, folder: Path) -> Finding:
    """The same through the webhook, into a real database, with an emulator that takes what is said."""
    finding = Finding("fuzzed updates: webhook, store", seed=seed, mode="webhook")
    async with assembled(folder) as house:
        sound: dict[int, int] = {}  # case → chat
        for begin in range(0, len(cases), AT_ONCE):
            at_once = cases[begin : begin + AT_ONCE]
            await asyncio.gather(*(_through(house, case, seed, sound, finding) for case in at_once))
        await house.sent()
        for kind, times in house.troubles().items():
            finding.wrong[kind] += times
        failed = await house.parts.store.database.read(lambda: ask("SELECT COUNT(*) FROM failure"))
        finding.wrong["failed decisions in the database"] += failed[0][0]
        finding.wrong["canary in the log"] += len([*scan_bytes("log", [house.log.getvalue().encode()], [CANARY])])
        for case, chat in sound.items():
            if not any(house.emulator.ledger.of("sendMessage", chat_id=chat)):
                finding.add("a sound one was not answered", case)
    finding.wrong = +finding.wrong
    return finding.done()


async def _through(house: Assembled, case: int, seed: int, sound: dict[int, int], finding: Finding) -> None:
    chance = chance_of(seed, case)
    update = 800_000_000 + case
    if case % SOUND == 0:
        sound[case] = house.emulator.phone("en").chat_id
        body = written(said(update, sound[case], "/help"))
    else:
        body = broken(mangle(any_payload(chance) | {"update_id": update}, chance, most=2), chance)
    try:
        status = (await house.call(body)).status
    except Exception as error:
        finding.add(trouble(error), case)
    else:
        finding.seen[str(status)] += 1
        if status not in (200, 400, 413) or (status != 200 and case in sound):
            finding.add(f"answered {status}", case)
    finding.count += 1
