"""kept of her: all that lies in her case, as she may read it in the chat. Its number is not among it."""

from __future__ import annotations

from collections.abc import Iterator

from helpline.adults import CHILD_FOCUS, for_child_focus
from helpline.case import Case
from helpline.directory import by_language
from helpline.hers.taking_back import name_of, standing_in_order
from helpline.hers.taking_out import numbered
from helpline.hours import date_words
from helpline.reception import Reception
from helpline.review import answered
from helpline.safe_time import label
from helpline.wording import fill


def summary(reception: Reception, case: Case) -> Iterator[str]:
    """Message by message: since when and by whom, what she left, what she agreed to and for how long."""
    yield "\n".join((*_about(reception, case), _who(reception, case)))
    yield "\n".join(_left(reception, case))
    yield "\n".join(_agreed(reception, case))


def _about(reception: Reception, case: Case) -> Iterator[str]:
    since = date_words(case.opened_at, reception.language)
    yield reception.phrase("What is kept of you here, since {day}:", day=since)
    if case.wrote:
        yield reception.phrase("Messages you wrote to people here: {count}", count=case.wrote)
    if case.safe_time:
        when = label(case.safe_time, reception.language, reception.house.say)
        yield reception.phrase("When it is safe to write: {words}", words=when)


def _who(reception: Reception, case: Case) -> str:
    """Who has it now; who has opened it stands in the file, for the chat does not know it."""
    house, holder = reception.house, case.holder
    operator = _of_whom(reception, case)
    if holder.kind == "queue":
        who = reception.phrase("It waits for a person of {operator}.", operator=operator)
    elif holder.kind == "staff":
        one = house.colleagues.get(holder.staff or "")
        who = reception.phrase("A person of {operator} has it now.", operator=operator)
        if one is not None:
            who = reception.phrase("{alias} of {operator} has it now.", alias=one.alias, operator=operator)
    elif holder.team:
        who = reception.phrase("Nobody has it now; the team of {operator} can read it.", operator=operator)
    else:
        who = reception.phrase("Nobody but this automated service has it.")
    return f"{who} " + reception.phrase("Who opened it, and when, stands in the file.")


def _of_whom(reception: Reception, case: Case) -> str:
    """Whose people: those of Child Focus are not the operator's."""
    entry = reception.house.directory.entries.get(CHILD_FOCUS) if for_child_focus(case) else None
    return by_language(entry.name, reception.language) if entry else reception.house.operator


def _left(reception: Reception, case: Case) -> Iterator[str]:
    kinds = {"link": 0, "hash": 0, "place": 0}
    for item in case.items:
        kinds[item.kind] = kinds.get(item.kind, 0) + 1
    yield reception.phrase(
        "Links: {links}, fingerprints: {hashes}, places: {places}, answers in your own words: {words}.",
        links=kinds["link"],
        hashes=kinds["hash"],
        places=kinds["place"],
        words=len(case.words),
    )
    yield from numbered(reception, case)
    answers = "; ".join(answered(reception.revision, case.facts, reception.language))
    if answers:
        yield reception.phrase("Your answers: {answers}", answers=answers)


def _agreed(reception: Reception, case: Case) -> Iterator[str]:
    yield reception.phrase("You agreed to:")
    for one in standing_in_order(case):
        yield f"– {name_of(reception, one.scope)} ({date_words(one.given_at, reception.language)})"
    yield reception.phrase("The words of each, and how to take it back: /consent")
    if case.kept_for is not None:
        yield reception.phrase(
            "The team keeps it longer for now, for a reason written down. With /delete it goes all the same."
        )
        return
    kept = fill(reception, "{kept}")
    yield reception.phrase("It is kept {kept}. With /delete you erase all of it now.", kept=kept)
