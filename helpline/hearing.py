"""hearing: what is listened for in all she writes, whatever was asked: an age, despair, danger."""

from __future__ import annotations

from collections.abc import Mapping

from flows import engine
from flows.move import Pressed
from flows.steps.choose import Choose
from helpline import ages, conversation
from helpline.adults import for_child_focus, is_young
from helpline.alarms import alert_staff, heard_lately
from helpline.handoff import at_rest
from helpline.holding import held_by_staff, numbers_later
from helpline.hours import BRUSSELS
from helpline.listening.age import Stated, stated_age
from helpline.listening.crisis import is_crisis
from helpline.listening.danger import is_danger
from helpline.listening.folding import plain
from helpline.reception import Reception
from helpline.wording import numbers, short_crisis

#: The facts an age in her words may be about.
AGES = ("age", "age_in_image")


# ── ages ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def hear_age(reception: Reception, words: str) -> Reception | None:
    """She says that she, or someone in the image, is under 18: all that was kept goes. None: she did not."""
    if _is_a_choice(reception, words) or is_known_young(reception):
        return None
    stated = _stated(reception, words)
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
    had_a_case = reception.case is not None
    reception = ages.erased(reception)
    told = reception.outgoing[-1:] if had_a_case else ()
    reception = reception.but(outgoing=reception.outgoing[: len(reception.outgoing) - len(told)])
    flow = "human" if facts.get("age") == "unknown" and facts.get("age_in_image") in (None, "adult") else "minor"
    kindly = len(reception.outgoing) + 1  # first a kind word, then what became of her case
    begun = conversation.begin(reception, flow, facts)
    return begun.but(outgoing=(*begun.outgoing[:kindly], *told, *begun.outgoing[kindly:]))


def hear_old_button(reception: Reception, data: str) -> Reception | None:
    """An old button that says someone is not, or may not be, an adult. None: any other button.

    One of an earlier session is heard like an age in her words, for it stands in her own chat; that someone there
    left her age unsaid changes nothing now."""
    session = reception.session
    if session is not None and engine.is_of(session, data):
        said = engine.stale_choice(reception.revision, session, data) or {}
    else:
        said = _said_before(reception, data)
    news = {
        fact: value
        for fact, value in said.items()
        if fact in AGES and value != "adult" and reception.facts.get(fact) != value
    }
    return learn(reception, news) if news and not is_known_young(reception) else None


def is_known_young(reception: Reception) -> bool:
    """Her case is with Child Focus already: saying it once more changes nothing, and takes nothing away from her."""
    case = reception.case
    return case is not None and for_child_focus(case) and is_young(reception.facts)


def _said_before(reception: Reception, data: str) -> Mapping[str, str]:
    """What a button of an earlier session says, in the running revision or the newest that still has it."""
    house = reception.house
    newest = sorted(house.revisions, key=lambda number: (number == house.running, number), reverse=True)
    said = next((one for number in newest if (one := engine.said_by(house.revisions[number], data))), {})
    return {fact: value for fact, value in said.items() if (fact, value) != ("age", "unknown")}


def as_answer(reception: Reception, words: str) -> Pressed | None:
    """The choice she means where an age is asked and she types it in years."""
    session, step = reception.session, _choosing(reception)
    if session is None or step is None:
        return None
    stated = _stated(reception, words)
    if stated.image == "minor" and not any("age_in_image" in choice.sets for choice in step.choices):
        return None  # more was said than was asked: that someone in the image is under 18 must not be lost
    for fact, value in (("age", stated.writer), ("age_in_image", stated.image)):
        key = next((one.key for one in step.choices if value and one.sets.get(fact) == value), None)
        if key:
            return Pressed(f"{session.token}:{session.place}:{key}")
    return None


def _stated(reception: Reception, words: str) -> Stated:
    step = _choosing(reception)
    asked = next((fact for fact in AGES if step and any(fact in one.sets for one in step.choices)), None)
    return stated_age(
        words, today=reception.now.astimezone(BRUSSELS).date(), for_whom=reception.facts.get("for_whom"), asked=asked
    )


def _choosing(reception: Reception) -> Choose | None:
    """The question that waits for one of its choices, if one does."""
    session = reception.session
    step = None if session is None or session.ended else reception.revision.step(session.place)
    return step if isinstance(step, Choose) else None


def _is_a_choice(reception: Reception, words: str) -> bool:
    """A lone number is the number of a button or of a piece in the review, before it is an age."""
    number = plain(words)
    session, step = reception.session, _choosing(reception)
    if not (number.isascii() and number.isdigit() and len(number) < 4) or session is None or session.ended:
        return False
    if step is None:
        at = reception.revision.step(session.place)
        return at is not None and at.type == "review"
    return int(number) <= len(step.choices)


# ── despair and danger ────────────────────────────────────────────────────────────────────────────────────────────
def alarming(words: str) -> tuple[str, ...]:
    return tuple(kind for kind, heard in (("danger", is_danger), ("crisis", is_crisis)) if heard(words))


def sound(reception: Reception, kinds: tuple[str, ...]) -> Reception:
    """The numbers, on top of everything else; in full at most every half hour, and the conversation goes on after.

    Where one of the staff has the case, nothing is said over her: she hears the alarm, and has a moment to answer
    despair herself (helpline/holding.py). Danger does not wait: the emergency numbers come in one line."""
    if held_by_staff(reception.case):
        return _sound_for_staff(reception, kinds)
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
    return reception.urgent_since(before)


def _sound_for_staff(reception: Reception, kinds: tuple[str, ...]) -> Reception:
    for kind in kinds:
        reception = alert_staff(reception, kind)
    if "danger" in kinds:  # the line names who listens day and night as well
        return danger_numbers(reception)
    return numbers_later(reception) if "crisis" in kinds else reception


def in_danger(reception: Reception) -> Reception:
    """She said the word danger: the numbers in full, every time. Where one of the staff is with her nothing is asked:
    her next `no` answers a person."""
    reception = conversation.aside(alert_staff(reception, "danger"), "danger").urgent_since(0)
    return at_rest(reception) if held_by_staff(reception.case) else reception


def danger_numbers(reception: Reception) -> Reception:
    text = reception.phrase("If you are in danger now, call, or go where there are other people.")
    return reception.tell(f"{text}\n{numbers(reception)}", cause="alarm")
