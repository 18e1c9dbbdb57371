"""The way in, by the thousand: one code lets one in, who was signed out stays out, guessing leads nowhere."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from helpline.people import NotLetIn, TooManyTries
from storage import Store, open_store
from storage.passphrases import Passphrases
from storage.repositories import passkeys
from storage.statements import Steps
from tests.drills.finding import Finding, amount
from tests.storage.entering import PHRASE, code_of, code_races, passkey_races, revoking_races, somebody
from tests.storage.people import NOW


async def house(urls: tuple[str, str], keys: Path) -> Store:
    store = await open_store(*urls, keys, process="drill")
    store.people.passphrases = Passphrases(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    return store


@pytest.fixture
def urls(engine_url: str, keystore_url: str) -> tuple[str, str]:
    return engine_url, keystore_url


async def told(finding: Finding, store: Store) -> None:
    await store.close()
    print(finding.done())
    assert finding.holds, finding


@pytest.mark.timeout(3600)
async def test_one_code_lets_one_in(urls: tuple[str, str], keys_folder: Path, engine: str) -> None:
    finding, store = (
        Finding("100 at once with one code", amount(1000, 10), engine=engine),
        await house(urls, keys_folder),
    )
    for round_, got_in in enumerate(await code_races(store, finding.count)):
        if got_in != 1:
            finding.add(f"{got_in} got in", round_)
    await told(finding, store)


@pytest.mark.timeout(3600)
async def test_one_answered_challenge_lets_one_in(urls: tuple[str, str], keys_folder: Path, engine: str) -> None:
    finding, store = (
        Finding("100 at once with one passkey", amount(1000, 10), engine=engine),
        await house(urls, keys_folder),
    )
    for round_, got_in in enumerate(await passkey_races(store, finding.count)):
        if got_in != 1:
            finding.add(f"{got_in} got in", round_)
    await told(finding, store)


@pytest.mark.timeout(3600)
async def test_the_drill_finds_a_challenge_that_counts_twice(
    urls: tuple[str, str], keys_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(digest: bytes, until: datetime) -> Steps[bool]:
        return True
        yield

    monkeypatch.setattr(passkeys, "spend", careless)
    store = await house(urls, keys_folder)
    assert await passkey_races(store, 1) != [1]
    await store.close()


@pytest.mark.timeout(3600)
async def test_who_was_signed_out_stays_out(urls: tuple[str, str], keys_folder: Path, engine: str) -> None:
    finding, store = (
        Finding("signed out while in use", amount(1000, 100), engine=engine),
        await house(urls, keys_folder),
    )
    for round_ in await revoking_races(store, finding.count):
        finding.add("came back", round_)
    await told(finding, store)


@pytest.mark.timeout(3600)
async def test_guessing_gets_nobody_in_and_keeps_nobody_out_for_long(
    urls: tuple[str, str], keys_folder: Path, engine: str
) -> None:
    """Guesses at her login, one a second; then she comes herself, and waits a quarter of an hour at most."""
    finding, store = (
        Finding("guesses at a passphrase", amount(10_000, 300), engine=engine),
        await house(urls, keys_folder),
    )
    _, hers = await somebody(store, "nele")
    now = NOW + timedelta(minutes=5)
    for guess in range(finding.count):
        now += timedelta(seconds=1)
        with suppress(NotLetIn, TooManyTries):
            await store.people.sign_in("nele", "three green boats", "123456", now)
            finding.add("got in", guess)
    with suppress(TooManyTries):  # she comes too soon, and is told how long to wait
        await store.people.sign_in("nele", PHRASE, code_of(hers, now), now)
    now += timedelta(minutes=15)
    try:
        await store.people.sign_in("nele", PHRASE, code_of(hers, now), now)
    except TooManyTries:
        finding.add("still locked out", finding.count)
    await told(finding, store)
