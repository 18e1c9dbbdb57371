"""The editor's stage, where a draft can be tried: talks are played by the real rules, and tests are kept in memory."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from console import rehearsing
from console.rehearsed import Playing, SavedTalks, Saving
from flows.draft import read
from helpline.drafts import SavedTalk
from helpline.errors import BadAsk
from helpline.talks.results import run_all
from tests.helpline.house import house
from tests.web.editor_stage import AT, EditorStage
from tests.web.stage import Json

PLAY, TALKS = "/editing/play", "/editing/talks"


@dataclass
class RehearsingStage(EditorStage):
    """`kept`: the talks that were saved as tests."""

    kept: list[SavedTalk] = field(default_factory=list)

    async def _api(self, request: Request) -> Response:
        path = request.url.path.removeprefix("/console/api")
        if not path.startswith((PLAY, TALKS)):
            return await super()._api(request)
        if self.down:
            return JSONResponse({"refusal": "trouble", "about": {}}, 503)
        raw = await request.body()
        body = json.loads(raw) if raw else {}
        self.asked.append((f"{request.method} {path}", body))
        try:
            return JSONResponse(self._rehearsed(request.method, path, body))
        except BadAsk as refused:
            return JSONResponse({"refusal": refused.code, "about": refused.about}, 422)

    def _rehearsed(self, method: str, path: str, body: Json) -> Any:
        if path == PLAY:
            return rehearsing._played(self.saves, self.content, Playing(**body), house()).model_dump(mode="json")
        if path == TALKS and method == "GET":
            return self._talks()
        if path == TALKS:
            return self._save(Saving(**body))
        return self._change(*path.removeprefix(f"{TALKS}/").split("/"))

    def _talks(self) -> Any:
        found = read(self.content).revision
        results = {one.id: one for one in run_all(self.kept, found, house())} if found else {}
        rows = tuple(rehearsing._row(one, results.get(one.id), house()) for one in self.kept)
        lines = tuple(key for key, one in house().directory.entries.items() if one.opening is not None)
        return SavedTalks(talks=rows, lines=lines, teams=("helpline",)).model_dump(mode="json")

    def _save(self, asked: Saving) -> Json:
        id_ = asked.id or f"t-{len(self.kept) + 1}"
        talk = SavedTalk(id_, asked.name, asked.talk.model_dump(mode="json"), (), "Noor", AT)
        held = rehearsing._held(talk, self.content, house())
        self.kept = [*(one for one in self.kept if one.id != id_), held]
        return {"id": id_}

    def _change(self, id_: str, what: str) -> Json:
        one = next(one for one in self.kept if one.id == id_)
        self.kept = [other for other in self.kept if other.id != id_]
        if what == "accept":
            self.kept.append(replace(rehearsing._held(one, self.content, house())))
        return {"id": id_}
