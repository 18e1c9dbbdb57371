"""custody: who gave, saw, took along or exported an evidence item, and when. The one place that tells it.

Read from what happened to its case; she reads it in her own copy, staff beside the item.
"""

from __future__ import annotations

from collections.abc import Iterable

from helpline.evidence import Item
from helpline.views import Custody, Happening

#: Kinds of event that show all items of a case; and all that is told of an item, with what takes it out of the house.
SEEN = ("case_viewed", "case_taken_over")
KINDS = (*SEEN, "item_copied", "case_exported")


def custody_of(item: Item, happened: Iterable[Happening]) -> tuple[Custody, ...]:
    """`happened`: events of KINDS, in their order. Whoever looks often is told of once a day."""
    told, days = [Custody("given", None, item.given_at)], set()
    given = item.given_at.replace(second=0, microsecond=0)  # events are told to the minute
    for one in happened:
        if one.at < given:
            continue
        if one.kind == "item_copied" and one.about.get("item") == item.id:
            told.append(Custody(str(one.about.get("act", "copied")), one.alias, one.at))
        elif one.kind == "case_exported":
            told.append(Custody("exported", one.alias, one.at))
        elif one.kind in SEEN and (day := (one.about.get("staff"), one.at.date())) not in days:
            days.add(day)
            told.append(Custody("seen", one.alias, one.at))
    return tuple(told)
