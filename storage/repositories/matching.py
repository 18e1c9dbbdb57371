"""matching: the hashes that a team's other cases hold, read some cases at a time, and the note that they were compared.

Nothing is kept of them: what was opened is compared at once and thrown away.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter

import orjson

from helpline.errors import NoSuchCase
from helpline.matching import Mark, Match, Other, is_comparable
from storage.repositories import looking
from storage.seal import Key, open_each
from storage.statements import Rows, Steps, ask, ask_in, chunks

#: Cases read at a time, whose items are opened and compared before the next.
AT_A_TIME = 400
#: Of a row: its case, and that case's key.
BY_CASE = itemgetter(2, 3)
#: Cases of a team that were entrusted anything.
HOLDING = (
    "SELECT k.id FROM cases k WHERE k.team = $1 AND k.id <> $2 AND EXISTS (SELECT 1 FROM item i WHERE i.case_id = k.id)"
)
#: Their items; without a key those of a case that is another team's by now. Asked item by item: joined, PostgreSQL goes
#: through all cases of the team for each few of them.
ITEMS = (
    "SELECT i.id, i.sealed, i.case_id, (SELECT k.key_id FROM cases k WHERE k.id = i.case_id AND k.team = $1)"
    " FROM item i WHERE i.case_id IN {ids}"
)
STILL = "SELECT i.id FROM item i JOIN cases k ON k.id = i.case_id WHERE k.team = $1 AND i.id IN {ids}"


def holding(team: str, but: str) -> Steps[list[str]]:
    """The ids of those cases, but one."""
    return [row[0] for row in (yield from ask(HOLDING, team, but))]


def items_of(team: str, cases: Sequence[str]) -> Steps[Rows]:
    """Items: id, sealed, case id, key id."""
    return [row for row in (yield from ask_in(ITEMS, cases, team)) if row[3] is not None]


def hashes(rows: Rows, keys: Mapping[str, Key]) -> Iterator[Other]:
    """What can be compared of these items; `keys`: by id. What does not open is nobody's any more, or broken: it is
    passed over, and whoever opens that case is told."""
    for (case_id, key_id), some in groupby(sorted(rows, key=BY_CASE), key=BY_CASE):
        key = keys.get(key_id)
        cells = [(row[0], row[1]) for row in some]
        for plain in open_each(key, "item", "sealed", cells) if key is not None else ():
            if plain is not None and is_comparable(mark := _mark(plain)):
                yield Other(case_id, mark)


def _mark(plain: bytes) -> Mark:
    try:
        told = orjson.loads(plain)
    except orjson.JSONDecodeError:  # half a character stands in it
        told = json.loads(plain)
    return Mark(told["id"], told["kind"], told["algorithm"], told["value"], told["quality"], told["file"])


def note(
    case_id: str, team: str, staff_id: str, count: int, found: Sequence[Match], now: datetime
) -> Steps[tuple[Match, ...]]:
    """What of it is still there, and an event in the case asked from and in each that was found: counts alone. Raises
    NoSuchCase where that case went meanwhile, or went to another team."""
    if (yield from looking.team_of(case_id)) != team:
        raise NoSuchCase
    there: set[str] = set()
    for group in chunks(sorted({one for match in found for one in (match.asked, match.item)}), 200):
        there |= {row[0] for row in (yield from ask_in(STILL, group, team))}
    left = tuple(match for match in found if {match.asked, match.item} <= there)
    cases = sorted({match.case for match in left})
    about = {"staff": staff_id, "team": team}
    yield from looking.tell("hashes_matched", case_id, now, **about, hashes=count, cases=len(cases))
    for other in cases:
        hits = sum(match.case == other for match in left)
        yield from looking.tell("case_matched", other, now, **about, hashes=hits)
    return left
