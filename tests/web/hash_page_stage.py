"""A stage for the page on which fingerprints are made: the built page behind its real gate and policy, and a house that
answers whatever a test sets up. The real house plays in the journeys; here every state of the page can be looked at."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from console.guarding import Guarded, Rules
from helpline.languages import load_catalogue
from pages.app import hashes_csp
from pages.rendering import render

ROOT = Path(__file__).parent.parent.parent
DIST = ROOT / "web" / "dist" / "hash"
LANGUAGES = ("nl", "fr", "en")
SECRET = "aB3-_x9Zq0LmN8pQ7rStU2vW5yK4jH6g"
#: Signed launch data as a client gives it, written as clients write it.
LAUNCH = 'query_id=AA&user={"id":4711}&auth_date=1&signature=x&hash=y'
Json = dict[str, Any]
CARD = {code: ["Child Focus", "Bel of schrijf: 116 000", "https://childfocus.be"] for code in LANGUAGES}


def in_telegram(secret: str = SECRET, ground: str = "#17212b") -> str:
    """The fragment as a client makes it."""
    theme = json.dumps({"bg_color": ground})
    added = {"tgWebAppData": LAUNCH, "tgWebAppVersion": "9.6", "tgWebAppThemeParams": theme}
    return f"{secret}&{urlencode(added, quote_via=quote)}"


@dataclass
class Stage:
    """`answers`: what the house says to each act, one after the other; the last one stays.
    `asked`: the acts it heard, as they came."""

    answers: dict[str, list[tuple[int, Json]]] = field(default_factory=dict)
    asked: list[Json] = field(default_factory=list)
    opens: Json = field(default_factory=lambda: {"session": "T1", "files": 20, "seconds": 3600, "language": "en"})
    origin: str = ""

    def refuse(self, act: str, status: int, code: str) -> None:
        self.answers.setdefault(act, []).append((status, {"refusal": code}))

    def answer(self, act: str, **said: Any) -> None:
        self.answers.setdefault(act, []).append((200, said))

    def acts(self, act: str) -> list[Json]:
        return [one for one in self.asked if one["act"] == act]

    def app(self) -> Guarded:
        if not (DIST / "page.js").is_file():
            pytest.fail("the hash page is not built: run `make build`", pytrace=False)
        routes = [
            Route("/hashes", page),
            Route("/api/hashes", self._act, methods=["POST"]),
            Mount("/hashes", StaticFiles(directory=DIST)),
        ]
        app = Starlette(routes=routes)
        app.state.parts = SimpleNamespace(languages=LANGUAGES, say=load_catalogue(ROOT / "locales", LANGUAGES).say)
        return Guarded(
            app,
            self.origin,
            demo=False,
            failed=_loudly,
            rules=Rules(csp=hashes_csp(self.origin), assets=(), framed=True),
        )

    def hang_up(self) -> None:
        """No line stays open here."""

    async def _act(self, request: Request) -> Response:
        act = await request.json()
        self.asked.append(act)
        waiting = self.answers.get(act["act"])
        if not waiting:
            return JSONResponse(self._usual(act))
        said = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return JSONResponse(said[1], said[0])

    def _usual(self, act: Json) -> Json:
        if act["act"] == "open":
            return self.opens
        if act["act"] == "again":
            return {"secret": SECRET[::-1]}
        if act["act"] == "minor":
            return {}
        self.opens = self.opens | {"files": self.opens["files"] - len(act["files"])}
        return {"kept": sum(len(one["hashes"]) for one in act["files"]), "files": self.opens["files"]}


async def page(request: Request) -> Response:
    return render(request, "hashes.html", child_focus=CARD)


def _loudly(problem: BaseException) -> None:
    raise problem
