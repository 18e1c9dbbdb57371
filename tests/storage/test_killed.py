"""Killed in the middle, several times: what was confirmed is there, once; what was to be said is said, in order."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from storage import open_store
from storage.statements import ask
from tests.storage.people import HOUSE, NOW, Decision, later, writes
from tests.storage.talker import CHATS

ROOT = Path(__file__).parent.parent.parent
KILLS = 3


def killed(urls: tuple[str, str], folder: Path, first: int, after: float) -> list[str]:
    """Run the talker, kill it that long after its first confirmation, and return what it had told by then."""
    words = [sys.executable, "-m", "tests.storage.talker", *urls, str(folder), str(first)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}) as run:
        assert run.stdout is not None
        told = []
        while not told or not told[-1].startswith("confirmed"):
            told.append(run.stdout.readline().decode().strip())
            assert told[-1], "the talker ended by itself"
        time.sleep(after)
        run.send_signal(signal.SIGKILL)
        told += run.stdout.read().decode().splitlines()
    return told


async def test_nothing_confirmed_is_lost_and_nothing_is_done_twice(
    engine_urls: tuple[str, str], engine: str, keys_folder: Path
) -> None:
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    told: list[str] = []
    for _ in range(KILLS):
        confirmed = [int(words.split()[1]) for words in told if words.startswith("confirmed")]
        first = (max(confirmed, default=-1) // CHATS + 1) * CHATS
        told += killed(engine_urls, keys_folder, max(0, first - CHATS), chance.uniform(0.02, 0.3))
    store = await open_store(*engine_urls, keys_folder, process="afterwards")
    try:
        updates = {int(words.split()[1]) for words in told if words.startswith("confirmed")}
        seen = {row[0] for row in await store.database.read(lambda: ask("SELECT update_id FROM seen"))}
        assert updates <= seen, seed
        assert len(seen - updates) <= KILLS * CHATS, seed  # committed, but the kill came before the word
        rest = [one.outgoing.text.plain for one in await store.claim(later(600), 1000)]
        while more := [one.outgoing.text.plain for one in await store.claim(later(600), 1000)]:
            rest += more
        sent = [words.split()[1] for words in told if words.startswith("sent ")]
        for update in seen:
            for part in ("a", "b"):
                assert sent.count(f"{update}.{part}") + rest.count(f"{update}.{part}") >= 1, (seed, update)
        repeats = {text for text in sent if sent.count(text) > 1} | {text for text in sent if text in rest}
        flagged = {words.split()[1] for words in told if words.endswith(" again")} | set(rest)
        assert repeats <= flagged, seed  # whatever may have been said twice was marked as such
        for chat in range(CHATS):
            mine = [t for t in dict.fromkeys(sent) if int(t.split(".")[0]) % CHATS == chat]
            assert mine == sorted(mine, key=lambda t: (int(t.split(".")[0]), t)), seed
        assert not (await store.work_off(writes(min(updates)), NOW, HOUSE, Decision())).fresh
    finally:
        await store.close()
    assert engine in ("sqlite", "postgresql")
