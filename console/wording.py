"""The console's own words in a language, for the browser: English source text → translation."""

from __future__ import annotations

from fastapi import APIRouter

from console.answers import Code
from console.asked import Given
from console.refusals import Refused
from console.signed_in import Visitor

router = APIRouter(prefix="/console/api")


@router.get("/words/{language}")
async def words(language: Code, parts: Given, visit: Visitor) -> dict[str, str]:
    """What is missing in it is shown in English."""
    if language not in parts.languages:
        raise Refused(404, "not_found")
    return dict(parts.texts.get(language, {}))
