"""The running house, with the people of Child Focus in it and without: what becomes of a minor who writes."""

from __future__ import annotations

from pathlib import Path

from emulator.server import Emulator
from haven.settings import Settings
from helpline.adults import CHILD_FOCUS
from storage.statements import ask
from storage.store import open_store
from tests.haven.running import running, settings_for
from tests.road import press, walk

MINOR = ("English", "It's about me", "Under 18")


async def cases(settings: Settings) -> list[tuple[str, str, str]]:
    """What is stored: holder, team and route."""
    store = await open_store(settings.database, settings.keystore, settings.keys, process="look")
    try:
        return [
            tuple(row) for row in await store.database.read(lambda: ask("SELECT holder_kind, team, route FROM cases"))
        ]
    finally:
        await store.close()


async def test_where_they_work_a_minor_comes_into_their_line_and_is_told_how_long_it_is_kept(tmp_path: Path) -> None:
    async with Emulator() as emulator:
        settings = settings_for(emulator, tmp_path, HAVEN_TEAMS="helpline,child_focus")
        async with running(settings, emulator) as house:
            phone = emulator.phone()
            await walk(phone, *MINOR)
            offer = await phone.sees("Shall I ask them?", 60)
            assert "until 30 days after your last message" in offer.text
            await press(phone, "Yes, ask them")
            await phone.sees("Your PIN", 60)
            await phone.says("see https://example.com/me")
            await phone.sees("it is not needed here", 60)
            await house.all_sent()
        assert await cases(settings) == [("queue", CHILD_FOCUS, CHILD_FOCUS)]


async def test_where_they_do_not_a_minor_gets_their_card_and_nothing_is_kept(tmp_path: Path) -> None:
    async with Emulator() as emulator:
        settings = settings_for(emulator, tmp_path)
        async with running(settings, emulator) as house:
            phone = emulator.phone()
            await walk(phone, *MINOR)
            await phone.sees("You may also show this message", 60)
            await house.all_sent()
            assert not any("Shall I ask them?" in seen.text for seen in phone.screen())
        assert await cases(settings) == []
