"""The office at work, on the real wire: contact and staff talk, typing shows, the group is told, it closes fast."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from emulator.phone import Phone
from emulator.server import Emulator
from haven.demo_staff import move_in
from haven.logs import Log
from haven.office import Office
from haven.run import run
from storage.people import People
from tests.haven.running import settings_for
from tests.soon import counting, until


@dataclass
class Open:
    """A running house with the demo's staff. `clerk` signs in as one of them."""

    emulator: Emulator
    origin: str
    links: dict[str, str]
    stop: asyncio.Event
    task: asyncio.Task[None]

    @asynccontextmanager
    async def clerk(self, place: int = 0) -> AsyncIterator[aiohttp.ClientSession]:
        jar = aiohttp.DummyCookieJar()
        async with aiohttp.ClientSession(self.origin, cookie_jar=jar, headers={"origin": self.origin}) as session:
            secret = list(self.links)[place]
            async with session.get(f"/console/demo/{secret}", allow_redirects=False) as answer:
                session.headers["cookie"] = answer.headers["set-cookie"].partition(";")[0]
            yield session


@asynccontextmanager
async def house(folder: Path, group: bool = False, **settings: str) -> AsyncIterator[Open]:
    """`group`: there is a group of staff, and the bot is brought into it."""
    async with Emulator() as emulator:
        if group:
            settings["HAVEN_STAFF_CHAT"] = str(emulator.group_adds_bot())
        stop, opened, links = asyncio.Event(), asyncio.Event(), dict[str, str]()
        read = settings_for(emulator, folder, **settings)

        async def prepare(people: People, origin: str) -> dict[str, str]:
            if not await people.anyone():
                links.update(await move_in(people, read.languages, datetime.now(UTC)))
            return links

        task = asyncio.ensure_future(
            run(read, Log(io.StringIO()), lambda: datetime.now(UTC), stop, lambda address: opened.set(), prepare)
        )
        try:
            async with asyncio.timeout(60):
                await opened.wait()
            yield Open(emulator, f"http://localhost:{read.port}", links, stop, task)
        finally:
            stop.set()
            await task


async def post(session: aiohttp.ClientSession, path: str, body: object) -> Any:
    async with session.post(path, json=body) as answer:
        return await answer.json()


async def first_case(session: aiohttp.ClientSession) -> str:
    async with asyncio.timeout(30):
        while True:
            async with session.get("/console/api/queue") as answer:
                if rows := (await answer.json())["rows"]:
                    return str(rows[0]["id"])
            await asyncio.sleep(0.05)


async def asks_for_a_person(here: Open, language: str = "en") -> Phone:
    """An adult who types her way to a person, and agrees."""
    phone = here.emulator.phone(language=language)
    for words in ("hi", "english", "me", "adult", "nobody", "human", "yes"):
        await phone.says(words)
        await here.emulator.settled()
    await phone.sees("Your PIN", timeout=30)
    return phone


async def test_contact_and_staff_talk_both_ways_until_the_bot_is_back(tmp_path: Path) -> None:
    async with house(tmp_path) as here, here.clerk() as lotte, here.clerk(1) as amelie:
        phone = await asks_for_a_person(here)
        case = await first_case(lotte)
        act = f"/console/api/cases/{case}/act"
        assert (await post(lotte, act, {"verb": "take_over"}))["fresh"]
        await phone.sees("Lotte is here with you now", timeout=30)
        assert (await post(amelie, act, {"verb": "take_over"}))["refusal"] == "already_taken"
        await phone.says("thank you for being there")
        await here.emulator.settled()
        async with lotte.post(f"/console/api/cases/{case}/open", json={}) as answer:
            page = await answer.json()
        assert "thank you for being there" in [line["text"] for line in page["lines"] if line["by"] == "contact"]
        await post(lotte, f"/console/api/cases/{case}/typing", {})
        async with asyncio.timeout(30):
            while not [one for one in here.emulator.ledger if one.method == "sendChatAction"]:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await post(lotte, act, {"verb": "reply", "id": "from-the-test-1", "text": "You are not to blame."})
        await phone.sees("You are not to blame.", timeout=30)
        assert (await post(lotte, act, {"verb": "close", "outcome": "helped"}))["row"]["state"] == "closed"
        await phone.sees("rounded off", timeout=30)
        await phone.says("hello again")
        await here.emulator.settled()
        assert len([seen for seen in phone.screen() if seen.from_bot]) > 5


