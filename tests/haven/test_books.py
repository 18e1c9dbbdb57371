"""An edition counts in every house over the same database within two seconds; and what Haven ships with later is told,
and brought together with the house's own."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from haven.books import Books
from haven.editions import LOOK, Editions
from haven.logs import Log
from haven.premises import DIRECTORY, LOCALES, Premises, furnish, library
from haven.settings import read_settings
from helpline.as_published import checksum_of
from helpline.book import shipped
from helpline.book.publishing import written
from helpline.drafts import Published
from helpline.languages import load_catalogue
from storage.store import Store, open_store
from tests.helpline.house import Chance

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    (tmp_path / "keys").mkdir(mode=0o700)
    urls = (f"sqlite:///{tmp_path}/haven.db", f"sqlite:///{tmp_path}/keys/keys.db")
    opened = await open_store(*urls, tmp_path / "keys", process="test")
    yield opened
    await opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DIRECTORY, tmp_path / "directory"))


def ours(folder: Path, number: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(json.dumps(shipped(folder)))
    content["lines"]["tele_onthaal"]["phone"] = number
    content["lines"]["tele_onthaal"]["phone_display"] = None
    return content


async def publish(store: Store, number: int, content: dict[str, Any]) -> None:
    text = written(content)
    await store.publish_draft(None, Published("directory", number, checksum_of(text), NOW, "s-1"), text)


def house() -> Premises:
    settings = read_settings({})
    words = load_catalogue(LOCALES, settings.languages)
    return Premises(furnish(settings, {1: library(settings.languages)}, Chance()), None, words)


def number(premises: Premises) -> str:
    return premises.house.directory.entries["tele_onthaal"].number


async def test_every_process_goes_by_the_newest_edition_and_by_no_damaged_one(store: Store, folder: Path) -> None:
    assert LOOK < 2
    premises, told = house(), list[str]()
    editions = Editions(store, premises, Log(io.StringIO()), told.append)
    await editions.look()
    assert (premises.edition, number(premises)) == (None, "106")
    await publish(store, 1, ours(folder, "107") | {"words": {"en": {"Closed now.": "Shut."}}})
    await editions.look()
    assert (premises.edition, number(premises)) == (1, "107")
    assert premises.house.say("en", "Closed now.") == "Shut."
    await publish(store, 2, {"lines": {}})
    await editions.look()
    await editions.look()
    assert (premises.edition, told) == (1, ["audit"])


async def test_files_that_change_after_the_first_edition_are_told_and_brought_together(
    store: Store, folder: Path
) -> None:
    books = Books(store, folder, dict)
    assert not await books.differs()
    await publish(store, 1, ours(folder, "107"))
    await books.look(NOW)
    assert not await books.differs()
    lines = folder / "lines.yaml"
    lines.write_text(lines.read_text().replace('phone: "1813"', 'phone: "1814"').replace('"106"', '"108"'))
    after_the_upgrade = Books(store, folder, dict)
    assert await after_the_upgrade.differs()
    content, clashes = await after_the_upgrade.brought_together()
    assert content["lines"]["zelfmoordlijn"]["phone"] == "1814"
    assert content["lines"]["tele_onthaal"]["phone"] == "107"
    assert [tuple(one["path"]) for one in clashes] == [("lines", "tele_onthaal", "phone")]
    await after_the_upgrade.look(NOW)
    assert not await after_the_upgrade.differs()
    assert not await store.shipped_seen("flows"), "the library is another matter"
