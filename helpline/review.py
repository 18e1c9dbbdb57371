"""review: everything that would be shared, numbered, so that she can take out, replace or time each piece (R70)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from flows.flow import Revision
from flows.steps.choose import Choose
from flows.understand import fold
from helpline.case import Case
from helpline.commands import listed
from helpline.evidence import Item, together
from helpline.hashes import find_hashes
from helpline.keeping import keep_hashes, keep_links
from helpline.links import find_links
from helpline.passages import passage_in
from helpline.reception import Reception
from helpline.showing import shown_piece, shown_words

#: What people type, in any language, to take a piece out.
REMOVE = listed(
    "remove, delete, erase, drop, take out, without",
    "verwijder, wis, weg, schrap, haal weg, zonder",
    "supprimer, supprime, supprimez, effacer, efface, effacez",
    "enlever, enleve, enlevez, retirer, retire, retirez, sans",
)
_NUMBERED = re.compile(
    # Every run of spaces is taken whole and not given back: thousands of them must not be tried in every division.
    r"^\s*+(?P<verb>[^\W\d]+(?:\s[^\W\d]+)??)??\s*+(?:nr\.?|no\.?|n°|#)?\s*+"
    r"(?P<number>\d{1,3})(?!\d|:|\.\d)\s*+[).:,-]?\s*+(?P<rest>.*)$",
    re.DOTALL,
)


@dataclass(frozen=True, repr=False)
class Piece:
    """One numbered piece: an item, all hashes that her device made of one file, or the name of an answer in her own
    words."""

    line: str
    items: tuple[Item, ...] = ()
    answer: str | None = None


def pieces(reception: Reception, case: Case) -> list[Piece]:
    """All that can be taken out one by one, in the order in which it is numbered."""
    items = [Piece(shown_piece(items, reception.phrase), items) for items in together(case.items)]
    labels = {
        "story": reception.phrase("In your words: {words}"),
        "impact": reception.phrase("What it does to you: {words}"),
        "summary": reception.phrase("In short: {words}"),
        "safe_time": reception.phrase("When it is safe to write: {words}"),
    }
    answers = [
        Piece(labels.get(name, "{words}").replace("{words}", shown_words(words)), answer=name)
        for name, words in case.words.items()
    ]
    return items + answers


def show_review(reception: Reception) -> tuple[Reception, str]:
    """Show everything, numbered, and whom it is for. shown | empty"""
    case = reception.case
    if case is None or not (case.items or case.words):
        return reception, "empty"
    lines = [reception.phrase("For the people of {operator} alone:", operator=reception.house.operator)]
    lines += [f"{number}. {piece.line}" for number, piece in enumerate(pieces(reception, case), start=1)]
    answers = "; ".join(answered(reception.revision, case.facts, reception.language))
    if answers:
        lines.append(reception.phrase("Your answers: {answers}", answers=answers))
    return reception.tell("\n".join(lines), cause="kept"), "shown"


def answered(revision: Revision, facts: Mapping[str, str], language: str) -> Iterator[str]:
    """The answers given so far, in the words of the buttons they were given with."""
    for fact, value in facts.items():
        labels = (
            f"{name}.{key}.{choice.key}.label"
            for name, flow in revision.flows.items()
            for key, step in flow.steps.items()
            if isinstance(step, Choose)
            for choice in step.choices
            if choice.sets.get(fact) == value
        )
        label = next(labels, None)
        yield revision.texts.get(label, language) if label else f"{fact}: {value}"


def change_item(reception: Reception, words: str) -> tuple[Reception, str]:
    """Do what she typed at the review: take a piece out, replace it, add a time code, or add more. changed | refused"""
    case = reception.case
    if case is None:
        return reception, "refused"
    found = _NUMBERED.match(words)
    listed = pieces(reception, case)
    if found and 1 <= int(found["number"]) <= len(listed):
        changed = _change(reception, case, listed[int(found["number"]) - 1], fold(found["verb"] or ""), found["rest"])
        if changed is not None:
            return changed, "changed"
    elif found and fold(found["verb"] or "") in REMOVE:
        text = reception.phrase("There is no number {number} in the list.", number=found["number"])
        return reception.tell(text), "refused"
    else:
        changed = _more(reception, words)
        if changed is not None:
            return changed, "changed"
    return reception.tell(
        reception.phrase("To take a piece out, type: remove 2. To replace it: its number and the right link or time.")
    ), "refused"


def _change(reception: Reception, case: Case, piece: Piece, verb: str, rest: str) -> Reception | None:
    if verb in REMOVE:
        return remove(reception, case, piece)
    if len(piece.items) != 1 or (item := piece.items[0]).kind == "place" or item.file:
        return None
    links, passage = find_links(rest).links, passage_in(rest)
    if item.kind == "link" and links:
        link = links[0]
        new = replace(
            item,
            as_typed=link.as_typed,
            normalised=link.normalised,
            platform=link.platform,
            post=link.post,
            passage=link.passage,
        )
    elif item.kind == "link" and passage:
        new = replace(item, passage=passage)
    elif item.kind == "hash" and (hashes := find_hashes(rest).hashes):
        one = hashes[0]
        new = replace(
            item, as_typed=one.as_typed, algorithm=one.algorithm, value=one.value, quality=one.quality, media=one.media
        )
    else:
        return None
    items = tuple(new if one.id == item.id else one for one in case.items)
    return reception.but(case=replace(case, items=items)).happened("item_corrected", kind=item.kind)


def remove(reception: Reception, case: Case, piece: Piece) -> Reception:
    """All of a file at once: half of its hashes would still find it."""
    if not piece.items:
        left = {name: words for name, words in case.words.items() if name != piece.answer}
        return reception.but(case=replace(case, words=left)).happened("item_removed", kind="words")
    gone = {one.id for one in piece.items}
    reception = reception.but(case=replace(case, items=tuple(one for one in case.items if one.id not in gone)))
    for one in piece.items:
        reception = reception.happened("item_removed", kind=one.kind)
    return reception


def _more(reception: Reception, words: str) -> Reception | None:
    """Links or hashes typed without a number are added, under the consent that stands."""
    for found, keep in ((find_links(words).links, keep_links), (find_hashes(words).hashes, keep_hashes)):
        if found:
            added, answer = keep(reception, words)
            return added if answer == "kept" else None
    return None
