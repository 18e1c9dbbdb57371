"""Editors change what Haven says, in real browsers and against the real house: a word, a branch, what must never be."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.async_api import expect

from tests.journeys.contact import PickUp
from tests.journeys.counsellor import SitDown
from tests.journeys.editor import LABELS, Editor
from tests.journeys.open_demo import Demo, opened
from tests.journeys.test_keyboard import no_mouse, walks_to

CLOSEST = {"en": "What fits best?", "nl": "Wat past het best?", "fr": "Qu'est-ce qui correspond le mieux ?"}
ON_PAPER = {"en": "It hangs somewhere", "nl": "Het hangt ergens", "fr": "C'est affiché quelque part"}
TAKE_IT_OFF = {
    "en": "You may take it off, or ask someone you trust.",
    "nl": "Je mag het weghalen, of het vragen aan iemand die je vertrouwt.",
    "fr": "Vous pouvez l'enlever, ou le demander à une personne de confiance.",
}
WRITE_DOWN = {
    "en": "Write down where it hung.",
    "nl": "Schrijf op waar het hing.",
    "fr": "Notez où c'était affiché.",
}
LINKS = {"en": "Send the links.", "nl": "Stuur de links.", "fr": "Envoyez les liens."}
NOTED = {"en": "Noted.", "nl": "Genoteerd.", "fr": "C'est noté."}
DONE = {"en": "That's all", "nl": "Dat is alles", "fr": "C'est tout"}


@pytest.fixture(scope="module")
def open_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A house of their own: what is published here is said to nobody else."""
    with opened(tmp_path_factory.mktemp("edited"), HAVEN_PACING="off") as demo:
        yield demo


@pytest.mark.timeout(240)
async def test_a_word_in_three_languages_and_a_branch_with_a_part_of_its_own_reach_who_writes_next(
    open_demo: Demo, sit_down: SitDown, pick_up: PickUp
) -> None:
    sarah = Editor((await sit_down("Sarah")).page)
    noor = await pick_up("nl", "Nour")
    draft = await sarah.begins("On paper")
    await sarah.page.get_by_role("button", name="New part").click()
    await sarah.page.get_by_label("What is it called?").fill("On paper")
    await sarah.page.keyboard.press("Enter")
    await sarah.row("on_paper").press("ArrowRight")
    await sarah.chooses("on_paper.begin")
    await sarah.says(WRITE_DOWN)
    await sarah.opens(draft, "triage.situation")
    await sarah.says(CLOSEST)
    await sarah.page.get_by_role("button", name="Add an answer").click()
    answer = sarah.page.locator("[data-choice=answer]")
    await sarah.says(ON_PAPER, answer)
    await sarah.adds_after("Say something", answer)
    await sarah.says(TAKE_IT_OFF)
    await sarah.adds_after("Go through another part")
    await sarah.page.get_by_label("Which part?").select_option("on_paper")
    await sarah.leads("finish")
    await sarah.hears("All well")
    async with open_demo.taking_in():
        await sarah.publishes("For what hangs on a wall")
        await expect(sarah.page.get_by_text(re.compile(r"Version \d+ runs now\."))).to_be_visible()
    await noor.phone.get_by_role("button", name="Start", exact=True).click()
    for label in ("Nederlands", "Het gaat over mij", "18 of ouder", "Nee, iedereen was 18+"):
        await noor.presses(label)
    await noor.sees(CLOSEST["nl"])
    await noor.presses(ON_PAPER["nl"])
    await noor.sees(TAKE_IT_OFF["nl"])
    await noor.sees(WRITE_DOWN["nl"])


@pytest.mark.timeout(240)
async def test_a_minor_who_would_reach_the_links_is_shown_and_nothing_of_it_can_be_published(
    sit_down: SitDown,
) -> None:
    sarah = Editor((await sit_down("Sarah")).page)
    draft = await sarah.begins("A short cut")
    await sarah.opens(draft, "triage.age")
    await sarah.adds_after("Take links", sarah.page.locator("[data-choice=minor]"))
    for field, words in (
        ("What Haven says", LINKS),
        ("Said after each one that came in", NOTED),
        ("The button says", DONE),
    ):
        await sarah.says(words, sarah.page.get_by_role("group", name=field))
    await sarah.leads("minor")
    await sarah.saved()
    await sarah.page.get_by_role("button", name="problem").click()
    broken = sarah.page.locator("article", has_text="Nothing of a minor, or of an image that may show one, is kept.")
    await broken.get_by_text("The talk in which it happens").first.click()
    await expect(broken.locator("ol").first).to_contain_text("18")
    await broken.get_by_role("button", name="Show me").first.click()
    await expect(sarah.page.get_by_text("Here the promise is broken.")).to_be_visible()
    await sarah.comes_to_publish()
    await expect(sarah.page.get_by_role("button", name="Publish now")).to_be_disabled()
    await expect(sarah.page.locator("article", has_text="Nothing of a minor, or of an image")).to_be_visible()
    # Nor by going past the page.
    status, said = await sarah.publishes_without_the_page(draft)
    assert (status, said["refusal"]) == (409, "broken"), said
    _, overview = await sarah.asks("/overview")
    assert draft in [one["id"] for one in overview["drafts"]]


@pytest.mark.timeout(240)
async def test_two_editors_who_change_the_same_words_choose_between_them(sit_down: SitDown) -> None:
    sarah, wout = Editor((await sit_down("Sarah")).page), Editor((await sit_down("Wout")).page)
    draft = await sarah.begins("Together")
    for one in (sarah, wout):
        await one.opens(draft, "triage.tips")
    # What he does reaches her late.
    await sarah.page.route("**/since/*", lambda route: route.abort())
    await wout.words("en").fill("From Wout")
    await wout.saved()
    await sarah.words("en").fill("From Sarah")
    asked = sarah.page.get_by_role("dialog", name="Wout changed the same")
    await expect(asked).to_contain_text("From Wout")
    await sarah.page.unroute("**/since/*")
    await asked.get_by_role("button", name="Put mine").click()
    await sarah.words("nl").fill("Van Sarah")
    await sarah.saved()
    await expect(wout.words("en")).to_have_value("From Sarah")
    await expect(wout.words("nl")).to_have_value("Van Sarah")


@pytest.mark.timeout(240)
async def test_by_keys_alone_a_draft_is_begun_and_its_words_changed_in_three_languages(sit_down: SitDown) -> None:
    her = await sit_down("Wout")
    wout, keys = Editor(her.page), her.page.keyboard
    await no_mouse(her)
    await walks_to(her, "a[href='#/conversation']")
    await keys.press("Enter")
    await expect(her.page.get_by_role("button", name="Begin a draft")).to_be_enabled()
    await walks_to(her, ".page .primary")
    await keys.press("Enter")
    await walks_to(her, "dialog .primary")
    await keys.press("Enter")
    await wout.page.get_by_role("tree").wait_for()
    await walks_to(her, "[role=treeitem]")
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "Enter"):
        await keys.press(key)
    await expect(wout.words("en")).to_be_focused()
    for language in ("en", "nl", "fr"):
        await walks_to(her, f"[data-words={language}]")
        await keys.press("Control+a")
        await keys.type(f"{LABELS[language]}: changed by keys.")
    await wout.saved()
    await expect(her.page.get_by_role("group", name="How it looks on a phone")).to_contain_text("Français: changed by")
    await walks_to(her, "[role=treeitem]", "Shift+Tab")
    await keys.press("Control+z")
    await expect(wout.words("fr")).not_to_have_value("Français: changed by keys.")
