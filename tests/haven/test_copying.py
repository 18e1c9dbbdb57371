"""She takes her copy along, on the real wire: into the chat and from the page, once, and gone with /hide."""

from __future__ import annotations

import asyncio
import io
import re
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pypdf import PasswordType, PdfReader

from emulator.phone import Phone
from emulator.server import Emulator
from pages import making
from tests.haven.running import RunningHouse, running, settings_for
from tests.road import press, to_the_queue

CANARY = "kanariegele woorden op een rij"
ELSEWHERE = (
    ("origin", "https://elsewhere.example", 403),
    ("sec-fetch-site", "cross-site", 403),
    ("host", "elsewhere.example", 404),
)
WRITTEN = "ik schrijf dit aan wie mij helpt"


LINK = re.compile(r"(\S+)/copy#(\S+)")


@dataclass
class Taking:
    """Somebody whose case waits in a queue, in a running house."""

    house: RunningHouse
    emulator: Emulator
    phone: Phone
    folder: Path
    said: str = ""

    async def file(self) -> Any:
        """The newest file on her phone, once it is there."""
        async with asyncio.timeout(60):
            while not (found := [one for one in self.phone.screen() if one.kind == "document"]):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        return found[-1]

    def content(self) -> bytes:
        """Of the newest file that Telegram took."""
        return list(self.emulator.telegram.files.values())[-1][1]

    async def asks_for_the_file(self) -> None:
        await self.phone.says("/mydata")
        await press(self.phone, "A file with everything")

    async def secret(self) -> str:
        """From the link to the page."""
        await self.asks_for_the_file()
        async with asyncio.timeout(60):
            while (found := LINK.search((await self.phone.sees("/copy#")).text)) is None or found[2] == self.said:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        self.said = found[2]
        assert found[1] == self.house.settings.public_url
        return found[2]

    async def fetches(self, secret: str, passphrase: str = CANARY, **headers: str) -> tuple[int, bytes, Any]:
        told = {"origin": self.house.address} | headers
        body = {"secret": secret, "passphrase": passphrase}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.house.address}/copy", json=body, headers=told) as answer,
        ):
            return answer.status, await answer.read(), answer.headers


@asynccontextmanager
async def taking(folder: Path, mode: str = "webhook") -> AsyncIterator[Taking]:
    async with Emulator() as emulator:
        settings = settings_for(emulator, folder, mode)
        async with running(settings, emulator) as house:
            phone = emulator.phone(language="en")
            await to_the_queue(phone)
            await phone.sees("Your PIN:")
            await phone.says(WRITTEN)
            yield Taking(house, emulator, phone, folder)


@pytest.fixture
async def hers(tmp_path: Path) -> AsyncIterator[Taking]:
    async with taking(tmp_path) as one:
        yield one


def opened(content: bytes, passphrase: str = CANARY) -> str:
    reader = PdfReader(io.BytesIO(content))
    assert reader.decrypt(passphrase) != PasswordType.NOT_DECRYPTED
    [enclosed] = reader.attachments["copy.json"]
    assert WRITTEN.encode() in enclosed
    return "\n".join(page.extract_text() for page in reader.pages)


def traces(folder: Path, *told: bytes) -> list[str]:
    """Files under the house that hold any of these."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(one in path.read_bytes() for one in told)]


async def test_in_the_chat_the_file_comes_and_goes_with_hide(hers: Taking) -> None:
    await hers.asks_for_the_file()
    await press(hers.phone, "Type it here instead")
    await hers.phone.sees("type a passphrase")
    typed = await hers.phone.says(CANARY)
    await hers.file()
    assert WRITTEN in opened(hers.content())
    assert typed not in [one.message_id for one in hers.phone.screen()], "her words still stand there"
    assert any("/hide" in one.text for one in hers.phone.screen()), "what takes the file away again is not said"
    (hers.folder / "control").write_bytes(CANARY.encode())
    assert len(traces(hers.folder, CANARY.encode(), b"%PDF")) == 1, "only the control"
    assert CANARY not in hers.house.log.getvalue()
    await hers.phone.says("/hide")
    async with asyncio.timeout(60):
        while [one for one in hers.phone.screen() if one.kind == "document"]:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert hers.emulator.telegram.files == {}


async def test_on_the_page_it_is_fetched_once(hers: Taking, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks from elsewhere, or with what is no passphrase, spends nothing; of several at once one gets it."""
    secret, broken, make = await hers.secret(), threading.Event(), making.make

    def made(*asked: Any) -> making.Copy:
        broken.wait(60)
        return make(*asked)

    monkeypatch.setattr(making, "make", made)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):  # her line breaks while the file is being made
            await hers.fetches(secret)
    broken.set()
    for name, value, status in ELSEWHERE:
        assert (await hers.fetches(secret, **{name: value}))[0] == status
    for passphrase in ("", "too short", " " * 40, "x" * 200):
        assert (await hers.fetches(secret, passphrase))[0] == 422
    assert (await hers.fetches(secret, "x" * 20_000))[0] == 413
    got = sorted(await asyncio.gather(*(hers.fetches(secret) for _ in range(4))), key=lambda one: one[0])
    assert [one[0] for one in got] == [200, 410, 410, 410]
    _, content, headers = got[0]
    assert headers["content-disposition"] == 'attachment; filename="copy.pdf"'
    assert headers["cache-control"] == "no-store"
    assert WRITTEN in opened(content)
    again, never = await hers.fetches(secret), await hers.fetches("a-secret-that-never-was")
    assert again[:2] == never[:2] == (410, b'{"refusal":"not_good"}')
    (hers.folder / "control").write_bytes(secret.encode())
    assert len(traces(hers.folder, CANARY.encode(), b"%PDF", secret.encode())) == 1, "only the control"
    assert secret not in hers.house.log.getvalue()


async def test_what_is_hidden_is_not_there_to_be_fetched_and_who_guesses_waits(hers: Taking) -> None:
    await hers.secret()
    got = [(await hers.fetches(f"guess-{number}"))[0] for number in range(60)]
    assert set(got) == {410, 429}, "at most 30 in a minute, even where one turns meanwhile"
    secret = await hers.secret()
    assert (await hers.fetches(secret))[0] == 200, "no stranger's tries shut her out"
    secret = await hers.secret()
    await hers.phone.says("/hide")
    await hers.phone.sees("emptied")
    assert (await hers.fetches(secret))[0] in (410, 429)


async def test_where_no_browser_finds_the_house_there_is_no_page(tmp_path: Path) -> None:
    async with taking(tmp_path, "polling") as hers:
        assert (await hers.fetches("anything"))[0] == 404
        await hers.asks_for_the_file()
        await hers.phone.sees("type a passphrase")


async def test_where_telegram_will_not_take_it_she_is_told(hers: Taking) -> None:
    hers.emulator.faults.add(method="sendDocument", kind="403", times=9)
    await hers.asks_for_the_file()
    await press(hers.phone, "Type it here instead")
    await hers.phone.sees("type a passphrase")
    await hers.phone.says(CANARY)
    await hers.phone.sees("could not be sent")
