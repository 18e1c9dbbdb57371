"""After an upgrade: the shipped flows are other than this house took them, and the difference becomes a draft."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.flow import Revision
from haven import premises
from haven.shipped import Shipped
from helpline.drafts import Published
from storage.store import Store, open_store
from tests import shipped

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
LIBRARY = shipped.library(("nl", "fr", "en"))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    (tmp_path / "keys").mkdir(mode=0o700)
    urls = (f"sqlite:///{tmp_path}/haven.db", f"sqlite:///{tmp_path}/keys/keys.db")
    one = await open_store(*urls, tmp_path / "keys", process="test")
    await one.seed_revision(LIBRARY.to_json(), LIBRARY.checksum, NOW)
    yield one
    await one.close()


def noted(revision: Revision, flow: str, note: str) -> Revision:
    """The same, with another note for editors on a flow."""
    return replace(revision, flows={**revision.flows, flow: revision.flows[flow].model_copy(update={"note": note})})


async def ours(store: Store, number: int, revision: Revision) -> Revision:
    """The house publishes something of its own."""
    own = replace(revision, number=number)
    await store.publish_draft(None, Published("flows", number, own.checksum, NOW, "ann"), own.to_json())
    return own


async def test_a_house_that_has_what_haven_ships_is_told_nothing(store: Store) -> None:
    assert not await Shipped(store, lambda: LIBRARY).differs()
    await ours(store, 2, noted(LIBRARY, "danger", "Ours."))
    assert not await Shipped(store, lambda: LIBRARY).differs()


async def test_what_an_upgrade_brings_comes_beside_what_the_house_made_its_own(store: Store) -> None:
    await ours(store, 2, noted(LIBRARY, "danger", "Ours."))
    after = Shipped(store, lambda: noted(noted(LIBRARY, "abroad", "New."), "crisis", "New."))
    assert await after.differs()
    content, clashes = await after.brought_together()
    notes = {key: content["flows"][key].get("note") for key in ("danger", "abroad", "crisis")}
    assert (notes, clashes) == ({"danger": "Ours.", "abroad": "New.", "crisis": "New."}, ())
    await after.look(NOW)
    assert not await after.differs()


async def test_the_next_upgrade_is_measured_by_the_one_before_and_not_by_the_first(store: Store) -> None:
    second = noted(LIBRARY, "abroad", "Second.")
    await Shipped(store, lambda: second).look(NOW)
    await ours(store, 2, noted(LIBRARY, "abroad", "Second, as we say it."))
    after = Shipped(store, lambda: noted(second, "crisis", "Third."))
    assert await after.differs()
    content, clashes = await after.brought_together()
    assert clashes == ()
    assert content["flows"]["abroad"]["note"] == "Second, as we say it."
    assert content["flows"]["crisis"]["note"] == "Third."


async def test_where_both_changed_the_same_the_house_s_own_stands(store: Store) -> None:
    await ours(store, 2, noted(LIBRARY, "abroad", "Ours."))
    content, clashes = await Shipped(store, lambda: noted(LIBRARY, "abroad", "Theirs.")).brought_together()
    assert content["flows"]["abroad"]["note"] == "Ours."
    assert [dict(one) for one in clashes] == [
        {"path": ["flows", "abroad", "note"], "theirs": "Theirs.", "yours": "Ours."}
    ]


def test_the_library_that_is_compared_is_the_one_in_the_folder() -> None:
    assert premises.library(("nl", "fr", "en")).checksum == LIBRARY.checksum
