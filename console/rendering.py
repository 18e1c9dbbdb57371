"""Pages that need no script: made on the server, every word of others escaped, in the reader's language."""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from console.signed_in import parts_of
from helpline.languages import NAMES, asked_for
from helpline.people import Visit

TEMPLATES = Path(__file__).parent / "templates"


@lru_cache(maxsize=1)
def templates() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)


def language_for(request: Request, visit: Visit | None = None) -> str:
    """What she chose on this page, else her own, else what her browser asks for, else the house's first."""
    spoken = parts_of(request).languages
    chosen = request.query_params.get("language", "")
    hers = visit.staff.languages if visit else ()
    wishes = (chosen, *hers, *asked_for(request.headers.get("accept-language", "")))
    return next((one for one in wishes if one in spoken), spoken[0])


def render(
    request: Request, name: str, status: int = 200, visit: Visit | None = None, **values: object
) -> HTMLResponse:
    """A page from `console/templates`. In it, `t("…")` says a text in the reader's language."""
    parts, language = parts_of(request), language_for(request, visit)
    text = (
        templates()
        .get_template(name)
        .render(
            t=partial(parts.say, language),
            language=language,
            languages=[(one, NAMES.get(one, one)) for one in parts.languages],
            here=request.url.path,
            operator=parts.operator,
            demo=parts.demo,
            **values,
        )
    )
    return HTMLResponse(text, status)


def error_page(request: Request, status: int, code: str) -> HTMLResponse:
    """Something is not there, or went wrong: said kindly, with a way on."""
    return render(request, "error.html", status, code=code)
