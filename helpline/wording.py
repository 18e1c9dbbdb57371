"""wording: what the helpline says of its own, apart from the flows: cards, gentle repeats, numbers."""

from __future__ import annotations

from collections.abc import Iterable

from helpline.adults import CHILD_FOCUS
from helpline.expected import expected_words
from helpline.reception import Reception
from helpline.retention import kept_by, kept_words


def cards(reception: Reception, entries: Iterable[str]) -> str:
    """The cards of these entries, as they stand in the directory now; empty where nothing may be shown."""
    house, language = reception.house, reception.language
    shown = (house.directory.card(key, language, reception.now, house.say) for key in entries)
    return "\n\n".join(dict.fromkeys(card.text() for card in shown if card))  # two names may mean one line


def numbers(reception: Reception) -> str:
    """Who helps at once, in one line."""
    return reception.house.directory.emergency_line(reception.language, reception.now)


def not_understood(reception: Reception, name: str) -> Reception:
    """The prompt follows. The second time with the way to a person and the numbers; from then on in few words."""
    if name == "not_understood_again":
        number = reception.house.directory.number("emergency", reception.language, reception.now)
        return reception.tell(
            reception.phrase(
                "I don't follow, sorry. With /human you get a person; in danger, call {emergency}.", emergency=number
            )
        )
    if name == "not_understood":
        return reception.tell(
            reception.phrase(
                "I'm only a machine and did not understand that. You can tap one of the answers, or type it."
            )
        )
    text = reception.phrase(
        "I still did not understand that, and that is my limit, not yours. With /human you get a person."
    )
    return reception.tell(f"{text}\n{numbers(reception)}")


def too_long(reception: Reception) -> Reception:
    """Her own words were more than fits into one message; the prompt follows."""
    return reception.tell(
        reception.phrase("That is more than I can take in at once, so nothing of it was kept. A shorter piece will do.")
    )


def short_crisis(reception: Reception) -> Reception:
    """The numbers again, without repeating everything."""
    directory, language, now = reception.house.directory, reception.language, reception.now
    text = reception.phrase(
        "If it gets too heavy, someone is there to listen, day and night: {line}. In danger, call {emergency}.",
        line=directory.number("suicide_line", language, now),
        emergency=directory.number("emergency", language, now),
    )
    return reception.tell(text, cause="alarm")


def fill(reception: Reception, text: str) -> str:
    """The placeholders a flow may use, filled in."""
    if "{" not in text:
        return text
    house, language = reception.house, reception.language
    text = text.replace("{operator}", house.operator)
    text = text.replace("{emergency}", house.directory.number("emergency", language, reception.now))
    if "{kept" in text:
        text = text.replace("{kept_days}", str(kept_by(house.directory, CHILD_FOCUS).days))
        text = text.replace("{kept}", kept_words(reception)) if "{kept}" in text else text
    return text.replace("{expected}", expected_words(reception)) if "{expected}" in text else text
