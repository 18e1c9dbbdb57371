"""What editors made reaches people, in real browsers and against the real house: two who agree, files from a
translator, and one click back."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, expect

from tests.journeys.contact import Contact, PickUp
from tests.journeys.counsellor import SitDown
from tests.journeys.editor import Editor
from tests.journeys.open_demo import Demo, opened

YOUNG = {
    "en": "It is good that you came. At Child Focus there is somebody for you.",
    "nl": "Goed dat je er bent. Bij Child Focus is er iemand voor jou.",
    "fr": "Vous avez bien fait de venir. Chez Child Focus, quelqu'un est là pour vous.",
}
OLD_TO_THE_YOUNG = "Goed dat je het zegt; dit is niet jouw schuld."
CLOSEST, CHANGED = "triage.situation.say", "Wat past er het best bij jou?"


@pytest.fixture(scope="module")
def open_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A house of their own: what is published here is said to nobody else."""
    with opened(tmp_path_factory.mktemp("published"), HAVEN_PACING="off") as demo:
        yield demo


async def begins_to_write(contact: Contact, *labels: str) -> None:
    await contact.phone.get_by_role("button", name="Start", exact=True).click()
    for label in ("Nederlands", "Het gaat over mij", *labels):
        await contact.presses(label)


async def agrees(sarah: Editor, name: str) -> None:
    """She finds it where the conversation stands, looks, and shows who she is."""
    await sarah.page.get_by_role("link", name="Conversation").click()
    await expect(sarah.page.get_by_text("Wout asks for a second person")).to_be_visible()
    await sarah.page.get_by_role("link", name=name).click()
    await sarah.comes_to_publish()
    await expect(sarah.page.get_by_text("For whoever is young")).to_be_visible()
    await expect(sarah.page.locator("ins", has_text="er bent.")).to_be_visible()
    await sarah.page.get_by_role("button", name="Agree and publish").click()
    await sarah.shows_who_she_is()
    await sarah.page.get_by_role("button", name="Agree and publish").click()
    await expect(sarah.page.get_by_text(re.compile(r"Version \d+ runs now\."))).to_be_visible()


@pytest.mark.timeout(240)
async def test_two_agree_on_what_a_minor_reads_whoever_is_in_a_talk_finishes_hers_and_one_click_takes_it_back(
    open_demo: Demo, sit_down: SitDown, pick_up: PickUp
) -> None:
    wout, sarah = Editor((await sit_down("Wout")).page), Editor((await sit_down("Sarah")).page)
    before, after, last = [await pick_up("nl", name) for name in ("Lina", "Mo", "Elif")]
    draft = await wout.begins("Kinder to the young")
    await wout.opens(draft, "minor.young")
    await wout.says(YOUNG)
    await wout.hears("All well")
    await wout.comes_to_publish()
    await expect(wout.page.get_by_text("It is said to somebody under 18")).to_be_visible()
    await wout.page.get_by_label("What changed, in a line").fill("For whoever is young")
    await wout.asks_a_second_person()
    await begins_to_write(before)
    async with open_demo.taking_in():
        await agrees(sarah, "Kinder to the young")
    await begins_to_write(after, "Jonger dan 18")
    await after.sees(YOUNG["nl"])
    await before.presses("Jonger dan 18")
    await before.sees(OLD_TO_THE_YOUNG)
    await expect(before.log).not_to_contain_text(YOUNG["nl"])

    await sarah.page.get_by_role("button", name="To the conversation").click()
    await expect(sarah.page.get_by_text("Wout, agreed by Sarah")).to_be_visible()
    await sarah.page.get_by_role("button", name="Run it again Version 1").click()
    async with open_demo.taking_in():
        await sarah.page.get_by_role("dialog").get_by_role("button", name="Run it again").click()
        await expect(sarah.page.get_by_text("Version 1 again.")).to_be_visible()
    await begins_to_write(last, "Jonger dan 18")
    await last.sees(OLD_TO_THE_YOUNG)


def by_poedit(archive: Path) -> bytes:
    """The Dutch file of it, with one text changed, as Poedit saves it: its own header, lines that end as on Windows,
    a text over several lines, one that is struck out."""
    with zipfile.ZipFile(archive) as files:
        told = files.read("nl.po").decode()
    first, second = CHANGED[:10], CHANGED[10:]
    changed, count = re.subn(
        rf'(msgctxt "{CLOSEST}"\nmsgid (?:".*"\n)+msgstr )(?:".*"\n)+', rf'\1""\n"{first}"\n"{second}"\n', told
    )
    assert count == 1
    header = changed.replace('"Language: nl\\n"\n', '"Language: nl_BE\\n"\n"X-Generator: Poedit 3.4.2\\n"\n', 1)
    struck = header + '\n#~ msgctxt "triage.gone.say"\n#~ msgid "Old"\n#~ msgstr "Oud"\n'
    return b"\xef\xbb\xbf" + struck.replace("\n", "\r\n").encode()


@pytest.mark.timeout(240)
async def test_a_file_of_a_translator_is_looked_at_published_and_read_on_the_phone(
    open_demo: Demo, sit_down: SitDown, pick_up: PickUp, tmp_path: Path
) -> None:
    sarah = Editor((await sit_down("Sarah")).page)
    await sarah.page.get_by_role("link", name="Conversation").click()
    await sarah.page.get_by_role("button", name="Bring files in, as a draft").click()
    async with sarah.page.expect_download() as found:
        await sarah.page.get_by_role("link", name="Download the draft").click()
    await (await found.value).save_as(tmp_path / "draft.zip")
    changed: FilePayload = {"name": "nl.po", "mimeType": "text/x-gettext", "buffer": by_poedit(tmp_path / "draft.zip")}
    await sarah.page.get_by_label("Choose files, or drop them here").set_input_files(changed)
    await expect(sarah.page.locator("ins", has_text="past er het best bij jou?")).to_be_visible()
    await expect(sarah.page.get_by_text("texts that are struck out")).to_be_visible()
    await sarah.page.get_by_role("button", name="Bring it into the draft").click()
    await expect(sarah.page.get_by_text("It is in the draft.")).to_be_visible()
    async with open_demo.taking_in():
        await sarah.publishes("From the translator")
        await expect(sarah.page.get_by_role("heading", name="runs now.")).to_be_visible()
    reader = await pick_up("nl", "Nour")
    await begins_to_write(reader, "18 of ouder", "Nee, iedereen was 18+")
    await reader.sees(CHANGED)
