"""No image leaves her device: hashes are made without a line, and what goes up then is too little to hold a picture."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Set
from contextlib import suppress
from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image
from playwright.async_api import Browser

from emulator.phone import Phone
from emulator.server import Emulator
from haven.wiring import open_database
from helpline.evidence import Item
from storage.statements import ask
from tests.eventually import PATIENCE
from tests.haven.running import RunningHouse, running, settings_for
from tests.journeys.leaking import LEAKS
from tests.journeys.recording_proxy import RecordingProxy
from tests.journeys.watched import ASKED, FETCHED, Watched, through, watched
from tests.oracle.published import expected, photograph
from tests.road import press, to_the_queue
from tests.web.hash_pictures import pixels


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator() as running_emulator:
        yield running_emulator


@pytest.fixture
async def phone(emulator: Emulator) -> Phone:
    return emulator.phone("en")


@pytest.fixture
async def house(emulator: Emulator, phone: Phone, tmp_path: Path) -> AsyncIterator[RunningHouse]:
    """A team has her case, and her hashes may be kept."""
    async with running(settings_for(emulator, tmp_path / "house", "webhook"), emulator) as opened:
        await to_the_queue(phone)
        await phone.says("/hash")
        await press(phone, "Yes, keep them")
        await phone.sees("/hashes#", PATIENCE)
        yield opened


@pytest.fixture
async def proxy(house: RunningHouse) -> AsyncIterator[RecordingProxy]:
    async with RecordingProxy(house.address.removeprefix("http://")) as between:
        yield between


@pytest.fixture
async def browser(proxy: RecordingProxy, browser_binary: str) -> AsyncIterator[Browser]:
    async with through(proxy, browser_binary) as opened:
        yield opened


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As a phone takes them: more than 12 million pixels with their noise, some million bytes."""
    place = tmp_path_factory.mktemp("hers") / "IMG_4711.jpg"
    seen = np.asarray(photograph("chelsea.png").convert("RGB")) // 10 * 9
    noise = np.random.default_rng(3).integers(0, 24, seen.shape, np.uint8)
    large = seen.repeat(10, axis=0).repeat(10, axis=1) + np.tile(noise, (10, 10, 1))
    Image.fromarray(large).save(place, quality=87)
    assert place.stat().st_size > 2_000_000
    return place


@pytest.fixture
def video(tmp_path: Path) -> Path:
    place = tmp_path / "VID_0815.mp4"
    place.write_bytes(b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + Random(5).randbytes(2_000_000))
    return place


async def fresh_address_of(phone: Phone) -> str:
    before = phone.opens("Open the page").partition("?")[0]
    await phone.says("/hash")
    async with asyncio.timeout(PATIENCE):
        while phone.opens("Open the page").partition("?")[0] == before:  # noqa: ASYNC110 - her phone
            await asyncio.sleep(0.02)
    return phone.opens("Open the page")


async def kept_by(house: RunningHouse) -> list[Item]:
    """What stands in its database, once it is closed."""
    await house.stop()
    store = await open_database(house.settings, "looking")
    try:
        [(case,)] = await store.database.read(lambda: ask("SELECT id FROM cases"))
        return [item for item in (await store.everything(case)).case.items if item.kind == "hash"]
    finally:
        await store.close()


def digests(file: Path) -> dict[str, str]:
    content = file.read_bytes()
    return {"md5": hashlib.md5(content).hexdigest(), "sha256": hashlib.sha256(content).hexdigest()}


@pytest.mark.timeout(240)
async def test_no_image_leaves(
    house: RunningHouse, phone: Phone, proxy: RecordingProxy, browser: Browser, photo: Path, video: Path
) -> None:
    async with watched(browser, proxy) as hers:
        address = phone.opens("Open the page")
        secret = [str(phone.chat_id), "tgWebApp", "Contact", photo.stem, video.stem]
        assert secret[0] in address  # the app tells the page who she is
        await hers.loads(address)
        assert hers.calls_of_the_house() == FETCHED | {ASKED}
        await hers.context.set_offline(True)
        for file in (photo, video):
            await hers.picks(file)
        assert len(hers.since) == 0
        await hers.context.set_offline(False)
        await hers.sends()
        assert hers.faults() == set()
        assert not [word for word in secret if word.encode() in hers.all_of_it()]
        [call] = hers.since
        made = json.loads(call.sent.partition(b"\r\n\r\n")[2])["files"]
    assert [one["kind"] for one in made] == ["image", "video"]
    await phone.sees("5 fingerprints", PATIENCE)
    right = [digests(photo) | {"pdq": expected(pixels(Image.open(photo))).value}, digests(video)]
    kept = await kept_by(house)
    for wanted in right:
        [file] = {item.file for item in kept if item.value == wanted["sha256"]}
        assert {item.algorithm: item.value for item in kept if item.file == file} == wanted


async def leaks(hers: Watched, address: str, photo: Path, breaks: Set[str]) -> set[str]:
    """What the judge says of this page, once it breaks these rules or has had its time."""
    await hers.loads(address)
    await hers.context.set_offline(True)
    await hers.picks(photo)
    await hers.context.set_offline(False)
    await hers.sends()
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while not breaks <= hers.faults():  # noqa: ASYNC110 - a browser
                await asyncio.sleep(0.05)
    return hers.faults()


@pytest.mark.timeout(300)
async def test_the_same_judge_sees_every_page_that_leaks(
    phone: Phone, proxy: RecordingProxy, browser: Browser, tmp_path: Path
) -> None:
    small = tmp_path / "small.jpg"
    photograph("chelsea.png").convert("RGB").save(small)
    for name, leak in LEAKS.items():
        proxy.spoilt = leak.files
        async with watched(browser, proxy) as hers:
            seen = await leaks(hers, await fresh_address_of(phone), small, leak.breaks)
        assert seen >= leak.breaks, name
