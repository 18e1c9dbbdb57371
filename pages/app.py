"""The pages put together: where each of them is found. `haven/open_pages.py` serves them, and puts a gate in front."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pages import copying
from pages.parts import PageParts

STATIC = Path(__file__).parent / "static"
#: Bytes that a request may carry: a passphrase and a secret.
MOST_BODY = 16 << 10
#: Nothing of anybody else's, no pictures, no styles or scripts but our own files, and no way to make any from text.
CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)


def create_pages(parts: PageParts) -> Starlette:
    """The pages as an ASGI application; /copy and all below it is theirs."""
    app = Starlette(
        routes=[
            Route("/copy", copying.page, methods=["GET"]),
            Route("/copy", copying.make, methods=["POST"]),
            Mount("/copy", StaticFiles(directory=STATIC)),
        ]
    )
    app.state.parts = parts
    return app
