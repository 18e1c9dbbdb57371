"""The pages put together: where each of them is found. `haven/open_pages.py` serves them, and puts a gate in front."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from pages import copying, hashing
from pages.parts import PageParts

STATIC = Path(__file__).parent / "static"
#: Bytes that a request may carry: a passphrase and a secret, or twenty files' hashes.
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


def hashes_csp(origin: str) -> str:
    """What the page that is given pictures may do: reach one single address. It runs in the messenger's web client,
    too, so that may frame it; it may open no window and lead nowhere."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "worker-src 'self'",
            "style-src 'self'",
            "img-src 'self' blob:",
            f"connect-src {origin}/api/hashes",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors https://web.telegram.org",
            "sandbox allow-scripts allow-same-origin",
        )
    )


class Pages(Starlette):
    """What a route does not foresee goes on to the gate, which has an answer of its own."""

    def build_middleware_stack(self) -> ASGIApp:
        return ExceptionMiddleware(self.router)


def create_pages(parts: PageParts) -> Starlette:
    """The pages as an ASGI application; /copy and all below it is theirs."""
    app = Pages(
        routes=[
            Route("/copy", copying.page, methods=["GET"]),
            Route("/copy", copying.make, methods=["POST"]),
            Mount("/copy", StaticFiles(directory=STATIC)),
        ]
    )
    app.state.parts = parts
    return app


def create_hash_page(parts: PageParts) -> Starlette:
    """The page on which hashes are made: /hashes and all below it, and the one address that it asks."""
    app = Pages(
        routes=[
            Route("/hashes", hashing.page, methods=["GET"]),
            Route("/hashes/{name}", hashing.file, methods=["GET"]),
            Route("/api/hashes", hashing.act, methods=["POST"]),
        ]
    )
    app.router.redirect_slashes = False
    app.state.parts = parts
    return app
