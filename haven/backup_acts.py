"""What a running house notes of its backups: that one was made, or brought back. Asked at the side door."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from haven.settings import WrongSetting
from storage import settling_in
from storage.dumped import KINDS
from storage.store import Store

Did = Mapping[str, object]


async def backed_up(store: Store, told: Mapping[str, str]) -> Did:
    """A backup of `what` is complete, and gets its name when this is durable."""
    if told["what"] not in KINDS:
        raise WrongSetting("there is no such backup.")
    await store.database.run(lambda: settling_in.backed_up(told["what"], datetime.now(UTC)))
    store.news.here("events")
    return {}


async def keys_restored(store: Store, told: Mapping[str, str]) -> Did:
    """The key store was brought back. `closed`: how many cases no key opens."""
    closed = await settling_in.closed_for_good(store.database, store.keys)
    await store.database.run(lambda: settling_in.keys_restored(datetime.now(UTC), closed))
    store.news.here("events")
    return {"closed": closed}
