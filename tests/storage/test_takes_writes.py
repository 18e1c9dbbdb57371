"""Whether the database takes anything is tried by writing, on both engines, and leaves nothing behind."""

from __future__ import annotations

from storage.statements import ask
from storage.store import Store


async def test_a_sound_database_takes_the_trial_and_keeps_nothing_of_it(store: Store) -> None:
    before = store.database.commits, store.keys.database.commits
    await store.takes_writes()
    assert store.database.commits > before[0]
    assert store.keys.database.commits > before[1]
    assert await store.database.read(lambda: ask("SELECT 1 FROM tally WHERE name = 'probe'")) == []
    assert await store.keys.database.read(lambda: ask("SELECT 1 FROM epoch WHERE id = 'probe'")) == []
