"""A house in which things happen and are numbered until it is killed, for the drill of the numbers. Says `numbered`."""

import asyncio
import itertools
import sys
from dataclasses import replace
from pathlib import Path

from helpline.events import KINDS
from storage import open_store
from tests.storage.people import HOUSE, NOW, Decision, event, some_id, writes


async def happen(database: str, keystore: str, folder: Path, first: int) -> None:
    store = await open_store(database, keystore, folder, process=f"counting {first}")
    for update in itertools.count(first):
        happened = tuple(replace(event(kind), id=some_id()) for kind in KINDS[:3])
        await store.work_off(writes(update, who=f"chat {first}"), NOW, HOUSE, Decision(events=happened))
        if await store.number_events():
            print("numbered", flush=True)


if __name__ == "__main__":
    asyncio.run(happen(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])))
