"""A page in the reader's language, as she chose it there, else as her browser asks for it; and what it is refused."""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from helpline.languages import NAMES, asked_for
from pages.parts import PageParts

TEMPLATES = Path(__file__).parent / "templates"


@lru_cache(maxsize=1)
def templates() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)


def render(request: Request, name: str, **values: object) -> HTMLResponse:
    """In the page, `t("…")` says a text in the reader's language; `says[code]` is the same in another one."""
    parts: PageParts = request.app.state.parts
    language = language_for(request, parts.languages)
    languages = [(one, NAMES.get(one, one)) for one in parts.languages]
    says = {code: partial(parts.say, code) for code in parts.languages}
    words = {"t": says[language], "says": says, "language": language, "languages": languages}
    return HTMLResponse(templates().get_template(name).render(words | values))


def refused(status: int, code: str) -> Response:
    """To the page's script, which has the words for it."""
    return Response(orjson.dumps({"refusal": code}), status, media_type="application/json")


def language_for(request: Request, spoken: tuple[str, ...]) -> str:
    wishes = (request.query_params.get("language", ""), *asked_for(request.headers.get("accept-language", "")))
    return next((one for one in wishes if one in spoken), spoken[0])
