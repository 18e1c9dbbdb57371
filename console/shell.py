"""The page the console starts in: without JavaScript it says so, without a build it says how to make one."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from console.asked import Given
from console.pages import language_of
from console.refusals import Refused
from console.signed_in import found_visit

router = APIRouter()
ENTRY = "console/main.ts"
TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)


@router.get("/console", include_in_schema=False)
async def without_a_slash() -> Response:
    return RedirectResponse("/console/", 307)


@router.get("/console/", include_in_schema=False)
async def shell(request: Request, parts: Given) -> Response:
    """Signed out: the sign-in page."""
    visit = await found_visit(request)
    if visit is None:
        return RedirectResponse("/console/sign-in", 303)
    language = language_of(parts, visit)
    shown = TEMPLATES.get_template("shell.html").render(
        t=partial(parts.say, language), language=language, files=built(parts.dist)
    )
    return HTMLResponse(shown)


@router.get("/console/api/{rest:path}", include_in_schema=False)
@router.post("/console/api/{rest:path}", include_in_schema=False)
async def nothing_there(rest: str) -> Response:
    raise Refused(404, "not_found")


def built(dist: Path) -> dict[str, Any] | None:
    """The script and the styles of the newest build, by the names it gave them; None where there is none."""
    try:
        manifest = json.loads((dist / ".vite" / "manifest.json").read_bytes())
        entry = manifest[ENTRY]
        return {"script": entry["file"], "styles": entry.get("css", [])}
    except (OSError, ValueError, KeyError):
        return None
