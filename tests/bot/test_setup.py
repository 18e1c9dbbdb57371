"""How the bot introduces itself to Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.telegram.api import BotApi
from bot.telegram.setup import Introduction, SetupTrouble, TokenRefused, introduce
from emulator.server import Emulator
from helpline.telling import telling_name

MENU = {"nl": [("help", "Wat je hier kan")], "fr": [("help", "Ce que vous pouvez faire")]}
HELLO = Introduction(MENU, {"nl": "Schrijf gerust.", "fr": "Écrivez."})


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator() as one:
        yield one


@pytest.fixture
async def api(emulator: Emulator) -> AsyncIterator[BotApi]:
    api = BotApi(emulator.url, emulator.bot_token)
    yield api
    await api.close()


async def test_the_menu_is_in_each_language_and_the_first_for_everyone_else(api: BotApi) -> None:
    await introduce(api, HELLO, None)
    for code, about in (("", "Wat je hier kan"), ("nl", "Wat je hier kan"), ("fr", "Ce que vous pouvez faire")):
        answer = await api.call("getMyCommands", {"language_code": code})
        assert answer.result == [{"command": "help", "description": about}]
    assert (await api.call("getMyDescription", {"language_code": "fr"})).result == {"description": "Écrivez."}


async def test_the_webhook_is_set_and_removed_and_what_waits_is_kept(emulator: Emulator, api: BotApi) -> None:
    await emulator.phone().says("hallo")
    await introduce(api, HELLO, ("http://127.0.0.1:9/x", "s" * 32))
    info = (await api.call("getWebhookInfo", {})).result
    assert (info["url"], info["pending_update_count"]) == ("http://127.0.0.1:9/x", 1)
    await introduce(api, HELLO, None)
    info = (await api.call("getWebhookInfo", {})).result
    assert (info["url"], info["pending_update_count"]) == ("", 1)


async def test_a_token_that_is_not_known_is_told_apart_from_trouble(emulator: Emulator, api: BotApi) -> None:
    stranger = BotApi(emulator.url, "1:stranger")
    with pytest.raises(TokenRefused):
        await introduce(stranger, HELLO, None)
    await stranger.close()
    emulator.faults.add(method="setMyCommands", kind="5xx", times=1)
    with pytest.raises(SetupTrouble):
        await introduce(api, HELLO, None)


async def test_the_names_it_stands_under_are_told(api: BotApi) -> None:
    await api.call("setMyName", {"name": "Dossier Naaktfoto", "language_code": "nl"})
    names = await introduce(api, HELLO, None)
    assert "Dossier Naaktfoto" in names
    assert [name for name in names if telling_name(name)] == ["Dossier Naaktfoto"]
