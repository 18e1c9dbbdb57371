"""The million stored cases: one person's, copied, with keys that open, so that the house takes them for its own."""

import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.stored.copies import COPIED
from benchmarks.stored.fill import fill
from haven.settings import read_settings
from haven.wiring import open_database
from storage.tables import Table
from tests.postgres import apart

PEOPLE = 40
#: Tables of which nothing lies long: what is sent, what can be taken back, what went wrong, who alone may do something.
FLEETING = {
    "outbox",
    "message",
    "failure",
    "lease",
    "tally",
    "erasure",
    "presence",
    "viewing",
    "kept_back",
    "ticket",
    "page_session",
    "launch",
    "pin_try",
    "barred",
}
#: No staff has acted in the cases that are copied.
OF_THE_DESK = {"note", "seen_words"}
OF_THE_HOUSE = {"house", "revision", "staff", "passkey", "sign_in", "invitation", "spent", "attempt", "statistic"}
OF_EDITORS = {"draft", "draft_edit", "saved_talk", "edition", "step_count", "shipped"}


@pytest.fixture
def environment(engine: str, engine_urls: tuple[str, str], tmp_path: Path) -> Mapping[str, str]:
    told = {
        "HAVEN_TELEGRAM_TOKEN": "1:bench",
        "HAVEN_TELEGRAM_API": "http://127.0.0.1:1",
        "HAVEN_DATA": str(tmp_path / "data"),
        "HAVEN_KEYS": str(tmp_path / "keys"),
    }
    if engine == "postgresql":
        (tmp_path / "keys").mkdir(mode=0o700)
        told |= dict(zip(("HAVEN_DATABASE_URL", "HAVEN_KEYSTORE_URL"), engine_urls, strict=True))
    return told


def test_every_table_is_either_copied_or_holds_nothing_for_long() -> None:
    assert set(COPIED) | FLEETING | OF_THE_DESK | OF_THE_HOUSE | OF_EDITORS == set(Table.metadata.tables)


def test_the_house_is_full_and_its_chores_find_every_key(environment: Mapping[str, str]) -> None:
    apart(fill([environment], PEOPLE))
    counts, swept, rotated, again = apart(kept(environment))
    assert counts["cases"] >= PEOPLE
    assert counts["sessions"] >= PEOPLE
    assert counts["unnumbered"] == 0
    assert swept == 0, "no session is idle without its case"
    assert rotated >= 2 * PEOPLE, "each key opens under the epoch it was wrapped in"
    assert again["cases"] == counts["cases"], "and none was taken for an orphan"


async def kept(environment: Mapping[str, str]) -> tuple[Mapping[str, float], int, int, Mapping[str, float]]:
    """Open the house and do what it does by itself."""
    now = datetime.now(UTC)
    store = await open_database(read_settings(environment), "test")
    try:
        counts = await store.counts(now)
        swept = await store.forget_idle(now)
        await store.prune(now)
        rotated = await store.rotate_epoch(now)
        return counts, swept, rotated, await store.counts(now)
    finally:
        await store.close()


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_copied_row_is_as_large_as_hers(environment: Mapping[str, str]) -> None:
    apart(fill([environment], PEOPLE))
    connection = sqlite3.connect(Path(environment["HAVEN_DATA"]) / "haven.db")
    for table in ("session", "cases", "consent", "item"):
        sizes = connection.execute(f"SELECT length(sealed), count(*) FROM {table} GROUP BY 1").fetchall()
        assert all(count % (PEOPLE + 1) == 0 for _, count in sizes), table
    connection.close()
