"""Words of a draft in three languages, in a real browser: saved as they are typed, kept when the line is lost, never
overwritten unseen."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Locator, Page, Route, expect

from tests.eventually import eventually
from tests.web.curtain import Curtain
from tests.web.editor_stage import EditorStage

AGE, SAY = "triage.age", "triage.age.say"


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[EditorStage]:
    async with Curtain(EditorStage()) as open_stage:
        yield open_stage


def says(page: Page, language: str) -> Locator:
    return page.get_by_role("group", name="What Haven says").get_by_label(language)


async def opened(page: Page, stage: EditorStage, place: str = AGE) -> None:
    await page.goto(f"{stage.origin}/console/#/drafts/d-1/step/{place}")
    await expect(says(page, "Nederlands")).to_be_visible()


async def test_a_word_in_three_languages_is_saved_as_it_is_typed_and_seen_on_the_phone(
    page: Page, stage: EditorStage
) -> None:
    await opened(page, stage)
    for language, words in (("English", "Your age?"), ("Français", "Votre âge ?"), ("Nederlands", "Je leeftijd?")):
        await says(page, language).fill(words)
        await expect(page.get_by_role("group", name="How it looks on a phone")).to_contain_text(words)
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    await expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    await eventually(lambda: stage.step(AGE)["say"], "Your age?")
    await stage.says(SAY, "Votre âge ?", "fr")
    await stage.says(SAY, "Je leeftijd?")


async def test_the_english_that_changed_is_told_until_the_translation_is_looked_at(
    page: Page, stage: EditorStage
) -> None:
    await opened(page, stage)
    await says(page, "English").fill("How old are you? {operator}")
    await expect(page.get_by_text("The English has changed since.")).to_have_count(2)
    await expect(page.get_by_text("{operator} is missing here.")).to_have_count(2)
    await page.get_by_role("button", name="The translation still fits Nederlands").click()
    await expect(page.get_by_text("The English has changed since.")).to_have_count(1)
    await eventually(lambda: SAY in stage.content["made_from"]["nl"], False)


async def test_what_was_typed_just_before_a_reload_is_there_after_it_and_is_saved(
    page: Page, stage: EditorStage
) -> None:
    await opened(page, stage)
    stage.down = True
    await says(page, "Nederlands").fill("Half getypt")
    await expect(page.get_by_text("No connection.")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("heading", name="The draft cannot be fetched right now.")).to_be_visible()
    stage.down = False
    await page.get_by_role("button", name="Try again").click()
    await expect(says(page, "Nederlands")).to_have_value("Half getypt")
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    await stage.says(SAY, "Half getypt")
    kept = "Object.keys(sessionStorage).filter((key) => key.startsWith('haven.editing')).length"
    await eventually(lambda: page.evaluate(kept), 0)


async def test_an_answer_that_was_lost_on_the_way_changes_nothing_twice(page: Page, stage: EditorStage) -> None:
    await opened(page, stage)
    lost = 0

    async def lose(route: Route) -> None:
        nonlocal lost
        lost += 1
        if lost > 1:
            await route.continue_()
        else:
            await route.fetch()
            await route.abort()

    await page.route("**/edits", lose)
    await page.get_by_role("button", name="Add an answer").click()
    await expect(page.locator("[data-choice=answer] [data-words=en]")).to_be_focused()
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    await eventually(lambda: [one["key"] for one in stage.step(AGE)["choices"]][3:], ["answer"])
    assert len(stage.edits) == 1


async def test_two_who_change_the_same_words_are_shown_both_and_one_chooses(page: Page, stage: EditorStage) -> None:
    await opened(page, stage)
    before = stage.text(SAY)
    await expect(page.get_by_text("All well")).to_be_visible()
    # What Lou does reaches her late.
    await page.route("**/since/*", lambda route: route.abort())
    told = {"edit": "translate", "language": "nl", "key": SAY, "before": before, "after": "Van Lou"}
    stage.edit("Lou", 1, told)
    await says(page, "Nederlands").fill("Van Noor")
    asked = page.get_by_role("dialog", name="Lou changed the same")
    await expect(asked).to_contain_text("Van Lou")
    await expect(asked).to_contain_text("Van Noor")
    await page.unroute("**/since/*")
    assert stage.text(SAY) == "Van Lou"
    await page.keyboard.press("Escape")
    await expect(says(page, "Nederlands")).to_have_value("Van Noor")
    await page.get_by_role("button", name="Choose", exact=True).click()
    await asked.get_by_role("button", name="Put mine").click()
    await expect(asked).to_have_count(0)
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    await stage.says(SAY, "Van Noor")


async def test_what_a_colleague_does_elsewhere_arrives_and_is_not_undone_with_ones_own(
    page: Page, stage: EditorStage
) -> None:
    await opened(page, stage)
    stage.here = [{"id": "s-lou", "alias": "Lou"}]
    seen = {"edit": "write", "place": AGE, "field": "note", "before": stage.step(AGE)["note"], "after": "By Lou"}
    stage.edit("Lou", 1, seen)
    await says(page, "Nederlands").fill("Van Noor")
    await expect(page.get_by_label("Note for colleagues")).to_have_value("By Lou")
    await expect(page.get_by_text("Also here: Lou")).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(says(page, "Nederlands")).not_to_have_value("Van Noor")
    await eventually(lambda: stage.text(SAY) == "Van Noor", False)
    assert stage.step(AGE)["note"] == "By Lou"
    await page.get_by_role("button", name="Do it again").click()
    await expect(says(page, "Nederlands")).to_have_value("Van Noor")


async def test_after_a_reload_she_still_undoes_what_was_hers_and_does_it_again(page: Page, stage: EditorStage) -> None:
    await opened(page, stage)
    at_first = stage.text("triage.age.say")
    for words in ("Van Noor", "Ook van Noor"):
        await says(page, "Nederlands").fill(words)
        await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    seen = {"edit": "write", "place": AGE, "field": "note", "before": stage.step(AGE)["note"], "after": "By Lou"}
    stage.edit("Lou", stage.saves, seen)
    await page.reload()
    await expect(says(page, "Nederlands")).to_have_value("Ook van Noor")
    await page.get_by_role("button", name="Undo").click()
    await expect(says(page, "Nederlands")).to_have_value("Van Noor")
    await page.reload()
    await page.get_by_role("button", name="Undo").click()
    await expect(says(page, "Nederlands")).to_have_value(at_first or "")
    await expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    assert stage.step(AGE)["note"] == "By Lou"
    await page.reload()
    for words in ("Van Noor", "Ook van Noor"):
        await page.get_by_role("button", name="Do it again").click()
        await expect(says(page, "Nederlands")).to_have_value(words)


async def test_what_a_colleague_has_built_on_is_not_undone_unseen(page: Page, stage: EditorStage) -> None:
    await opened(page, stage)
    before = stage.text("triage.age.say")
    await says(page, "Nederlands").fill("Van Noor")
    await expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    told = {"edit": "translate", "language": "nl", "key": "triage.age.say", "before": "Van Noor", "after": "Van Lou"}
    stage.edit("Lou", stage.saves, told)
    await page.reload()
    await page.get_by_role("button", name="Undo").click()
    asked = page.get_by_role("dialog", name="Lou changed the same")
    await expect(asked).to_contain_text("not taken back by itself")
    await expect(asked).to_contain_text(before or "")
    await page.keyboard.press("Escape")
    await expect(page.get_by_text("Your words are kept here until you choose.")).to_have_count(0)
    await expect(says(page, "Nederlands")).to_have_value("Van Lou")
    assert stage.text("triage.age.say") == "Van Lou"


async def test_who_slept_through_more_than_is_kept_finds_the_draft_as_it_is(page: Page, stage: EditorStage) -> None:
    await opened(page, stage)
    await expect(page.get_by_text("All well")).to_be_visible()
    told = {"edit": "translate", "language": "nl", "key": "triage.age.say", "before": stage.text("triage.age.say")}
    stage.edit("Lou", 1, told | {"after": "Van Lou"})
    note = {"edit": "write", "place": AGE, "field": "note", "before": stage.step(AGE)["note"], "after": "By Lou"}
    stage.edit("Lou", 2, note)
    del stage.edits[0]
    await says(page, "Français").fill("De Noor")
    await expect(says(page, "Nederlands")).to_have_value("Van Lou")
    await expect(page.get_by_label("Note for colleagues")).to_have_value("By Lou")
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert stage.text("triage.age.say", "fr") == "De Noor"
