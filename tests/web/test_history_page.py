"""What ran before, in a real browser: compared, brought back, begun from; and a draft that goes out and in as files."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import FilePayload, Page, expect

from tests.web.curtain import Curtain
from tests.web.looking import looked_at
from tests.web.publishing_stage import PublishingStage

BACK, AGE = "POST /editing/published/flows/1/back", "triage.age.say"


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[PublishingStage]:
    async with Curtain(PublishingStage()) as open_stage:
        yield open_stage


async def opened(page: Page, stage: PublishingStage) -> None:
    await page.goto(f"{stage.origin}/console/#/conversation")
    await page.get_by_role("heading", name="What ran before").wait_for()


async def test_who_published_what_is_told_and_two_versions_are_compared(page: Page, stage: PublishingStage) -> None:
    await opened(page, stage)
    history = page.get_by_role("region", name="What ran before")
    await expect(history.get_by_role("listitem")).to_have_count(2)
    await expect(history.get_by_role("listitem").first).to_contain_text("Sarah, agreed by Wout")
    await expect(page.get_by_text("Not shown to anybody any more")).to_contain_text("Police tips")
    await page.get_by_text("One entry of the directory is to be looked at again.").click()
    await history.get_by_role("button", name="What it changes Version 2").click()
    await expect(history.locator("del")).to_contain_text("old")
    await looked_at(page, "the history")
    await history.get_by_label("From version").select_option("2")
    await history.get_by_label("To version").select_option("1")
    await expect(history.locator("ins")).to_contain_text("old")


async def test_one_click_brings_a_version_back_and_it_is_asked_first_and_not_forgotten(
    page: Page, stage: PublishingStage
) -> None:
    stage.proven = False
    stage.answer(BACK, {})
    await opened(page, stage)
    await expect(page.get_by_role("button", name="Run it again Version 2")).to_have_count(0)
    await page.get_by_role("button", name="Run it again Version 1").click()
    question = page.get_by_role("dialog", name="Run version 1 again?")
    await looked_at(page, "going back")
    await question.get_by_label("What changed, in a line").fill("Too long.")
    await question.get_by_role("button", name="Run it again").click()
    await expect(page.get_by_role("heading", name="/console/step-up")).to_be_visible()
    stage.proven = True
    await page.goto(f"{stage.origin}/console/")
    await expect(question.get_by_label("What changed, in a line")).to_have_value("Too long.")
    await question.get_by_role("button", name="Run it again").click()
    await expect(question).to_have_count(0)
    await stage.heard_only(BACK, *[{"note": "Too long."}] * 2)


async def test_a_draft_is_begun_from_a_version_that_ran_before(page: Page, stage: PublishingStage) -> None:
    stage.answer("POST /editing/drafts", {"id": "d-1"})
    await opened(page, stage)
    await page.get_by_role("button", name="A draft from it Version 1").click()
    await page.get_by_role("tree").wait_for()
    await stage.heard_only("POST /editing/drafts", {"kind": "flows", "from": 1, "name": "From version 1"})


def po(words: str) -> FilePayload:
    """As Poedit writes it: a header, lines that are wrapped, what is obsolete."""
    told = (
        'msgid ""\nmsgstr ""\n"Language: nl\\n"\n"X-Generator: Poedit 3.4\\n"\n\n'
        'msgctxt "triage.age.say"\nmsgid "How old are you? It only decides who can help you best."\n'
        f'msgstr ""\n"{words} "\n"Dat bepaalt alleen wie je het best helpt."\n\n#~ msgid "Old"\n#~ msgstr "Oud"\n'
    )
    return {"name": "nl.po", "mimeType": "text/x-gettext", "buffer": told.replace("\n", "\r\n").encode()}


async def test_a_translation_comes_in_as_a_file_is_shown_first_and_can_be_taken_back(
    page: Page, stage: PublishingStage
) -> None:
    before = stage.text(AGE)
    await page.goto(f"{stage.origin}/console/#/drafts/d-1/exchange")
    files = page.get_by_label("Choose files, or drop them here")
    await files.set_input_files(po("Hoe oud ben je nu?"))
    await expect(page.get_by_role("heading", name="What nl.po would change")).to_be_visible()
    await expect(page.locator(".told ins").first).to_contain_text("nu?")
    assert stage.text(AGE) == before
    await looked_at(page, "files")
    await page.get_by_role("button", name="Bring it into the draft").click()
    await expect(page.get_by_text("It is in the draft.")).to_be_visible()
    await stage.says(AGE, "Hoe oud ben je nu? Dat bepaalt alleen wie je het best helpt.")
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    await expect(page.get_by_role("button", name="Do it again")).to_be_enabled()
    await stage.says(AGE, before)


async def test_a_file_that_is_broken_is_told_kindly_with_its_line_and_changes_nothing(
    page: Page, stage: PublishingStage
) -> None:
    await page.goto(f"{stage.origin}/console/#/drafts/d-1/exchange")
    files = page.get_by_label("Choose files, or drop them here")
    broken: FilePayload = {"name": "nl.po", "mimeType": "text/x-gettext", "buffer": b'msgid "How"\nmsgstr "Hoe\nwat?\n'}
    await files.set_input_files(broken)
    await expect(page.get_by_text("nl.po, line 2")).to_be_visible()
    await expect(page.get_by_role("button", name="Bring it into the draft")).to_be_disabled()
    latin: FilePayload = {"name": "fr.po", "mimeType": "text/x-gettext", "buffer": "é".encode("latin-1")}
    await files.set_input_files(latin)
    await expect(page.get_by_text("fr.po is not written in UTF-8.")).to_be_visible()
    assert not stage.edits
