"""One house on SQLite for each story."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import open_store
from tests.console.signing_in.threshold import Threshold


@pytest.fixture
async def threshold(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Threshold]:
    for folder in ("data", "keys"):
        (tmp_path / folder).mkdir(mode=0o700)
    shutil.copy(sqlite_template, tmp_path / "data" / "haven.db")
    keys = tmp_path / "keys"
    store = await open_store(f"sqlite:///{tmp_path}/data/haven.db", f"sqlite:///{keys}/keys.db", keys, process="test")
    made = Threshold(store)
    yield made
    await store.close()
    assert not made.broken
