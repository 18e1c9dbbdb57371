"""What stands in the file, in her language: sections with paragraphs, in words she knows from the chat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from helpline.case import Case
from helpline.contact import Address, Contact
from helpline.evidence import Item, together
from helpline.hers.everything import Everything
from helpline.hers.taking_back import name_of
from helpline.hours import BRUSSELS, date_words
from helpline.ports import House, Loaded
from helpline.reception import CHORE, Reception, open_case
from helpline.retention import ends_of
from helpline.review import answered
from helpline.safe_time import label
from helpline.showing import shown, shown_words, whole_piece
from helpline.views import Custody, SeenLine
from helpline.wording import fill
from pages import happenings

#: What became of a message, where it is worth a word.
NOT_THERE = frozenset({"refused", "blocked", "withdrawn"})
NOT_YET = frozenset({"queued", "trying", "kept_back"})


@dataclass(frozen=True)
class Paragraph:
    """`above` stands small over it; `small`: said by the way."""

    text: str
    above: str = ""
    small: bool = False
    indent: bool = False


@dataclass(frozen=True)
class Section:
    title: str
    paragraphs: tuple[Paragraph, ...]


def reading(everything: Everything, house: House, now: datetime) -> Reception:
    """Her case, taken up to be read: the language, the house and the day its words need. Nothing comes of it."""
    nobody = Contact("", Address("", ""))
    return open_case(Loaded(nobody, None, everything.case), CHORE, now, house)


def title(reception: Reception) -> str:
    return reception.phrase("Your copy")


def sections(everything: Everything, reception: Reception) -> tuple[Section, ...]:
    """All that have something in them."""
    say, case = reception.phrase, everything.case
    parts = (
        Section(say("About this file"), tuple(_about(reception, everything))),
        Section(say("Your answers"), tuple(_answers(reception, case))),
        Section(say("Links, places and hashes"), tuple(_items(reception, everything))),
        Section(say("What you agreed to"), tuple(_consents(reception, case))),
        Section(say("What was written"), tuple(_lines(reception, everything))),
        Section(say("Who opened it, and what happened"), tuple(_history(reception, everything))),
    )
    return tuple(part for part in parts if part.paragraphs)


def _about(reception: Reception, everything: Everything) -> Iterator[Paragraph]:
    case, say, language = everything.case, reception.phrase, reception.language
    yield Paragraph(
        say(
            "All that {operator} keeps of you, as it stood on {day}.",
            operator=reception.house.operator,
            day=date_words(reception.now, language),
        )
    )
    yield Paragraph(
        say("Kept since {day}, under the number {number}.", day=_day(reception, case.opened_at), number=case.number)
    )
    yield Paragraph(_kept(reception, case))
    if everything.notes:
        yield Paragraph(
            say(
                "Colleagues wrote {count} notes to each other. They are not in this file: ask for them in the chat.",
                count=everything.notes,
            )
        )
    yield Paragraph(say("Addresses are written so that nothing can be tapped by accident."), small=True)
    yield Paragraph(
        say("The attached file copy.json holds all of it exactly as it is kept, for other programs."), small=True
    )


def _kept(reception: Reception, case: Case) -> str:
    if case.kept_for is not None:
        return reception.phrase(
            "It is kept for longer for now, for a reason written down. /delete erases it all the same."
        )
    until = ends_of(case, reception.house).case
    if until is not None:
        return reception.phrase(
            "It is kept until {day}, and longer where you write again. /delete erases it at any time.",
            day=_day(reception, until),
        )
    return reception.phrase("It is kept {kept}. With /delete you erase all of it now.", kept=fill(reception, "{kept}"))


def _answers(reception: Reception, case: Case) -> Iterator[Paragraph]:
    for told in answered(reception.revision, case.facts, reception.language):
        yield Paragraph(f"– {told}")
    names = {
        "story": reception.phrase("In your words"),
        "impact": reception.phrase("What it does to you"),
        "summary": reception.phrase("In short"),
        "safe_time": reception.phrase("When it is safe to write"),
    }
    for name, words in case.words.items():
        yield Paragraph(shown_words(words), above=names.get(name, name))
    if case.safe_time:
        when = label(case.safe_time, reception.language, reception.house.say)
        yield Paragraph(when, above=names["safe_time"])


def _items(reception: Reception, everything: Everything) -> Iterator[Paragraph]:
    for number, items in enumerate(together(everything.case.items), start=1):
        yield Paragraph(f"{number}. {_whole(reception, items)}", above=_moment(reception, items[0].given_at))
        for hand in _hands(everything, items):
            told = happenings.hand(reception, hand)
            yield Paragraph(f"{_moment(reception, hand.at)} · {told}", small=True, indent=True)


def _hands(everything: Everything, items: tuple[Item, ...]) -> list[Custody]:
    """Who had it in hand, each once, though the hashes of one file were all there to be seen."""
    hands = dict.fromkeys(hand for item in items for hand in everything.custody.get(item.id, ()))
    return sorted((hand for hand in hands if hand.act != "given"), key=lambda hand: hand.at)


def _whole(reception: Reception, items: tuple[Item, ...]) -> str:
    """As it was shown to her; a long address and a hash in full, for here they are looked up."""
    return whole_piece(items, reception.phrase) if items[0].kind != "link" else _full_link(items[0])


def _full_link(item: Item) -> str:
    short, whole = shown(item), shown_words(item.normalised or item.as_typed)
    return f"{short}\n{whole}" if "…" in short else short


def _consents(reception: Reception, case: Case) -> Iterator[Paragraph]:
    for one in case.consents:
        name = name_of(reception, one.scope)
        told = reception.phrase("Agreed on {day}.", day=_moment(reception, one.given_at))
        yield Paragraph(f"{name[:1].upper()}{name[1:]}. {told}")
        if one.withdrawn_at is not None:
            yield Paragraph(
                reception.phrase("Taken back on {day}.", day=_moment(reception, one.withdrawn_at)), indent=True
            )
        yield Paragraph(reception.phrase("In these words: “{words}”", words=one.text), small=True, indent=True)


def _lines(reception: Reception, everything: Everything) -> Iterator[Paragraph]:
    for line in everything.lines:
        above = f"{_by(reception, line)} · {_moment(reception, line.at)}"
        if line.fate in NOT_THERE:
            above += " · " + reception.phrase("did not arrive")
        elif line.fate in NOT_YET:
            above += " · " + reception.phrase("not sent yet")
        yield Paragraph(shown_words(line.text.plain), above=above)


def _by(reception: Reception, line: SeenLine) -> str:
    if line.by == "contact":
        return reception.phrase("You")
    if line.by == "staff":
        return line.alias or reception.phrase("A person of {operator}", operator=reception.house.operator)
    return reception.phrase("The bot")


def _history(reception: Reception, everything: Everything) -> Iterator[Paragraph]:
    for one in everything.history:
        told = happenings.sentence(reception, one)
        if told:
            yield Paragraph(f"{_moment(reception, one.at)} · {told}")


def _day(reception: Reception, at: datetime) -> str:
    return date_words(at, reception.language)


def _moment(reception: Reception, at: datetime) -> str:
    return f"{date_words(at, reception.language)}, {at.astimezone(BRUSSELS):%H:%M}"
