"""The few files that the pages without the app are made of: their look, their mark, and the script for passkeys."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, Response

from console.refusals import Refused

STATIC = Path(__file__).parents[1] / "static"
#: Each by its name; nothing else in that folder, or beside it, is given out.
TYPES = {"pages.css": "text/css", "passkey.js": "text/javascript", "mark.svg": "image/svg+xml"}

router = APIRouter(include_in_schema=False)


@router.get("/console/static/{name}")
async def file(request: Request, name: str) -> Response:
    if name not in TYPES:
        raise Refused(404, "not_found")
    return FileResponse(STATIC / name, media_type=TYPES[name])
