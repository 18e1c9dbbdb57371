"""Who blocks the bot is left in peace, at no cost to anyone else; who comes back is told everything from then on."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from emulator.phone import Phone
from emulator.server import Emulator
from storage.database import sqlite_path
from tests.drills.finding import Finding, amount
from tests.drills.weather import Watch
from tests.haven.running import running, settings_for


def told(phone: Phone) -> list[str]:
    return [seen.text for seen in phone.screen() if seen.from_bot]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("mode", ["polling", "webhook"][amount(0, 1) :])
async def test_who_blocked_and_writes_again_is_told_what_she_asks_then(tmp_path: Path, mode: str) -> None:
    finding = Finding("blocked, and back", mode=mode)
    async with Emulator(pace=0.1) as emulator:
        settings = settings_for(emulator, tmp_path, mode)
        emulator.updates.confirm = Watch(sqlite_path(settings.database), finding, emulator.updates.confirm)  # type: ignore[method-assign]
        leaving = [emulator.phone("en") for _ in range(amount(200, 5))]
        staying = emulator.phone("en")
        async with running(settings, emulator) as house, asyncio.timeout(240):
            for phone in (*leaving, staying):
                await phone.says("/start")
                await phone.says("English")
            await house.all_sent(60)
            before = [len(told(phone)) for phone in leaving]
            for phone in leaving:
                await phone.says("It's about me")  # and gone before the answer comes
                await phone.blocks()
            await staying.says("It's about me")
            await house.all_sent(60)
            assert "How old are you?" in told(staying)[-1]
            quiet = len([*emulator.ledger.of("sendMessage")])
            for phone in leaving:
                await phone.unblocks()
            await house.all_sent(60)
            assert len([*emulator.ledger.of("sendMessage")]) == quiet  # coming back asks for nothing yet
            for phone in leaving:
                await phone.says("/help")
            await house.all_sent(60)
            for phone, seen in zip(leaving, before, strict=True):
                assert len(told(phone)) > seen
                assert any("112" in words for words in told(phone)[seen:])
            assert await house.number('haven_stored{what="parked"}') == 0
    finding.done()
    print(finding)
    assert finding.holds, finding
