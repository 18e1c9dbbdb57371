"""The running house, and a phone that changes hands: after /hide nothing stands on it, and it answers as a new one."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from emulator.api.profile import commands_for, description_for
from emulator.phone import Phone, Seen
from emulator.server import Emulator
from helpline.leaving import NOTE_GOES
from helpline.lock_screen import MENU
from helpline.telling import telling
from tests.haven.running import RunningHouse, running, settings_for
from tests.road import walk

ROADS = {
    "nl": ("Nederlands", "Het gaat over mij"), "fr": ("Français", "C'est pour moi"), "en": ("English", "It's about me"),
}  # fmt: skip
#: What the other one types, and what a stranger types into a chat nobody ever used.
ASKED = ("hello", "who are you", "W4TN-9HPM 7392 0184", "/back", "/mydata", "/consent", "/delete", "/danger", "/start")
#: A word of hers.
HERS = "kanarie"


class Clock:
    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def as_seen(screen: list[Seen]) -> list[tuple[object, ...]]:
    """As it shows: words, buttons, marks; not when, and not by which number."""
    return [(one.text, one.labels, one.from_bot, one.protected, one.edited) for one in screen]


async def asks(house: RunningHouse, *phones: Phone) -> None:
    for words in ASKED:
        for phone in phones:
            await phone.says(words)
        await house.all_sent()


async def test_whoever_takes_it_up_sees_nothing_and_reads_what_a_stranger_reads(tmp_path: Path) -> None:
    clock = Clock()
    async with Emulator() as emulator, running(settings_for(emulator, tmp_path), emulator, clock) as house:
        pairs = [(emulator.phone(one), emulator.phone(one)) for one in ROADS]
        for (hers, _), road in zip(pairs, ROADS.values(), strict=True):
            await walk(hers, *road)
            await hers.says(f"{HERS} https://example.com/{HERS}")
        await house.all_sent()
        assert all(HERS in str(hers.screen()) for hers, _ in pairs)  # the control: it stands there before
        for hers, _ in pairs:
            await hers.says("/hide")
        await house.all_sent()
        assert all(len(hers.screen()) == 1 and not telling(hers.screen()[0].text) for hers, _ in pairs)
        clock.ahead += timedelta(seconds=NOTE_GOES + 1)
        async with asyncio.timeout(60):
            while any(hers.screen() for hers, _ in pairs):  # noqa: ASYNC110 - the house looks by itself
                await asyncio.sleep(0.05)
        await asks(house, *(phone for pair in pairs for phone in pair))
        for hers, new in pairs:
            assert as_seen(hers.screen()) == as_seen(new.screen())
            assert HERS not in str(hers.screen())
            assert len(hers.screen()) > len(ASKED)


async def test_what_the_messenger_itself_shows_of_the_bot_tells_nothing(tmp_path: Path) -> None:
    async with Emulator() as emulator, running(settings_for(emulator, tmp_path), emulator) as house:
        async with asyncio.timeout(60):
            while '"setup_done"' not in house.log.getvalue():  # noqa: ASYNC110 - the house introduces itself
                await asyncio.sleep(0.05)
        for language in ROADS:
            listed = commands_for(emulator.telegram, language)
            assert tuple(one["command"] for one in listed) == MENU
            shown = [description_for(emulator.telegram, language), *(one["description"] for one in listed)]
            assert not [text for text in shown if telling(text)]
        assert "bot_name_telling" not in house.log.getvalue()


async def test_a_bot_whose_name_tells_is_told_to_the_operator(tmp_path: Path) -> None:
    async with Emulator() as emulator:
        emulator.telegram.bot.username = "naaktfotos_bot"
        async with running(settings_for(emulator, tmp_path), emulator) as house:
            async with asyncio.timeout(60):
                while "bot_name_telling" not in house.log.getvalue():  # noqa: ASYNC110 - another task's log
                    await asyncio.sleep(0.05)
            assert "naaktfotos" not in house.log.getvalue()