async def test_a_house_that_has_just_opened_knows_its_staff_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Office, "look_who_is_there", lambda office: asyncio.Event().wait())  # it looks no second time
    async with house(tmp_path) as here, here.clerk(0) as lotte, here.clerk(1) as amelie:
        await asks_for_a_person(here)
        act = f"/console/api/cases/{await first_case(lotte)}/act"
        await post(lotte, act, {"verb": "take_over"})
        refused = await post(amelie, act, {"verb": "take_over"})
        assert refused["refusal"] == "already_taken"
        assert refused["about"]["alias"] == "Lotte"


async def test_the_group_of_staff_is_told_once_and_without_content(tmp_path: Path) -> None:
    async with house(tmp_path, group=True, HAVEN_LANGUAGES="en,nl,fr") as here:
        other = here.emulator.group_adds_bot(kind="supergroup")
        await asks_for_a_person(here)
        second = await asks_for_a_person(here)
        await second.says("he is at my door with a knife")
        async with asyncio.timeout(30):
            while AT_ONCE not in to_group(here):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        assert to_group(here) == ["Haven: somebody waits for a person. Please open the console.", AT_ONCE]
        left = await until(lambda: {one.chat_id for one in here.emulator.ledger if one.method == "leaveChat"})
        assert left == {other}  # it keeps out of every other group


async def test_the_group_is_left_in_peace_while_somebody_is_there_and_told_of_danger_even_so(tmp_path: Path) -> None:
    async with house(tmp_path, group=True, HAVEN_LANGUAGES="en,nl,fr") as here, here.clerk() as lotte:
        await post(lotte, "/console/api/here", {"case": None, "available": True})
        phone = await asks_for_a_person(here)
        await phone.says("he is at my door with a knife")
        await here.emulator.settled()
        async with asyncio.timeout(30):
            while not to_group(here):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        assert to_group(here) == [AT_ONCE], "that somebody waits would have been told before"


AT_ONCE = "Haven: a conversation needs somebody at once. Please open the console."


def to_group(here: Open) -> list[str]:
    """What was said where more than one person reads it."""
    sent = [one.params for one in here.emulator.ledger if one.method == "sendMessage"]
    return [str(one["text"]) for one in sent if int(str(one["chat_id"])) < 0]


async def test_the_house_closes_within_two_seconds_with_fifty_consoles_open(tmp_path: Path) -> None:
    async with house(tmp_path) as here, here.clerk(0) as lotte, here.clerk(1) as amelie:
        lines = []
        for number in range(50):
            lines.append(await (lotte, amelie)[number % 2].get("/console/api/live"))
        assert b"event: hello" in await lines[-1].content.readany()
        async with counting() as counted:
            here.stop.set()
            await here.task
        assert counted.seconds < 2
        assert b"event: bye" in await lines[0].content.read()


async def test_news_reaches_an_open_console_within_a_second(tmp_path: Path) -> None:
    async with house(tmp_path) as here, here.clerk() as lotte:
        await asks_for_a_person(here)
        case = await first_case(lotte)
        async with lotte.get("/console/api/live") as line:
            assert b"hello" in await line.content.readany()
            heard = b""
            async with counting() as counted, asyncio.timeout(30):
                await post(lotte, f"/console/api/cases/{case}/act", {"verb": "urgent", "on": True})
                while b'"urgency_set"' not in heard:
                    heard += await line.content.readany()
            assert counted.seconds < 1
            row = next(json.loads(one[6:]) for one in heard.split(b"\n") if b"urgency_set" in one)["rows"][0]
            assert (row["id"], row["urgency"]) == (case, "urgent")
