"""The page the console starts in: without JavaScript it says so, without a build it says how to make one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from console.asked import Given
from console.refusals import Refused
from console.rendering import render
from console.signed_in import found_visit

router = APIRouter()
ENTRY = "console/main.ts"


@router.get("/console", include_in_schema=False)
async def without_a_slash() -> Response:
    return RedirectResponse("/console/", 307)


@router.get("/console/", include_in_schema=False)
async def shell(request: Request, parts: Given) -> Response:
    """Signed out: the sign-in page."""
    visit = await found_visit(request)
    if visit is None:
        return RedirectResponse("/console/sign-in", 303)
    return render(request, "shell.html", visit=visit, files=built(parts.dist))


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
