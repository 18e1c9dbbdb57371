"""What a machine must have for the drills: without strace, `make test` leaves out the power cuts and says so.

Nothing else shows a sync from outside. Meanwhile other tests hold that each connection is set to sync (`synchronous`
FULL, `fsync` on) and that what is confirmed has a row. `make drill` does without nothing: there they fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from storage import Store, open_store
from tests.drills.finding import FULL

left_out = not shutil.which("strace") and not os.environ.get(FULL)
collect_ignore = ["test_power_cut.py"] if left_out else []


@pytest_asyncio.fixture
async def store(engine_url: str, keystore_url: str, keys_folder: Path) -> AsyncIterator[Store]:
    """An empty one, on each engine."""
    opened = await open_store(engine_url, keystore_url, keys_folder, process="drill")
    try:
        yield opened
    finally:
        await opened.close()
