"""A process to be killed: works off updates of a few chats and sends what is said, telling stdout what it promised.

`python -m tests.storage.talker <database> <key store> <keys folder> <first update>` prints `confirmed <update>` after
the commit, `sending <text>` before and `sent <text>` after a pretended send.
"""

import asyncio
import sys
from pathlib import Path

from helpline.delivery import Fate
from storage import Store, open_store
from tests.storage.people import HOUSE, NOW, Decision, later, writes

CHATS = 5


async def talk(store: Store, first: int) -> None:
    """Chats side by side, each in order, until someone kills the process."""
    await deliver(store)
    await asyncio.gather(*(chat(store, first + number) for number in range(CHATS)))


async def chat(store: Store, update: int) -> None:
    while True:
        decided = Decision(f"{update}.a", f"{update}.b")
        worked = await store.work_off(writes(update, f"chat {update % CHATS}"), NOW, HOUSE, decided)
        print(f"confirmed {update} {worked.fresh}", flush=True)
        await send(store, worked.deliveries)
        update += CHATS


async def deliver(store: Store) -> None:
    while found := await store.claim(later(60)):
        await send(store, found)


async def send(store: Store, deliveries: object) -> None:
    for delivery in deliveries:  # type: ignore[attr-defined]
        text = delivery.outgoing.text.plain
        print(f"sending {text} {'again' if delivery.ambiguous else 'first'}", flush=True)
        await asyncio.sleep(0)
        print(f"sent {text}", flush=True)
        await store.settle([Fate(delivery.id, "sent", NOW, message_id=1)])


async def main(database: str, keys: str, folder: str, first: str) -> None:
    store = await open_store(database, keys, Path(folder), process="talker")
    await talk(store, int(first))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
