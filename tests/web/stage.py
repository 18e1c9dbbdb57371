"""A stage for the console's pages: the built front end behind the console's real gate, with a server that answers
whatever a test sets up. The real server plays in the journeys; here every state of a page can be looked at."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from console.guarding import Guarded
from helpline.languages import read_words

ROOT = Path(__file__).parent.parent.parent
DIST = ROOT / "web" / "dist" / "console"
Json = dict[str, Any]

ME: Json = {
    "staff": {
        "id": "s-noor",
        "login": "noor",
        "alias": "Noor",
        "roles": ["counsellor"],
        "permissions": ["see_queue", "read_case", "talk"],
        "teams": ["helpline"],
        "languages": ["nl", "fr"],
    },
    "language": "en",
    "operator": "Helpline De Haven",
    "teams": [{"key": "helpline", "name": "Helpline De Haven"}],
    "all_teams": [{"key": "helpline", "name": "Helpline De Haven"}, {"key": "child_focus", "name": "Child Focus"}],
    "all_languages": ["en", "fr", "nl"],
    "exposures": 0,
    "stepped_up_until": None,
    "available": True,
    "demo": False,
    "outcomes": ["helped", "referred", "no_answer", "her_wish", "duplicate", "misuse"],
    "safe_times": ["anytime", "morning", "afternoon", "evening", "not_first"],
    "reasons": ["taking_over", "asked", "supervision", "quality", "safety"],
}
COUNTS: Json = {"waiting": 0, "mine": 0, "held": 0, "urgent": 0}


def row(name: str, **said: Any) -> Json:
    """A case in the queue, waiting, unless said otherwise."""
    holder = {"kind": "queue", "staff": None, "alias": None, "since": None}
    usual: Json = {
        "id": f"c-{name}",
        "number": f"HV-{name.upper()}",
        "team": "helpline",
        "language": "nl",
        "urgency": "none",
        "route": "institute",
        "state": "open",
        "holder": holder,
        "waiting_since": "2026-11-22T20:00:00Z",
        "opened_at": "2026-11-22T19:50:00Z",
        "wrote_at": "2026-11-22T20:00:00Z",
        "wrote": 3,
        "unseen": 0,
        "looking": [],
        "answer_by": None,
        "numbers_by": None,
        "locked": False,
        "outcome": None,
    }
    return usual | said


def held_by(staff: str, alias: str) -> Json:
    return {"kind": "staff", "staff": staff, "alias": alias, "since": "2026-11-22T20:04:00Z"}


def shell() -> str:
    if not (DIST / ".vite").is_dir():
        pytest.fail("the console is not built: run `make build`", pytrace=False)
    manifest = json.loads((DIST / ".vite" / "manifest.json").read_text())["console/main.ts"]
    styles = "".join(f'<link rel="stylesheet" href="/console/assets/{name}">' for name in manifest["css"])
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Haven</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{styles}'
        f'<script type="module" src="/console/assets/{manifest["file"]}"></script></head>'
        '<body><div id="app"></div></body></html>'
    )


@dataclass
class Stage:
    """`answers`: what the server says to "METHOD /path" (below /console/api), a status with it if it refuses.
    `asked`: what the page asked of it, in order, with its body."""

    me: Json = field(default_factory=lambda: json.loads(json.dumps(ME)))
    rows: list[Json] = field(default_factory=list)
    counts: Json = field(default_factory=lambda: dict(COUNTS))
    answers: dict[str, tuple[int, Any]] = field(default_factory=dict)
    asked: list[tuple[str, Json]] = field(default_factory=list)
    seq: int = 1
    version: str = "1"
    #: The live line cannot be had.
    away: bool = False
    origin: str = ""
    more: asyncio.Event = field(default_factory=asyncio.Event)
    consoles: list[asyncio.Queue[str | None]] = field(default_factory=list)

    def refuse(self, what: str, status: int, code: str, **about: Any) -> None:
        self.answers[what] = (status, {"refusal": code, "about": about})

    def answer(self, what: str, said: Any) -> None:
        self.answers[what] = (200, said)

    def tell(self, kind: str, data: Json) -> None:
        """Send an event to every open console."""
        if kind == "news":
            self.seq += 1
            data = {"seq": self.seq, "rows": [], "gone": [], "cases": []} | data
        for console in self.consoles:
            console.put_nowait(f"id: {self.seq}\nevent: {kind}\ndata: {json.dumps(data)}\n\n")

    def hang_up(self) -> None:
        """Every stream ends, as in a restart."""
        for console in self.consoles:
            console.put_nowait(None)

    def bodies(self, what: str) -> list[Json]:
        return [body for asked, body in self.asked if asked == what]

    async def heard(self, what: str, body: Json) -> None:
        """Wait until the page has asked exactly this."""
        async with asyncio.timeout(5):
            while body not in self.bodies(what):
                self.more.clear()
                await self.more.wait()

    async def _api(self, request: Request) -> Response:
        what = f"{request.method} {request.url.path.removeprefix('/console/api')}"
        raw = await request.body()
        self.asked.append((what, json.loads(raw) if raw else dict(request.query_params)))
        self.more.set()
        if what in self.answers:
            status, said = self.answers[what]
            return JSONResponse(said, status)
        return JSONResponse(self._usual(what))

    def _usual(self, what: str) -> Any:
        if what == "GET /me":
            return self.me
        if what == "GET /queue":
            return {"rows": self.rows, "total": len(self.rows), "counts": self.counts, "next": None, "seq": self.seq}
        if what.startswith("GET /words/"):
            return read_words(ROOT / "locales" / what.rsplit("/", 1)[1] / "LC_MESSAGES" / "haven.po")
        return {}

    async def _live(self, request: Request) -> Response:
        if self.away:
            return JSONResponse({"refusal": "trouble", "about": {}}, 503)
        mine: asyncio.Queue[str | None] = asyncio.Queue()
        self.consoles.append(mine)
        self.asked.append(("GET /live", {"since": request.headers.get("last-event-id")}))

        async def events() -> AsyncIterator[str]:
            yield f"event: hello\ndata: {json.dumps({'seq': self.seq, 'version': self.version})}\n\n"
            while (event := await mine.get()) is not None:
                yield event
            self.consoles.remove(mine)

        return StreamingResponse(events(), media_type="text/event-stream")

    def app(self) -> Any:
        async def page(request: Request) -> Response:
            return HTMLResponse(shell())

        async def elsewhere(request: Request) -> Response:
            return HTMLResponse(f'<html lang="en"><title>elsewhere</title><h1>{request.url.path}</h1></html>')

        routes = [
            Mount("/console/assets", StaticFiles(directory=DIST)),
            Route("/console/api/live", self._live),
            Route("/console/api/{path:path}", self._api, methods=["GET", "POST"]),
            Route("/console/", page),
            Route("/console/{path:path}", elsewhere, methods=["GET", "POST"]),
        ]
        return Guarded(Starlette(routes=routes), self.origin, demo=False, failed=_loudly)


def _loudly(problem: BaseException) -> None:
    raise problem
