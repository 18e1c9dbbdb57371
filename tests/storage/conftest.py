"""A store on each engine, opened and closed around a story."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from helpline.delivery import Worked
from storage import Store, open_store

Opener = Callable[..., Awaitable[Store]]


def unhurried(store: Store) -> Store:
    """The same store; a story goes on only when the keys doomed by its last unit are gone as well."""
    for name in ("work_off", "act"):
        setattr(store, name, and_destroyed(store, getattr(store, name)))
    return store


def and_destroyed(store: Store, at_once: Callable[..., Awaitable[Worked]]) -> Callable[..., Awaitable[Worked]]:
    async def doing(*told: Any) -> Worked:
        worked = await at_once(*told)
        await store.all_destroyed()
        return worked

    return doing


@pytest.fixture
async def opened(engine_url: str, keystore_url: str, keys_folder: Path) -> AsyncIterator[Opener]:
    """Open another store on the same databases; whatever is open at the end is closed."""
    async with AsyncExitStack() as stack:

        async def one(process: str = "test") -> Store:
            store = await open_store(engine_url, keystore_url, keys_folder, process=process)
            stack.push_async_callback(store.close)
            return unhurried(store)

        yield one


@pytest.fixture
async def store(opened: Opener) -> Store:
    return await opened()
