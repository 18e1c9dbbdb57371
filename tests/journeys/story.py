"""The story that journeys share: a talk both ways, passed on with a note, rounded off; and then the bot is back."""

from __future__ import annotations

from collections.abc import Iterable

from playwright.async_api import expect

from tests.journeys.contact import Contact
from tests.journeys.counsellor import Counsellor

NOTE = "Liever niet bellen: haar broer leest mee. Zie punt 7."
#: The first words of everything she is told from the takeover on, once each and in this order.
TOLD = [
    "Lotte is nu hier bij je: iemand van ons team, niet de bot",
    "Ja",
    "Lotte heeft een collega gevraagd om hier met je verder te gaan: Amélie",
    "Dag, ik ben Amélie",
    "Amélie heeft dit gesprek afgerond",
    "Welkom terug",
]


async def talk_both_ways(lotte: Counsellor, noor: Contact, number: str) -> None:
    """From the queue to words that each has read."""
    await lotte.takes_over(number)
    await noor.sees("Lotte is nu hier bij je: iemand van ons team, niet de bot.")
    await noor.says("dag, is daar echt iemand?")
    await lotte.reads("dag, is daar echt iemand?")
    await lotte.writes("Ja. Vertel maar, op jouw tempo.")
    await noor.sees_last("Ja. Vertel maar, op jouw tempo.")
    await lotte.sees_sent("Ja. Vertel maar, op jouw tempo.")


async def pass_on(lotte: Counsellor, noor: Contact, look: bool = False) -> None:
    """To Amélie, with a note. `look`: at the page while it asks whom to."""
    await lotte.does("transfer")
    await lotte.dialog.get_by_label("Amélie").check()
    await lotte.dialog.get_by_label("Note for whoever takes it").fill(NOTE)
    if look:
        await lotte.looks_accessible()
    await lotte.dialog.get_by_role("button", name="Pass on", exact=True).click()
    await noor.sees("Lotte heeft een collega gevraagd om hier met je verder te gaan: Amélie.")


async def goes_on(amelie: Counsellor, lotte: Counsellor, noor: Contact, number: str) -> None:
    """The second one reads the note, answers and rounds off; the first one sees that it is not hers any more."""
    await amelie.sees_holder(number, "You have it")
    await amelie.opens(number)
    await expect(amelie.notes).to_contain_text(NOTE)
    await amelie.writes("Dag, ik ben Amélie. Ik lees even terug.")
    await noor.sees("Dag, ik ben Amélie. Ik lees even terug.")
    await expect(lotte.case).to_contain_text("Amélie has this case. Only one person writes at a time.")
    await amelie.closes_the_case()


async def the_bot_is_back(noor: Contact) -> None:
    await noor.sees_last("Amélie heeft dit gesprek afgerond.")
    await noor.says("hallo")
    await noor.sees_last("Welkom terug.")


def told_since_the_takeover(sent: Iterable[str]) -> list[str]:
    """The first words of each message, from the notice of the takeover on."""
    said = [text.partition(".")[0] for text in sent]
    return said[next(place for place, text in enumerate(said) if text.startswith("Lotte is nu hier")) :]
