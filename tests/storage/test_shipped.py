"""The libraries Haven came with: remembered when somebody has looked, the last one last."""

from __future__ import annotations

from datetime import timedelta

from storage.store import Store
from tests.storage.people import NOW


async def test_what_was_looked_at_last_comes_last(store: Store) -> None:
    assert await store.shipped_seen("flows") == ()
    await store.see_shipped("flows", "first", "1", NOW)
    await store.see_shipped("flows", "second", "2", NOW + timedelta(days=1))
    assert await store.shipped_seen("flows") == ("first", "second")
    await store.see_shipped("flows", "first", "never read: what has this checksum says this", NOW + timedelta(days=2))
    assert await store.shipped_seen("flows") == ("second", "first")
    assert await store.shipped_content("flows", "first") == "1"
    assert await store.shipped_content("flows", "third") is None


async def test_a_directory_is_never_taken_for_a_library(store: Store) -> None:
    await store.see_shipped("flows", "same", "flows", NOW)
    await store.see_shipped("directory", "same", "lines", NOW)
    assert await store.shipped_seen("flows") == await store.shipped_seen("directory") == ("same",)
    assert await store.shipped_content("flows", "same") == "flows"
    assert await store.shipped_content("directory", "same") == "lines"
