"""A stage for the pages of the directory: what Haven ships with, a draft of it that really changes, and its cards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.changes import changes
from flows.edits import edit_of
from helpline.book import read, shipped
from helpline.book.cards import seen
from helpline.book.edits import carried_out, opened
from helpline.drafts import Edited
from helpline.languages import load_catalogue
from tests.web.editor_stage import AT, LANGUAGES, EditorStage, published
from tests.web.stage import Json

TODAY = "2026-11-23"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
WORDS = load_catalogue(Path("locales"), LANGUAGES)


def directory() -> dict[str, Any]:
    """One line is flagged, one overdue."""
    plain = json.loads(json.dumps(opened(shipped(Path("directory")), LANGUAGES)))
    plain["lines"]["ecoute_enfants"]["flagged"] = True
    plain["lines"]["sos_viol"]["checked_on"] = "2026-01-05"
    plain["lines"]["cps"]["checked_on"] = "2026-06-10"
    return dict(plain)


@dataclass
class BookStage(EditorStage):
    content: Mapping[str, Any] = field(default_factory=directory)
    name: str = "New numbers"

    def __post_init__(self) -> None:
        super().__post_init__()
        page = {"edition": 2, "languages": list(LANGUAGES), "differs": True, "today": TODAY, "me": "Noor"}
        self.answer("GET /editing/directory", page | {"content": self.content})
        said = {one: WORDS.say(one, "Closed now.") for one in LANGUAGES}
        text = {"text": "Closed now.", "where": ["helpline/hours.py"], "said": said, "safety": True, "label": False}
        self.answer("GET /editing/outside", [text])

        phone = {"path": ["lines", "tele_onthaal", "phone"], "before": "106", "after": "107"}
        self.answer("GET /editing/published/directory/1/difference/2", [phone])

    def overview(self) -> Json:
        found = super().overview()
        rows = [published(2, "Noor"), published(1, "Lou")]
        drafts = [one | {"kind": "directory"} for one in found["drafts"]]
        return found | {"drafts": drafts, "editions": [one | {"kind": "directory"} for one in rows]}

    def edit(self, by: str, seen: int, *plain: Json) -> Json:
        before = self.content
        self.content = carried_out(before, [edit_of(one) for one in plain])
        self.show_cards()
        done = [one.to_plain() for one in changes(before, self.content)]
        if done:
            self.saves += 1
            self.edits.append(Edited(self.saves, by, AT, done))
        since = [change for one in self.edits if one.version > seen for change in one.changes]
        return {"version": self.saves, "changes": since}

    def show_cards(self, section: str = "lines", key: str = "institute") -> None:
        """As the server draws them."""
        cards = [vars(one) for one in seen(read(self.content), section, key, LANGUAGES, "De Haven", NOON, WORDS.say)]
        said = {"version": self.saves, "cards": cards}
        self.answer(f"GET /editing/drafts/d-1/cards/{section}/{key}", said)
