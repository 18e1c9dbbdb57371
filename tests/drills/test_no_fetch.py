"""Nobody opens a link she sends: the running process speaks to the Bot API, and to no other address or name server."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from emulator.server import Emulator
from tests.drills.crash import until_sent
from tests.drills.everything import say_everything
from tests.drills.finding import Finding
from tests.drills.haven_process import HavenProcess

PROGRAM = Path(__file__).with_name("notes_sockets.py")
#: The house knocks at its own side door, a file in its own folder, to see whether another one is in.
SIDE_DOOR = "/haven/keys/house.sock'"


async def watched(folder: Path, *how: str) -> tuple[set[str], str]:
    """Whom a house speaks to while a person sends everything she can; and the address of its Bot API."""
    notes, finding = folder / "notes", Finding("spoken to", mode="polling")
    async with Emulator(pace=0.1) as emulator:
        haven = HavenProcess(emulator, folder / "haven", fresh=True, program=(str(PROGRAM), str(notes), *how))
        try:
            await haven.start()
            finding.count = len(await say_everything(emulator, haven))
            await until_sent(haven)
        finally:
            haven.kill()
        bot_api = repr((urlsplit(emulator.url).hostname, urlsplit(emulator.url).port))
    spoken = notes.read_text().splitlines()
    for place, line in enumerate(spoken):
        if bot_api in line:
            finding.seen["calls to the Bot API"] += 1
        elif not line.endswith(SIDE_DOOR):
            finding.add("somebody else", place)
    print(finding.done())
    return set(spoken), bot_api


@pytest.mark.timeout(600)
async def test_only_the_bot_api_is_ever_spoken_to(tmp_path: Path) -> None:
    spoken, bot_api = await watched(tmp_path)
    assert f"socket.connect {bot_api}" in spoken
    assert {line for line in spoken if bot_api not in line and not line.endswith(SIDE_DOOR)} == set()


@pytest.mark.timeout(600)
async def test_the_drill_finds_a_house_that_looks_at_a_link(tmp_path: Path) -> None:
    spoken, _ = await watched(tmp_path, "curious")
    assert "socket.connect ('127.9.9.9', 9)" in spoken
