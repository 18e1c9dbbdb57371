"""showing: an evidence item as it may be shown to her: links defanged, hashes with their kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from helpline.evidence import Item
from helpline.hashes import ALGORITHMS
from helpline.links import defang, defanged
from helpline.platforms import shipped

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
    platform = shipped().by_key.get(item.platform or "")
    named = f"{address} ({platform.label})" if platform else address
    return f"{named} {_clock(item.passage[0])}–{_clock(item.passage[1])}" if item.passage else named


def shown_hash(item: Item) -> str:
    quality = f" ({item.quality}/100)" if item.quality is not None else ""
    return f"{LABELS.get(item.algorithm or '', item.algorithm)}: {item.value}{quality}"


def shown_piece(items: Sequence[Item], phrase: Phrase) -> str:
    """One line about an item, or about all hashes that her device made of one file, each by how it begins."""
    if items[0].file is None:
        return shown(items[0])
    hashes = (_labelled(one, f"{(one.value or '')[:SHORT]}…", phrase) for one in items)
    return f"{_file(items[0], phrase)}: {' · '.join(hashes)}"


def whole_piece(items: Sequence[Item], phrase: Phrase) -> str:
    """The same with every hash in full, a line each."""
    if items[0].file is None:
        return shown(items[0])
    return "\n".join((_file(items[0], phrase), *(_labelled(one, one.value or "", phrase) for one in items)))


def _labelled(item: Item, value: str, phrase: Phrase) -> str:
    quality = f" ({item.quality}/100)" if item.quality is not None else ""
    unturned = f" ({phrase('unturned')})" if item.raw else ""
    return f"{LABELS.get(item.algorithm or '', item.algorithm)} {value}{quality}{unturned}"


def _file(item: Item, phrase: Phrase) -> str:
    match item.media:
        case "image":
            return phrase("Photo")
        case "video":
            return phrase("Video")
        case _:
            return phrase("File")


def _clock(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
