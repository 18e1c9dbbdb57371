"""What news says about each case that changed: its new row to its own team, that it is gone to the one it left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import orjson

from console.answers import Row
from helpline.staff import Staff

if TYPE_CHECKING:
    from helpline.views import NewsItem, QueueRow

#: After these a case may be nobody's any more, and there is nothing left to say whose it was: all who might show it
#: are told that this id is gone. The id says nothing.
TAKES_AWAY = frozenset(
    {"case_erased", "handoff_recalled", "handoff_cancelled", "consent_withdrawn", "minor_learned", "contact_hidden"}
)


@dataclass(frozen=True)
class Change:
    """One case: what happened, whose it is and was. `row`: as JSON up to its last field, which differs per reader."""

    case: str
    kinds: tuple[str, ...]
    team: str | None
    was: frozenset[str]
    row: bytes | None
    wrote: int = 0
    seen: Mapping[str, int] = field(default_factory=dict)
    erased: bool = False

    def row_for(self, staff: Staff) -> bytes:
        """The row, with how many words are new to her."""
        assert self.row is not None
        return b'%s,"unseen":%d}' % (self.row, max(0, self.wrote - self.seen.get(staff.id, 0)))

    @property
    def taken_away(self) -> bool:
        return self.row is None and not self.was and (self.erased or bool(TAKES_AWAY & set(self.kinds)))


def changes_of(
    items: Sequence[NewsItem],
    rows: Sequence[QueueRow],
    seen: Mapping[str, Mapping[str, int]],
    before: Mapping[str, str],
) -> tuple[Change, ...]:
    """One change per case, in the order of what happened last. `seen`: case → staff → words she has seen. `before`:
    the team of a case as we last knew it."""
    by_case: dict[str, list[NewsItem]] = {}
    for item in items:
        if item.case:
            by_case.setdefault(item.case, []).append(item)
            by_case[item.case] = by_case.pop(item.case)
    found = {row.id: row for row in rows if row.team is not None}
    return tuple(
        _change(case, told, found.get(case), seen.get(case, {}), before.get(case)) for case, told in by_case.items()
    )


def _change(
    case: str, told: Sequence[NewsItem], row: QueueRow | None, seen: Mapping[str, int], before: str | None
) -> Change:
    kinds = tuple(dict.fromkeys(item.kind for item in told))
    was = frozenset(team for item in told for team in (item.team, item.team_before, before) if team)
    if row is None:
        return Change(case, kinds, None, was, None, erased=any(item.gone for item in told))
    return Change(case, kinds, row.team, was, shown(row), row.wrote, seen)


def shown(row: QueueRow) -> bytes:
    """A row as JSON without its `unseen` and its end."""
    return Row.model_validate(row).model_dump_json(exclude={"unseen"}).encode()[:-1]


def news(seq: int, found: Sequence[Change] = (), staff: Staff | None = None) -> bytes:
    """The data of one `news` event for one reader; empty where nothing of it is hers to know. Without a reader: only
    how far the news is."""
    rows, gone, cases = [], [], []
    teams = staff.teams if staff and staff.may("see_queue") else frozenset()
    for change in found:
        if staff is None or not teams:
            break
        if change.row is not None and change.team in teams:
            rows.append(change.row_for(staff))
            cases.append({"id": change.case, "kinds": change.kinds})
        elif change.was & teams or change.taken_away:
            gone.append(change.case)
    if staff is not None and not rows and not gone:
        return b""
    parts = (b",".join(rows), orjson.dumps(gone), orjson.dumps(cases))
    return b'{"seq":%d,"rows":[%s],"gone":%s,"cases":%s}' % (seq, *parts)
