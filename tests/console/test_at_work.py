"""A quiet night: who takes cases stays signed in while she waits, and who does not is signed out of an idle console."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from storage.statements import ask, ask_one, moment
from tests.console.desk import Browser, Desk, now


async def idle_for(desk: Desk, browser: Browser, minutes: int) -> None:
    """As if she had signed in by passphrase and touched nothing for so long."""
    since = now() - timedelta(minutes=minutes)
    await desk.parts.store.database.run(
        lambda: ask("UPDATE sign_in SET way = 'passphrase', used_at = $2 WHERE id = $1", browser.sign_in, since)
    )


async def used_at(desk: Desk, browser: Browser) -> datetime:
    row = await desk.parts.store.database.read(
        lambda: ask_one("SELECT used_at FROM sign_in WHERE id = $1", browser.sign_in)
    )
    assert row is not None
    return moment(row[0])


@pytest.mark.parametrize("available", [True, False])
async def test_a_heartbeat_is_work_only_of_who_takes_cases(desk: Desk, available: bool) -> None:
    browser = await desk.browser("noor")
    await idle_for(desk, browser, 29)
    before = await used_at(desk, browser)
    heard = await browser.post("/console/api/here", {"case": None, "available": available})
    assert abs(datetime.fromisoformat(heard.json["now"]) - now()) < timedelta(seconds=5), "it tells the house's time"
    assert (await used_at(desk, browser) > before) is available


async def test_a_heartbeat_brings_no_ended_sign_in_back(desk: Desk) -> None:
    browser = await desk.browser("noor")
    await idle_for(desk, browser, 31)
    assert (await browser.post("/console/api/here", {"case": None, "available": True})).status == 401
