"""She takes along what is kept of her, by the page and in the chat: her words open it, and nothing of it stays."""

from __future__ import annotations

import io
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.async_api import Download, expect
from pypdf import PasswordType, PdfReader

from tests.journeys.contact import Contact, PickUp
from tests.journeys.open_demo import Demo

WRITTEN = "mijn ex heeft het gedaan, en zijn broer weet ervan"
PASSPHRASE = "kanariegele fietsen in de regen"


async def opened(saving: Download, folder: Path) -> dict[str, Any]:
    """What other programs read in it; her words are on its pages too."""
    place = folder / "hers.pdf"
    await saving.save_as(place)
    reader = PdfReader(io.BytesIO(place.read_bytes()))
    assert reader.decrypt("iets anders dan dat") == PasswordType.NOT_DECRYPTED
    assert reader.decrypt(PASSPHRASE) != PasswordType.NOT_DECRYPTED
    assert WRITTEN in " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    [enclosed] = reader.attachments["copy.json"]
    return dict(json.loads(enclosed))


async def her_file_by_the_page(noor: Contact, folder: Path) -> dict[str, Any]:
    await noor.says("/mydata")
    await noor.presses("Een bestand met alles")
    await noor.sees("/copy#")
    found = re.search(r"http\S+/copy#\S+", await noor.log.inner_text())
    assert found
    page = await noor.page.context.new_page()
    await page.goto(found[0])
    await page.get_by_role("textbox").fill(PASSPHRASE)
    async with page.expect_download() as saving:
        await page.get_by_role("button").click()
    told = await opened(await saving.value, folder)
    await page.goto("about:blank")
    await page.goto(found[0])
    await page.get_by_role("textbox").fill(PASSPHRASE)
    await page.get_by_role("button").click()
    await expect(page.get_by_role("alert")).to_contain_text("/mydata")
    await page.close()
    return told


async def her_file_in_the_chat(noor: Contact, folder: Path) -> dict[str, Any]:
    await noor.presses("Liever hier typen")
    await noor.sees("wachtzin van minstens 12 tekens")
    await noor.says(PASSPHRASE)
    file = noor.log.get_by_role("link", name="kopie.pdf")
    await expect(file).to_be_visible()
    await expect(noor.log).not_to_contain_text(PASSPHRASE)
    async with noor.page.expect_download() as saving:
        await file.click()
    return await opened(await saving.value, folder)


def holds(path: Path) -> bool:
    """Her words or her file; what is gone before it can be read holds nothing any more."""
    with suppress(FileNotFoundError):
        content = path.read_bytes() if path.is_file() else b""
        return PASSPHRASE.encode() in content or b"%PDF-2.0" in content
    return False


async def test_she_takes_everything_along_and_leaves_nothing(pick_up: PickUp, open_demo: Demo, tmp_path: Path) -> None:
    noor = await pick_up("nl", "Noor")
    number = await noor.asks_for_a_person()
    await noor.says(WRITTEN)
    for told in (await her_file_by_the_page(noor, tmp_path), await her_file_in_the_chat(noor, tmp_path)):
        assert told["case"]["number"] == number
        assert [line["text"] for line in told["lines"] if line["by"] == "contact"] == [WRITTEN]
    (open_demo.folder / "data" / "control").write_bytes(PASSPHRASE.encode())
    assert [path.name for path in open_demo.folder.rglob("*") if holds(path)] == ["control"]
    await noor.says("/hide")
    await expect(noor.log.get_by_role("link", name="kopie.pdf")).to_have_count(0)
