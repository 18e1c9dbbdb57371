"""showing: an evidence item as it may be shown to her: links defanged, hashes with their kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from helpline.evidence import Item
from helpline.hashes import ALGORITHMS
from helpline.links import defang, defanged
from helpline.platforms import known

#: A longer address is shown shortened; all of it is kept.
LONGEST_SHOWN = 160
#: Of a hash that her own device made, so many signs are shown in the chat.
SHORT = 8
#: A text of the catalogue in her language.
Phrase = Callable[..., str]
LABELS = {algorithm.key: algorithm.label for algorithm in ALGORITHMS}


def shown(item: Item) -> str:
    """One line about an item."""
    if item.kind == "hash":
        return shown_hash(item)
    return shown_link(item) if item.kind == "link" else shown_words(item.as_typed)


def shown_words(words: str) -> str:
    """Her own words, in which no address can be tapped and no sign hides."""
    return defanged(words)


def shown_link(item: Item) -> str:
    address = defang(item.normalised or item.as_typed)
    address = address if len(address) <= LONGEST_SHOWN else address[: LONGEST_SHOWN - 1] + "…"
    platform = known().by_key.get(item.platform or "")
    named = f"{address} ({platform.label})" if platform else address
    return f"{named} {_clock(item.passage[0])}–{_clock(item.passage[1])}" if item.passage else named


def shown_hash(item: Item) -> str:
    quality = f" ({item.quality}/100)" if item.quality is not None else ""
    return f"{LABELS.get(item.algorithm or '', item.algorithm)}: {item.value}{quality}"


def shown_piece(items: Sequence[Item], phrase: Phrase) -> str:
    """One line about an item, or about all hashes that her device made of one file, each by how it begins."""
    if items[0].file is None:
        return shown(items[0])
    return _of_a_file(items[0], " · ".join(f"{_name(one)} {(one.value or '')[:SHORT]}…" for one in items), phrase)


def whole_piece(items: Sequence[Item], phrase: Phrase) -> str:
    """The same with every hash in full, a line each."""
    if items[0].file is None:
        return shown(items[0])
    lines = []
    for one in items:
        quality = f" ({one.quality}/100)" if one.quality is not None else ""
        raw = f" ({phrase('as it lies in the file')})" if one.raw else ""
        lines.append(f"{_name(one)} {one.value}{quality}{raw}")
    return _of_a_file(items[0], "\n".join(lines), phrase)


def _name(item: Item) -> str:
    return LABELS.get(item.algorithm or "", item.algorithm or "")


def _of_a_file(item: Item, hashes: str, phrase: Phrase) -> str:
    match item.media:
        case "image":
            return phrase("Photo: {hashes}", hashes=hashes)
        case "video":
            return phrase("Video: {hashes}", hashes=hashes)
        case _:
            return phrase("File: {hashes}", hashes=hashes)


def _clock(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
