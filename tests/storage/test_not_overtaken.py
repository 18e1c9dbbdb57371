"""A slow key store keeps nobody waiting: the reply to an erasure goes out before the next one can overtake it."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from storage import open_store
from tests.storage.people import HOUSE, NOW, Decision, case, session, writes


async def test_what_is_said_to_an_erasure_does_not_wait_for_the_key_store(
    engine_url: str, keystore_url: str, keys_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await open_store(engine_url, keystore_url, keys_folder, process="test")
    awake, destroy = asyncio.Event(), store.keys.destroy

    async def asleep(ids: Sequence[str]) -> int:
        await awake.wait()
        return await destroy(ids)

    monkeypatch.setattr(store.keys, "destroy", asleep)
    try:
        await store.work_off(writes(1), NOW, HOUSE, Decision(case=case()))
        erased = store.work_off(writes(2), NOW, HOUSE, Decision("all is gone", session=session("after"), case=None))
        worked = await asyncio.wait_for(erased, 30)
        assert [one.outgoing.text.plain for one in worked.deliveries] == ["all is gone"]
        assert (await store.counts(NOW))["erasures"] > 0
        awake.set()
        await store.all_destroyed()
        assert (await store.counts(NOW))["erasures"] == 0
    finally:
        awake.set()
        await store.close()
