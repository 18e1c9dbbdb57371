"""A stage for the editor's pages: a draft that really changes as the server changes it, kept in memory; and a colleague
who can change the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from flows.changes import Conflicts, changes
from flows.draft import Content, content_of
from flows.edits import EditRefused, edit_of
from flows.shape import shapes
from helpline.drafting import carried_out, in_conflict
from helpline.drafts import Edited, all_told
from tests.eventually import eventually
from tests.shipped import library
from tests.web.stage import Json, Stage

LANGUAGES = ("en", "fr", "nl")
AT = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
CLEAN: Json = {"issues": [], "refuted": [], "talks": [], "milliseconds": 40}


def shipped() -> Content:
    return content_of(library(LANGUAGES))


def published(number: int = 1, by: str | None = None) -> Json:
    about = {"kind": "flows", "number": number, "checksum": "c" * 64, "at": "2026-11-20T09:00:00Z"}
    return about | {"by": by, "second": None, "note": "", "back_to": None}


@dataclass
class EditorStage(Stage):
    """`content`: what the one draft says. `check`: what the check answers."""

    content: Content = field(default_factory=shipped)
    saves: int = 1
    name: str = "Kinder words"
    edits: list[Edited] = field(default_factory=list)
    here: list[Json] = field(default_factory=list)
    check: Callable[[Content], Json] = lambda content: CLEAN
    #: Nothing is answered about drafts, as while the line is down.
    down: bool = False

    def __post_init__(self) -> None:
        self.me["staff"] |= {"roles": ["editor"], "permissions": ["edit_flows", "publish", "see_numbers"]}
        self.answer("GET /editing/shapes", dict(shapes()))
        self.answer("GET /editing/overview", self.overview())
        self.answer("GET /editing/talks", {"talks": [], "lines": [], "teams": ["helpline"]})
        self.answer("POST /editing/play", {"version": 1, "exchanges": [], "problems": []})

    def overview(self) -> Json:
        row = {"id": "d-1", "kind": "flows", "name": self.name, "based_on": 1, "version": 1, "by": "Noor"}
        times = {"begun_at": "2026-11-22T19:00:00Z", "changed_at": "2026-11-22T20:00:00Z"}
        draft = row | times | {"authors": ["Noor", "Lou"], "asked": None, "here": []}
        return {
            "running": published(),
            "drafts": [draft],
            "revisions": [published()],
            "editions": [],
            "shipped_differs": False,
            "warnings": [],
            "may_publish": True,
        }

    def edit(self, by: str, seen: int, *plain: Json) -> Json:
        """Carry out these edits, as the server does. Raises Conflicts, NotAnEdit."""
        before = self.content
        self.content = carried_out(before, [edit_of(one) for one in plain])
        done = [one.to_plain() for one in changes(before, self.content)]
        if done:
            self.saves += 1
            self.edits.append(Edited(self.saves, by, AT, done))
        kept = [one for one in self.edits if one.version > seen]
        if not all_told(kept, seen, self.saves):
            return {"version": self.saves, "changes": [], "folded": True}
        return {"version": self.saves, "changes": [change for one in kept for change in one.changes]}

    def text(self, key: str, language: str = "nl") -> str | None:
        found: str | None = self.content["translations"][language].get(key)
        return found

    async def says(self, key: str, words: str | None, language: str = "nl") -> None:
        """Wait until the draft says this."""
        await eventually(lambda: self.text(key, language), words)

    def step(self, place: str) -> Json:
        flow, step = place.split(".")
        found: Json = self.content["flows"][flow]["steps"][step]
        return found

    async def _api(self, request: Request) -> Response:
        path = request.url.path.removeprefix("/console/api/editing/drafts/d-1")
        if path == request.url.path or f"{request.method} /editing/drafts/d-1{path}" in self.answers:
            return await super()._api(request)
        if self.down:
            return JSONResponse({"refusal": "trouble", "about": {}}, 503)
        raw = await request.body()
        body = json.loads(raw) if raw else {}
        self.asked.append((f"{request.method} /editing/drafts/d-1{path}", body))
        return self._drafted(path, body)

    def _drafted(self, path: str, body: Json) -> Response:
        if path == "/edits":
            return self._edited(body)
        if path.startswith("/since/"):
            seen = int(path.rsplit("/", 1)[1])
            edits = [self._told(one) for one in self.edits if one.version > seen]
            told = {"version": self.saves, "name": self.name, "edits": edits, "here": self.here, "asked": None}
            return JSONResponse(told | {"folded": not all_told(self.edits, seen, self.saves)})
        if path == "/check":
            return JSONResponse(self.check(self.content))
        if path == "/name":
            self.name = body["name"]
            return JSONResponse({"ok": True})
        return JSONResponse(self.overview()["drafts"][0] | self._page())

    def _page(self) -> Json:
        entries = [{"key": "emergency", "name": ", ".join(["A line with a long name"] * 9)}]
        told = {"name": self.name, "version": self.saves, "content": self.content, "here": self.here}
        return told | {"entries": entries}

    def _edited(self, body: Json) -> Response:
        try:
            return JSONResponse(self.edit("Noor", body["version"], *body["edits"]))
        except Conflicts as conflicts:
            since = [one for one in self.edits if one.version > body["version"]]
            told = {"conflicts": list(in_conflict(conflicts, since))}
            return JSONResponse({"refusal": "conflict", "about": told}, 409)
        except EditRefused as refused:
            return JSONResponse({"refusal": "edit_refused", "about": {"why": refused.code}}, 409)

    @staticmethod
    def _told(one: Edited) -> Json:
        return {"version": one.version, "by": one.by, "at": one.at.isoformat(), "changes": list(one.changes)}
