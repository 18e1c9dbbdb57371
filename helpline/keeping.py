"""keeping: links, hashes and words she entrusts, each under its own consent; never opened, shown defanged only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from helpline.adults import may_keep
from helpline.case import Case
from helpline.errors import NotAdult, Refusal
from helpline.evidence import Item
from helpline.hashes import Hash, find_hashes, without_hashes
from helpline.links import Link, defang, find_links, without_links
from helpline.listening.number_and_pin import without_pin
from helpline.passages import passage_in
from helpline.reception import Reception
from helpline.refused import Refused
from helpline.showing import shown_hash, shown_link

#: One case holds no more than this; beyond it somebody is filling the house, not asking for help.
MOST_ITEMS = 200
LONGEST_WORDS = 4000
#: Of what could not be kept, so many are explained in one message.
MOST_EXPLAINED = 5

Answer = tuple[Reception, str]


def keep_links(reception: Reception, words: str) -> Answer:
    """Keep the links of a message, and say what could not be kept. kept | refused"""
    case = _case(reception, "links")
    if isinstance(case, Refusal):
        return explain(reception, case), "refused"
    found = find_links(words)
    if not found.links:
        timed = _time_code(case, words)
        if timed:
            return _kept(reception.but(case=timed), [shown_link(_links(timed)[-1])], ()), "kept"
        if not found.refused:
            return reception.tell(
                reception.phrase(
                    "I see no link in that. A link looks like example.com/page; @name with the platform works too."
                )
            ), "refused"
    return _add(reception, case, [_link_item(reception, case, link) for link in found.links], found.refused)


def keep_hashes(reception: Reception, words: str) -> Answer:
    """Keep the hashes of a message, each with its kind, and say what could not be kept. kept | refused"""
    case = _case(reception, "hashes")
    if isinstance(case, Refusal):
        return explain(reception, case), "refused"
    found = find_hashes(words)
    if not found.hashes and not found.refused:
        return reception.tell(
            reception.phrase(
                "I see no fingerprint in that. Please send its kind and the hash as text, for example PDQ: and 64 "
                "characters."
            )
        ), "refused"
    doubts = tuple(one.doubt for one in found.hashes if one.doubt)
    return _add(reception, case, [_hash_item(reception, case, one) for one in found.hashes], (*found.refused, *doubts))


def keep_words(reception: Reception, answer: str, words: str) -> Answer:
    """Keep an answer in her own words; where it is becomes an item of its own. kept | refused"""
    case = _case(reception, "words")
    if isinstance(case, Refusal):
        return explain(reception, case), "refused"
    said = without_items(case, words.strip())[:LONGEST_WORDS]
    if not said:
        return reception, "refused"
    if answer != "where":
        return reception.but(case=replace(case, words={**case.words, answer: said})), "kept"
    place = Item(reception.house.chance.id(), "place", said, reception.now, consent_id(case, "words"))
    if len(case.items) >= MOST_ITEMS or any(item.kind == "place" and item.as_typed == said for item in case.items):
        return reception, "kept"
    return reception.but(case=replace(case, items=(*case.items, place))).happened("item_kept", kind="place"), "kept"


def explain(reception: Reception, refusal: Refusal) -> Reception:
    """Why nothing was kept, without blame."""
    if isinstance(refusal, NotAdult):
        return reception.tell(
            reception.phrase(
                "That was not kept: links, fingerprints and words are taken only where everyone is known to be 18 or "
                "older."
            )
        )
    return reception.tell(
        reception.phrase("That was not kept, because you have not agreed to it. Without your yes nothing is kept.")
    )


def without_items(case: Case, words: str) -> str:
    """Words without the links and hashes for which there is no consent, those that cannot be kept included, and without
    her PIN; a mark stays where they stood."""
    words = without_pin(words)
    if not case.agreed("hashes"):
        words = without_hashes(words, "[hash]")
    return words if case.agreed("links") else without_links(words, "[link]")


def _case(reception: Reception, scope: str) -> Case | Refusal:
    try:
        return may_keep(reception.case, reception.facts, scope)
    except Refusal as refusal:
        return refusal


def consent_id(case: Case, scope: str) -> str:
    """The consent that stands for this."""
    return next(one.id for one in reversed(case.consents) if one.scope == scope and one.stands)


def _links(case: Case) -> list[Item]:
    return [item for item in case.items if item.kind == "link"]


def _time_code(case: Case, words: str) -> Case | None:
    """A time code typed by itself belongs to the link sent last."""
    passage, links = passage_in(words), _links(case)
    if passage is None or not links:
        return None
    last = replace(links[-1], passage=passage)
    return replace(case, items=tuple(last if item.id == last.id else item for item in case.items))


def _link_item(reception: Reception, case: Case, link: Link) -> Item:
    return Item(
        reception.house.chance.id(),
        "link",
        link.as_typed,
        reception.now,
        consent_id(case, "links"),
        normalised=link.normalised,
        platform=link.platform,
        post=link.post,
        passage=link.passage,
    )


def _hash_item(reception: Reception, case: Case, one: Hash) -> Item:
    return Item(
        reception.house.chance.id(),
        "hash",
        one.as_typed,
        reception.now,
        consent_id(case, "hashes"),
        algorithm=one.algorithm,
        value=one.value,
        quality=one.quality,
        media=one.media,
    )


def same(one: Item, other: Item) -> bool:
    """Does the second bring nothing that the first does not say already?"""
    if one.kind == "hash" == other.kind:
        return (one.algorithm, one.value) == (other.algorithm, other.value)
    return one.kind == other.kind and one.normalised == other.normalised and other.passage in (None, one.passage)


def _add(reception: Reception, case: Case, items: list[Item], refused: Iterable[Refused]) -> Answer:
    """Add what is new, merge what is known, tell both and what was refused."""
    for item in items:
        known = next((one for one in case.items if same(one, item)), None)
        without_time = next((one for one in case.items if same(item, one) and item.passage), None)
        if known is not None or len(case.items) >= MOST_ITEMS:
            continue
        if without_time is not None:
            timed = replace(without_time, passage=item.passage)
            case = replace(case, items=tuple(timed if one.id == timed.id else one for one in case.items))
            continue
        case = replace(case, items=(*case.items, item))
        reception = reception.but(case=case).happened("item_kept", kind=item.kind)
    reception = reception.but(case=case)
    shown = [shown_hash(item) if item.kind == "hash" else shown_link(item) for item in items]
    return _kept(reception, shown, refused), "kept" if items else "refused"


def _kept(reception: Reception, shown: list[str], refused: Iterable[Refused]) -> Reception:
    refused = tuple(refused)
    lines = [reception.phrase("Kept: {what}", what=one) for one in shown]
    for one in refused[:MOST_EXPLAINED]:
        why = reception.phrase(one.why, **one.values)
        lines.append(f"{defang(one.text)}\n{why}" if one.text else why)
    return reception.tell("\n".join(lines), cause="kept") if lines else reception
