"""The editor's stage on the way to publishing: what a draft changes is really compared, and files are really read."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from flows.changes import changes
from flows.difference import difference
from flows.draft import Content, read
from flows.exchange import brought_in
from helpline.drafts import Edited
from tests.shipped import library
from tests.web.editor_stage import AT, CLEAN, LANGUAGES, EditorStage, published
from tests.web.stage import Json

DRAFT = "/editing/drafts/d-1"
#: What the house lets through only after she has shown once more who she is.
GRAVE = ("/publish", "/back")


def compared(before: Content, after: Content) -> Any:
    was, would = read(before).revision, read(after).revision
    return asdict(difference(was, would)) if was and would else None


@dataclass
class PublishingStage(EditorStage):
    """`second`: why two people look; `people`: at which steps that change how many stand. `proven`: she has shown once
    more who she is."""

    second: list[Json] = field(default_factory=list)
    people: list[Json] = field(default_factory=list)
    asked_for: Json | None = None
    refusal: str | None = None
    proven: bool = True

    def __post_init__(self) -> None:
        super().__post_init__()
        self.before = json.loads(json.dumps(self.content))
        self.answer("GET /editing/published/flows/2/difference/1", self._between("Old words.", "How old are you?"))
        self.answer("GET /editing/published/flows/2/difference/2", self._between("Same.", "Same.") | {"words": []})
        self.answer("GET /editing/published/flows/1/difference/2", self._between("How old are you?", "Old words."))

    @staticmethod
    def _between(before: str, after: str) -> Any:
        """Two versions in which one text differs."""
        shipped = library(LANGUAGES)
        told = asdict(difference(shipped, replace(shipped, number=2)))
        word = {"key": "triage.age.say", "language": "en", "before": before, "after": after}
        return told | {"words": [word]}

    def overview(self) -> Json:
        newer = published(2, "Sarah") | {"second": "Wout", "note": "Kinder words", "checksum": "d" * 64}
        due = {"entry": "child_focus", "name": "Child Focus", "days": 12, "hidden": False}
        gone = {"entry": "police_tips", "name": "Police tips", "days": -2, "hidden": True}
        rows = {"running": newer, "revisions": [newer, published(1)], "warnings": [gone, due]}
        return super().overview() | rows | {"shipped_differs": True}

    async def _api(self, request: Request) -> Response:
        path = request.url.path.removeprefix("/console/api")
        if path.endswith(GRAVE) and not self.proven:
            self.asked.append((f"POST {path}", json.loads(await request.body())))
            return JSONResponse({"refusal": "step_up", "about": {}}, 403)
        return await super()._api(request)

    def _drafted(self, path: str, body: Json) -> Response:
        if path == "/publishing":
            return JSONResponse(self._publishing())
        if path == "/import":
            return JSONResponse(self._imported(body))
        if path in ("/ask", "/unask"):
            asks = {
                "version": self.saves,
                "by": "Noor",
                "mine": True,
                "at": AT.isoformat(),
                "note": body.get("note", ""),
            }
            self.asked_for = asks if path == "/ask" else None
            return JSONResponse({"ok": True})
        if path == "/publish":
            return JSONResponse(published(3, "Noor"))
        return super()._drafted(path, body)

    def _publishing(self) -> Json:
        refusal = self.refusal or ("own_ask" if self.asked_for and self.second else None)
        return {
            "version": self.saves,
            "running": 2,
            "difference": compared(self.before, self.content),
            "people": self.people,
            "second": self.second,
            "report": self.check(self.content) if self.check else CLEAN,
            "alone": False,
            "asked": self.asked_for,
            "refusal": refusal or ("second_needed" if self.second else None),
            "about": {},
        }

    def _imported(self, body: Json) -> Json:
        brought = brought_in(body["files"], self.content)
        told = {"version": self.saves, "difference": None, "problems": [asdict(one) for one in brought.told]}
        if brought.content is None:
            return told | {"changes": []}
        told |= {"difference": compared(self.content, brought.content), "changes": []}
        if body["dry"]:
            return told
        made = [one.to_plain() for one in changes(self.content, brought.content)]
        self.content, self.saves = brought.content, self.saves + 1
        self.edits.append(Edited(self.saves, "Noor", AT, made))
        return told | {"version": self.saves, "changes": made}
