"""hearing: what is listened for in all she writes, whatever was asked: an age, despair, danger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flows import engine
from flows.move import Pressed
from flows.steps.choose import Choose
from helpline import ages, conversation
from helpline.alarms import alert_staff, heard_lately
from helpline.listening.age import stated_age
from helpline.listening.crisis import is_crisis
from helpline.listening.danger import is_danger
from helpline.reception import Reception
from helpline.wording import numbers, short_crisis

#: The flow for each fact that turned out to be anything but adult.
TO: Mapping[str, str] = {"age_in_image": "minor", "age": "minor"}


# ── ages ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def hear_age(reception: Reception, words: str) -> Reception | None:
    """She says that she, or someone in the image, is under 18: known at once, and all that was kept goes. None: she did not."""
    stated = stated_age(words)
    news = {}
    if stated.writer == "minor" and reception.facts.get("age") != "minor":
        news["age"] = "minor"
    if stated.image == "minor" and reception.facts.get("age_in_image") != "minor":
        news["age_in_image"] = "minor"
    if not news:
        return None
    if is_crisis(words):
        reception = short_crisis(alert_staff(reception, "crisis"))
    if is_danger(words):
        reception = danger_numbers(alert_staff(reception, "danger"))
    return learn(reception, news)


def learn(reception: Reception, news: Mapping[str, str]) -> Reception:
    """Facts that are not adult: the case is erased, and the talk goes on where it may, with Child Focus."""
    facts = {**reception.facts, **news}
    reception = ages.erased(reception)
    flow = "human" if facts.get("age") == "unknown" and facts.get("age_in_image") in (None, "adult") else "minor"
    return conversation.begin(reception, flow, facts)


def hear_old_button(reception: Reception, data: str) -> Reception | None:
    """An old button that says someone is not, or may not be, an adult. None: any other button."""
    session = reception.session
    if session is None:
        return None
    said = engine.stale_choice(reception.revision, session, data) or {}
    news = {
        fact: value
        for fact, value in said.items()
        if fact in ("age", "age_in_image") and value != "adult" and reception.facts.get(fact) != value
    }
    return learn(reception, news) if news else None


def as_answer(reception: Reception, words: str) -> Pressed | None:
    """The choice she means where her age is asked and she types it in years."""
    session = reception.session
    step = None if session is None else reception.revision.step(session.place)
    if session is None or not isinstance(step, Choose):
        return None
    stated = stated_age(words).writer or _years(words)
    key = next((one.key for one in step.choices if stated and one.sets.get("age") == stated), None)
    return Pressed(f"{session.token}:{session.place}:{key}") if key else None


def _years(words: str) -> str | None:
    number = words.strip().rstrip(".!")
    years = int(number) if number.isascii() and number.isdigit() and len(number) == 2 else 0
    return ("adult" if years >= 18 else "minor") if years >= 10 else None


# ── despair and danger ────────────────────────────────────────────────────────────────────────────────────────────
def alarming(words: str) -> tuple[str, ...]:
    return tuple(kind for kind, heard in (("danger", is_danger), ("crisis", is_crisis)) if heard(words))


def sound(reception: Reception, kinds: tuple[str, ...]) -> Reception:
    """The numbers, on top of everything else; in full at most every half hour, and the conversation goes on after."""
    before = len(reception.without_prompts().outgoing)
    full = None
    for kind in kinds:
        again = heard_lately(reception, kind)
        reception = alert_staff(reception, kind)
        if full is None and not again:
            full = kind
        elif kind == "crisis":
            reception = short_crisis(reception)
        else:
            reception = danger_numbers(reception)
    if full:
        reception = conversation.aside(reception, full)
    elif not reception.held:
        reception = conversation.repeat(reception)
    urgent = tuple(replace(one, cause="alarm") if one.cause == "reply" else one for one in reception.outgoing[before:])
    return reception.but(outgoing=(*reception.outgoing[:before], *urgent))


def danger_numbers(reception: Reception) -> Reception:
    text = reception.phrase("If you are in danger now, call, or go where there are other people.")
    return reception.tell(f"{text}\n{numbers(reception)}", cause="alarm")
