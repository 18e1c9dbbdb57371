"""The side door: commands of the operator are done by the house that runs, and by themselves where none does."""

from __future__ import annotations

import asyncio
import io
import os
import socket
import stat
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from emulator.server import Emulator
from haven import side_door
from haven.logs import Log
from haven.settings import Settings, WrongSetting
from haven.side_door import FILE, at_the_house, open_side_door
from haven.wiring import open_database
from storage.errors import InUse
from storage.store import Store
from tests.haven.running import running, settings_for

AN = {"login": "an", "alias": "An", "roles": "counsellor", "teams": "helpline", "languages": "nl"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(Emulator(), tmp_path)


def logins(did: Mapping[str, object]) -> list[str]:
    staff = did["staff"]
    assert isinstance(staff, list)
    return [one["login"] for one in staff]


async def test_staff_are_invited_while_the_house_runs_and_after_it_has_closed(tmp_path: Path) -> None:
    async with Emulator() as emulator:
        settings = settings_for(emulator, tmp_path)
        async with running(settings, emulator):
            with pytest.raises(InUse):  # without the door nobody else gets in
                await open_database(settings, "another")
            assert await at_the_house(settings, "staff_add", AN)
            assert logins(await at_the_house(settings, "staff_list", {})) == ["an"]
            with pytest.raises(WrongSetting, match="has this login already"):
                await at_the_house(settings, "staff_add", AN)
        assert not (settings.keys / FILE).exists()
        assert logins(await at_the_house(settings, "staff_list", {})) == ["an"]


async def test_only_the_owner_may_knock_and_the_socket_goes_with_the_house(settings: Settings) -> None:
    store, log = await open_database(settings, "test"), Log(io.StringIO())
    async with open_side_door(settings.keys, store, log):
        assert stat.S_IMODE((settings.keys / FILE).stat().st_mode) == 0o600
        assert stat.S_IMODE(settings.keys.stat().st_mode) == 0o700
    assert not (settings.keys / FILE).exists()
    await store.close()


async def test_a_socket_that_a_killed_house_left_is_replaced(settings: Settings) -> None:
    store, log = await open_database(settings, "test"), Log(io.StringIO())
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(settings.keys / FILE))
    left.close()
    async with open_side_door(settings.keys, store, log):
        assert logins(await at_the_house(settings, "staff_list", {})) == []
    await store.close()
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(settings.keys / FILE))
    left.close()
    assert logins(await at_the_house(settings, "staff_list", {})) == []  # nobody answers: it is done here


async def test_a_second_process_leaves_the_door_of_the_first_alone(settings: Settings) -> None:
    store, heard = await open_database(settings, "test"), io.StringIO()
    async with open_side_door(settings.keys, store, Log(heard)):
        made = (settings.keys / FILE).stat().st_ino
        async with open_side_door(settings.keys, store, Log(heard)):
            assert "side_door_shut" in heard.getvalue()
        assert (settings.keys / FILE).stat().st_ino == made
        assert logins(await at_the_house(settings, "staff_list", {})) == []
    await store.close()


async def test_a_path_too_long_for_a_socket_is_reached_all_the_same(settings: Settings) -> None:
    far = replace(settings, keys=settings.keys.parent / ("a" * 60) / ("b" * 60))
    store = await open_database(far, "test")
    async with open_side_door(far.keys, store, Log(heard := io.StringIO())):
        assert len(os.fsencode(far.keys / FILE)) > 108
        assert logins(await at_the_house(far, "staff_list", {})) == []
        with pytest.raises(InUse):
            await open_database(far, "another")
    assert not heard.getvalue()
    assert not (far.keys / FILE).exists()
    await store.close()


async def test_what_breaks_in_an_act_is_one_sentence_and_the_house_goes_on(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(store: Store, told: Mapping[str, str]) -> Mapping[str, object]:
        raise RuntimeError("canary")

    monkeypatch.setattr(side_door, "ACTS", {**side_door.ACTS, "breaks": breaks})
    store, heard = await open_database(settings, "test"), io.StringIO()
    async with open_side_door(settings.keys, store, Log(heard)):
        with pytest.raises(WrongSetting, match="RuntimeError") as told:
            await at_the_house(settings, "breaks", {})
        with pytest.raises(WrongSetting, match="another version"):
            await at_the_house(settings, "of_tomorrow", {})
        assert logins(await at_the_house(settings, "staff_list", {})) == []
    assert "side_door_failed" in heard.getvalue()
    assert "canary" not in heard.getvalue() + str(told.value)
    await store.close()


async def test_a_house_that_closes_does_not_wait_for_an_act_and_says_that_it_is_not_done(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = asyncio.Event()

    async def lasts(store: Store, told: Mapping[str, str]) -> Mapping[str, object]:
        begun.set()
        await asyncio.sleep(60)
        return {}

    monkeypatch.setattr(side_door, "ACTS", {"lasts": lasts})
    store = await open_database(settings, "test")
    async with asyncio.timeout(30):
        async with open_side_door(settings.keys, store, Log(io.StringIO())):
            asking = asyncio.ensure_future(at_the_house(settings, "lasts", {}))
            await begun.wait()
        with pytest.raises(WrongSetting, match="before it was done"):
            await asking
    await store.close()
