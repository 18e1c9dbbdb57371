"""The libraries Haven came with: remembered when somebody has looked, the last one last."""

from __future__ import annotations

from datetime import timedelta

from storage.store import Store
from tests.storage.people import NOW


async def test_what_was_looked_at_last_comes_last(store: Store) -> None:
    assert await store.shipped_seen() == ()
    await store.see_shipped("first", "1", NOW)
    await store.see_shipped("second", "2", NOW + timedelta(days=1))
    assert await store.shipped_seen() == ("first", "second")
    await store.see_shipped("first", "never read: what has this checksum says this", NOW + timedelta(days=2))
    assert await store.shipped_seen() == ("second", "first")
    assert await store.shipped_content("first") == "1"
    assert await store.shipped_content("third") is None
