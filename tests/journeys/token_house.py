"""Haven with a token, as it runs for real: processes of its own, while its Telegram is the emulator of the test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser

from emulator.server import Emulator
from haven.settings import read_settings
from haven.wiring import open_database
from storage.people import HOUSE, People
from tests.drills.haven_process import HavenProcess
from tests.journeys.contact import Contact
from tests.journeys.counsellor import Counsellor, joining


def house(emulator: Emulator, folder: Path, mode: str = "polling", **database: str) -> HavenProcess:
    """Its console is at `localhost`: a passkey needs a name."""
    made = HavenProcess(emulator, folder, mode, database)
    made.extra = {"HAVEN_CONSOLE_URL": console_of(made)}
    return made


def console_of(house: HavenProcess) -> str:
    return f"http://localhost:{house.port}"


async def invited(house: HavenProcess, *aliases: str) -> list[str]:
    """As `haven staff add` does it, while nothing runs; returns the secret of each one's invitation."""
    given = {name: value for name, value in house.environment().items() if name.startswith("HAVEN_")}
    store = await open_database(read_settings(given), "staff")
    try:
        return [await _invited(store.people, alias) for alias in aliases]
    finally:
        await store.close()


async def _invited(people: People, alias: str) -> str:
    login = "".join(sign for sign in alias.lower() if sign.isascii())
    _, token = await people.add(login, alias, ("counsellor",), ("helpline",), ("en",), HOUSE, datetime.now(UTC))
    return token


@asynccontextmanager
async def at_work(browser: Browser, house: HavenProcess, invitation: str) -> AsyncIterator[Counsellor]:
    """She joins with a passkey, at the console of this house. An error in its scripts fails the journey."""
    her = await joining(browser, f"{console_of(house)}/console/join/{invitation}")
    try:
        yield her
    finally:
        await her.page.context.close()
    assert not her.wrong


@asynccontextmanager
async def with_a_phone(browser: Browser, emulator: Emulator, name: str) -> AsyncIterator[Contact]:
    """Somebody who speaks Dutch, on the phone page."""
    phone = emulator.phone("nl", name)
    context = await browser.new_context(locale="nl-BE")
    page = await context.new_page()
    await page.goto(emulator.url)
    yield Contact(page, phone.chat_id, "nl")
    await context.close()


def sent_to(emulator: Emulator, chat: int) -> list[str]:
    return [entry.params["text"] for entry in emulator.ledger.of("sendMessage", chat_id=chat)]
