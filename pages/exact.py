"""The same for other programs: everything exactly as it is kept, as JSON (docs/copy-format.md).

A name once given keeps its meaning; what is added later has a name of its own. `version` goes up where that is broken.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from helpline.case import Case
from helpline.consent import Consent
from helpline.contact import Words
from helpline.evidence import Item
from helpline.hers.everything import Everything
from helpline.views import Custody, Happening, SeenLine

FORMAT, VERSION = "haven-copy", 1
#: Of what an event says: codes that mean something to her. Ids of people stay here.
TOLD = ("scope", "reason", "outcome", "team", "urgency", "fact", "kind", "way", "by", "when")


def as_json(everything: Everything, taken_at: datetime, kept_until: datetime | None) -> bytes:
    """Letters beyond ASCII are escaped, half characters too: any program reads it, whatever she typed."""
    case = everything.case
    told = {
        "format": FORMAT,
        "version": VERSION,
        "taken_at": taken_at.isoformat(),
        "kept_until": _when(kept_until),
        "case": _case(case),
        "answers": dict(case.facts),
        "words": dict(case.words),
        "consents": [_consent(one) for one in case.consents],
        "items": [_item(one, everything.custody.get(one.id, ())) for one in case.items],
        "lines": [_line(one) for one in everything.lines],
        "history": [_happening(one) for one in everything.history],
        "notes": everything.notes,
    }
    return json.dumps(told, indent=1, default=_plain).encode()


def _case(case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "opened_at": case.opened_at,
        "language": case.language,
        "state": case.state,
        "outcome": case.outcome,
        "route": case.route,
        "urgency": case.urgency,
        "held_by": case.holder.kind,
        "team": case.holder.team,
        "safe_time": case.safe_time,
        "messages": case.wrote,
        "last_message_at": case.wrote_at,
        "kept_for": case.kept_for,
    }


def _consent(one: Consent) -> dict[str, Any]:
    return {name: value for name, value in asdict(one).items() if name != "id"}


def _item(one: Item, custody: tuple[Custody, ...]) -> dict[str, Any]:
    kept = {name: value for name, value in asdict(one).items() if value is not None and name != "id"}
    return kept | {"custody": [{"act": hand.act, "by": hand.alias, "at": hand.at} for hand in custody]}


def _line(one: SeenLine) -> dict[str, Any]:
    return {"by": one.by, "name": one.alias, "at": one.at, "text": one.text, "fate": one.fate}


def _happening(one: Happening) -> dict[str, Any]:
    about: Mapping[str, Any] = {name: one.about[name] for name in TOLD if name in one.about}
    return {"kind": one.kind, "at": one.at, "name": one.alias, "about": about}


def _when(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Words):
        return value.plain
    raise TypeError
