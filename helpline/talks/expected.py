"""What is kept of a talk, to tell later whether it still goes the same way; and in what it does not.

Another wording of the same text is no other way: it is told, and the talk holds. Cards are compared by their entry, for
their words come from the directory of the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from helpline.talks.played import Bubble, Exchange, Played

#: same; words: the same, said otherwise; changed: it goes another way; broken: some move cannot be made any more.
State = Literal["same", "words", "changed", "broken"]
#: What makes two exchanges different ways to go; in the order in which they are told.
WAY = ("says", "place", "effects", "facts", "consents", "kept", "holder", "language", "ended", "trouble")


@dataclass(frozen=True)
class Other:
    """Something at one move that is not as it was. `what`: one of WAY, or `words`. `before`, `after`: plain data, None
    where there is nothing."""

    move: int
    what: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    state: State
    others: tuple[Other, ...] = ()


# ── what is kept ────────────────────────────────────────────────────────────────────────────────────────────────
def expected(played: Played) -> list[dict[str, Any]]:
    """Plain data, an entry for each move."""
    return [_kept(one) for one in played.exchanges]


def _kept(exchange: Exchange) -> dict[str, Any]:
    kept = {
        "says": [_says(one) for one in exchange.said],
        "words": [one.text for one in exchange.said],
        "place": exchange.place,
        "effects": list(exchange.effects),
        "facts": dict(exchange.facts),
        "consents": list(exchange.consents),
        "kept": list(exchange.kept),
        "holder": exchange.holder,
        "language": exchange.language,
        "ended": exchange.ended,
        "trouble": exchange.trouble,
    }
    return {name: value for name, value in kept.items() if value not in (None, [], {}, False)}


def _says(bubble: Bubble) -> list[str]:
    """What it says by key, and its buttons: `triage.age.say`, `card:police`, `[triage.age:adult]`."""
    cards = [f"card:{key}" for key in (bubble.card or "").split()]
    return [*bubble.says, *cards, *(f"[{one.place}:{one.key}]" for one in bubble.buttons if one.place)]


# ── what is compared ────────────────────────────────────────────────────────────────────────────────────────────
def compare(before: Sequence[Any], played: Played) -> Difference:
    """`before`: what `expected` made of it once. What has another shape counts as nothing."""
    after = expected(played)
    others: list[Other] = []
    for number in range(max(len(before), len(after))):
        one = before[number] if number < len(before) and isinstance(before[number], Mapping) else {}
        others += _compared(number, one, after[number] if number < len(after) else {})
    return Difference(_state(others, played), tuple(others))


def _state(others: list[Other], played: Played) -> State:
    if played.trouble and any(one.what == "trouble" for one in others):
        return "broken"
    if any(one.what != "words" for one in others):
        return "changed"
    return "words" if others else "same"


def _compared(number: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Other]:
    for what in WAY:
        if before.get(what) != after.get(what):
            yield Other(number, what, before.get(what), after.get(what))
    if before.get("says") != after.get("says"):
        return
    pairs = zip(before.get("words") or (), after.get("words") or (), after.get("says") or (), strict=False)
    for old, new, says in pairs:
        if old != new and not any(one.startswith("card:") for one in says):
            yield Other(number, "words", old, new)
