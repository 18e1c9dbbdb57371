"""Fill a house: one person goes all the way, and her rows are copied for everyone else."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.stored import postgres, sqlite
from benchmarks.stored.copies import wrapped_keys
from benchmarks.stored.ids import shape_of
from benchmarks.stored.person import live
from haven.chance import Chance
from haven.settings import Settings, read_settings
from storage.keys import KeyStore, epoch_key
from storage.master import Masters
from storage.postgres import split_url
from storage.seal import Key


async def fill(houses: Sequence[Mapping[str, str]], people: int) -> None:
    """The houses that these settings of Haven name, with so many cases in each; all is on the disk afterwards."""
    for house in houses:  # one after the other: only one at a time can make its tables
        await live(house)
    await asyncio.gather(*(multiply(read_settings(house), people) for house in houses))
    await asyncio.to_thread(os.sync)


async def multiply(settings: Settings, people: int) -> None:
    """Everything in this house, for so many people."""
    epoch = await epoch_of(settings)
    shape = shape_of(Chance(lambda case, pin: b"").id())
    if settings.database_url is None:
        data, keys = (Path(url.removeprefix("sqlite:///")) for url in (settings.database, settings.keystore))
        await asyncio.gather(
            asyncio.to_thread(sqlite.copy_cases, data, people),
            asyncio.to_thread(sqlite.write_keys, keys, wrapped_keys(epoch, shape, people)),
        )
    else:
        data_url, keys_url = (split_url(url)[0] for url in (settings.database, settings.keystore))
        rows = wrapped_keys(epoch, shape, people)
        await asyncio.gather(postgres.copy_cases(data_url, people), postgres.write_keys(keys_url, rows))


async def epoch_of(settings: Settings) -> Key:
    """The key that all keys of this house lie wrapped under just now."""
    store = await KeyStore.open(settings.keystore, Masters(settings.keys))
    try:
        return await store.database.run(lambda: epoch_key(store.masters))
    finally:
        await store.close()
