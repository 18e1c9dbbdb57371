"""The pictures of the editor in the documents, taken of the running demo: `python -m tests.journeys.pictures_editor`.

As `tests/journeys/pictures.py`, which takes the others; a folder may be named, and behind it `directory`, where only
those of the directory are wanted. Everybody in them is made up.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from playwright.async_api import expect

from tests.journeys.editor import Editor
from tests.journeys.pictures import FOLDER, Studio, studio

AGE = {
    "en": "How old are you? Take your time; it only decides who can help you best.",
    "nl": "Hoe oud ben je? Neem je tijd; het bepaalt alleen wie jou het best kan helpen.",
    "fr": "Quel âge avez-vous ? Prenez votre temps ; cela décide seulement qui peut le mieux vous aider.",
}
LINKS = {
    "What Haven says": {"en": "Send the links.", "nl": "Stuur de links.", "fr": "Envoyez les liens."},
    "Said after each one that came in": {"en": "Noted.", "nl": "Genoteerd.", "fr": "C'est noté."},
    "The button says": {"en": "That's all", "nl": "Dat is alles", "fr": "C'est tout"},
}
PEOPLE = 6


async def people_write(at: Studio) -> None:
    """Some have been here, and some are in the middle of it: the map counts them in fives."""
    for _ in range(PEOPLE):
        await at.thumb("nl").holds("adult_online.nl")


async def words(at: Studio, wout: Editor) -> None:
    """A step in three languages, with the talk beside it; then the map and the page on which it is published."""
    draft = await wout.begins("Kinder words")
    await wout.opens(draft, "triage.age")
    await wout.says(AGE)
    await wout.hears("All well")
    await at.by_day_and_night("editor", wout.page)
    await wout.page.get_by_role("button", name="Map").click()
    await counted(wout)
    await wout.page.get_by_role("button", name="Farther").click()
    await at.by_day_and_night("map", wout.page)
    await wout.page.get_by_role("button", name="Publish…").click()
    await wout.page.get_by_label("What changed, in a line").fill("Nobody has to hurry")
    await at.take("publish", wout.page)
    await wout.asks_a_second_person()


async def counted(wout: Editor) -> None:
    """What was counted is written down once a minute."""
    for _ in range(20):
        await wout.page.get_by_label("Show how many came").check()
        if await wout.page.get_by_text("5 came").count():
            return
        await asyncio.sleep(5)
        await wout.page.reload()
    raise AssertionError("nobody was counted")


async def agreed(at: Studio) -> None:
    sarah = Editor((await at.desk("Sarah")).page)
    await sarah.page.get_by_role("link", name="Conversation").click()
    await sarah.page.get_by_role("link", name="Kinder words").click()
    for press in ("Publish…", "Agree and publish", "It is me", "Agree and publish"):
        await sarah.page.get_by_role("button", name=press).click()
    await sarah.page.get_by_role("button", name="To the conversation").click()
    await expect(sarah.page.get_by_text("Wout, agreed by Sarah")).to_be_visible()
    await sarah.page.get_by_role("button", name="What it changes Version 2").click()
    await at.take("history", sarah.page.get_by_role("region", name="What ran before"), 12)


async def a_broken_promise(at: Studio, wout: Editor) -> None:
    """A minor would come to the links: the talk in which it happens."""
    await wout.page.get_by_role("link", name="Haven, to the queue").click()
    draft = await wout.begins("A short cut")
    await wout.opens(draft, "triage.age")
    await wout.adds_after("Take links", wout.page.locator("[data-choice=minor]"))
    for field, said in LINKS.items():
        await wout.says(said, wout.page.get_by_role("group", name=field))
    await wout.leads("minor")
    await wout.saved()
    await wout.page.get_by_role("button", name="problem").click()
    panel = wout.page.get_by_role("complementary", name="What the check says")
    await panel.get_by_text("The talk in which it happens").first.click()
    await at.take("promise", panel)


async def numbers(at: Studio) -> None:
    """The directory as it counts, an entry with its cards, and the page on which its draft is published."""
    page = (await at.desk("Wout")).page
    await page.evaluate("location.hash = '#/directory'")
    await page.get_by_role("button", name="This is wrong Écoute-Enfants 103").click()
    await page.get_by_label("What is it about?").fill("Nobody answers.")
    await page.get_by_role("button", name="Show it to nobody").click()
    await page.get_by_text("Écoute-Enfants 103 is shown to nobody any more.").wait_for()
    await page.get_by_role("heading", name="Numbers, hours and words").scroll_into_view_if_needed()
    await at.by_day_and_night("directory", page)
    await page.get_by_role("button", name="Change Ecoute Violences Conjugales").click()
    await page.get_by_label("Monday").fill("9:00-20:00")
    await page.get_by_label("Monday").press("Tab")
    await page.get_by_role("button", name="I looked at it today").click()
    await page.get_by_text(", by Wout.").wait_for()
    card = page.get_by_role("group", name="How it looks on a phone")
    await expect(card).to_contain_text("20:00")
    await at.by_day_and_night("entry", page)
    await page.get_by_role("button", name="Publish…").click()
    await page.get_by_label("What changed, in a line").fill("Open until eight on Mondays")
    await at.by_day_and_night("edition", page)


async def everything(folder: Path) -> None:
    async with studio(folder) as at:
        await numbers(at)
        if "directory" in sys.argv:
            return
        await people_write(at)
        wout = Editor((await at.desk("Wout")).page)
        await words(at, wout)
        await agreed(at)
        await a_broken_promise(at, wout)


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    chosen.mkdir(parents=True, exist_ok=True)
    asyncio.run(everything(chosen))
