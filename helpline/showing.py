"""showing: an evidence item as it may be shown to her: links defanged, hashes with their kind."""

from __future__ import annotations

from helpline.evidence import Item
from helpline.hashes import ALGORITHMS
from helpline.links import defang, defanged
from helpline.platforms import shipped

#: A longer address is shown shortened; all of it is kept.
LONGEST_SHOWN = 160
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


def _clock(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
