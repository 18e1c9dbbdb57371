"""Nothing anyone wrote, no address and no secret is in what Haven prints, whatever goes wrong around it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from emulator.server import Emulator
from tests.drills.haven_process import SECRET, HavenProcess
from tests.haven.test_stopping import all_sent

TOKEN = "987654:CANARYtokenCANARYtoken"
WORDS = "CANARY ik ben bang en hij staat aan de deur"


async def heard(haven: HavenProcess, event: str) -> None:
    async with asyncio.timeout(60):
        while f'"{event}"' not in haven.log.read_text():  # noqa: ASYNC110 - another process' log
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_the_log_holds_codes_only(tmp_path: Path, mode: str) -> None:
    async with Emulator(token=TOKEN, pace=0.05) as emulator:
        haven = HavenProcess(emulator, tmp_path, mode)
        await haven.start()
        phone = emulator.phone(language="nl", name="CANARY name")
        for kind in ("bad_json", "drop_after_accept", "5xx", "429", "401"):
            troubled = emulator.phone(language="nl", name="CANARY name")
            emulator.faults.add(method="sendMessage", kind=kind, times=1, chat_id=troubled.chat_id)
            emulator.faults.add(method="getUpdates", kind=kind, times=1)
            await troubled.says(WORDS)
        await phone.says(WORDS)
        await phone.presses_button(1, "CANARY:data")
        await phone.sends("photo", caption=WORDS)
        await phone.forwards(WORDS, from_name="CANARY author")
        emulator.raw_update({"message": {"text": WORDS, "chat": {"id": "CANARY"}}}, phone.chat_id)
        await emulator.settled(60)
        await heard(haven, "setup_done")
        await all_sent(haven)
        pages = haven.get("/metrics") + haven.get("/healthz")
        haven.stop()
        assert "CANARY" in str([update.payload for update in emulator.updates])  # it was there to be printed
    said = haven.log.read_text() + pages
    assert said.count('"event"') >= 4
    for secret in ("CANARY", TOKEN, SECRET, str(phone.chat_id), "bang"):
        assert secret not in said
