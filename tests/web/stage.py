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
from tests.eventually import PATIENCE, eventually

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


def counted(rows: list[Json], staff: str) -> Json:
    """As the house counts open cases, for this one of the staff."""
    still = [one for one in rows if one["state"] == "open"]
    held = [one["holder"]["staff"] for one in still if one["holder"]["kind"] == "staff"]
    waiting = sum(one["holder"]["kind"] == "queue" for one in still)
    urgent = sum(one["urgency"] != "none" for one in still)
    return {"waiting": waiting, "mine": held.count(staff), "held": len(held), "urgent": urgent}


def _event(kind: str, data: Json, seq: int | None = None) -> str:
    numbered = "" if seq is None else f"id: {seq}\n"
    return f"{numbered}event: {kind}\ndata: {json.dumps(data)}\n\n"


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
    #: The page that was fetched last has its live line.
    linked: asyncio.Event = field(default_factory=asyncio.Event)
    consoles: list[asyncio.Queue[str | None]] = field(default_factory=list)

    def refuse(self, what: str, status: int, code: str, **about: Any) -> None:
        self.answers[what] = (status, {"refusal": code, "about": about})

    def answer(self, what: str, said: Any) -> None:
        self.answers[what] = (200, said)

    async def line(self) -> None:
        """Wait until the page that was fetched last has its live line: what is told before, it never hears."""
        async with asyncio.timeout(PATIENCE):
            await self.linked.wait()

    async def tell(self, kind: str, data: Json, listed: bool = True) -> None:
        """Send an event to every open console. What it tells of cases is so from then on, also where the page asks;
        not `listed`: but what it asks for leaves these cases out."""
        await self.line()
        if kind == "news":
            self.seq += 1
            data = {"seq": self.seq, "rows": [], "gone": [], "cases": []} | data
        if listed:
            self._learn(data)
        for console in self.consoles:
            console.put_nowait(_event(kind, data, self.seq))

    def _learn(self, told: Json) -> None:
        """The page counts again, some seconds after news: it must not find the cases as they were before."""
        if "looking" in told:
            self.rows = [one | {"looking": told["looking"].get(one["id"], [])} for one in self.rows]
        if told.get("rows") or told.get("gone"):
            known = {one["id"]: one for one in (*self.rows, *told["rows"])}
            self.rows = [one for one in known.values() if one["id"] not in told["gone"]]
            self.counts = counted(self.rows, self.me["staff"]["id"])

    def hang_up(self) -> None:
        """Every stream ends, as in a restart."""
        self.linked.clear()
        for console in self.consoles:
            console.put_nowait(None)

    def bodies(self, what: str) -> list[Json]:
        return [body for asked, body in self.asked if asked == what]

    async def heard(self, what: str, *bodies: Json) -> None:
        """Wait until the page has asked this, exactly so and in this order; in between it may have asked more."""
        await eventually(lambda: [one for one in self.bodies(what) if one in bodies][: len(bodies)], list(bodies))

    async def heard_last(self, what: str, body: Json) -> None:
        """Wait until this is what the page has asked last."""
        await eventually(lambda: self.bodies(what)[-1:], [body])

    async def heard_only(self, what: str, *bodies: Json) -> None:
        """Wait until the page has asked all of this, and nothing else."""
        await eventually(lambda: self.bodies(what), list(bodies))

    async def _api(self, request: Request) -> Response:
        what = f"{request.method} {request.url.path.removeprefix('/console/api')}"
        raw = await request.body()
        self.asked.append((what, json.loads(raw) if raw else dict(request.query_params)))
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
        mine.put_nowait(_event("hello", {"seq": self.seq, "version": self.version}))
        self.consoles.append(mine)
        self.asked.append(("GET /live", {"since": request.headers.get("last-event-id")}))
        self.linked.set()

        async def events() -> AsyncIterator[str]:
            try:
                while (event := await mine.get()) is not None:
                    yield event
            finally:
                self.consoles.remove(mine)

        return StreamingResponse(events(), media_type="text/event-stream")

    def app(self) -> Any:
        async def page(request: Request) -> Response:
            self.linked.clear()
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
