"""The console put together: its routes, how it says no, and the gate around all of it."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI
from starlette.staticfiles import StaticFiles

from console import (
    acting,
    audit,
    booking,
    cases,
    colleagues,
    drafting,
    exchanging,
    live,
    matching,
    me,
    publications,
    queue,
    refusals,
    rehearsing,
    shell,
    wording,
)
from console.guarding import ASSETS, App, Guarded
from console.parts import ConsoleParts
from console.rendering import error_page
from console.signing_in.routers import ROUTERS

#: The JSON of the console, in the order in which it is documented.
API: tuple[APIRouter, ...] = (
    me.router,
    queue.router,
    cases.router,
    acting.router,
    matching.router,
    live.router,
    wording.router,
    colleagues.router,
    audit.router,
    drafting.router,
    publications.router,
    booking.router,
    exchanging.router,
    rehearsing.router,
)
#: FastAPI would record error messages, with bodies at hand, for whoever sets an environment variable.
SILENT = {"tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False}


def routes() -> FastAPI:
    """Every route there is, without the parts they need: enough to describe them."""
    app = FastAPI(
        title="Haven's console",
        telemetry=SILENT,  # type: ignore[arg-type]
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    refusals.add_to(app, error_page)
    for router in (*API, *ROUTERS, shell.router):
        app.include_router(router)
    return app


def create_console(parts: ConsoleParts) -> App:
    """The console as an ASGI application; everything below /console is its own."""
    app = routes()
    app.state.parts = parts
    app.mount(ASSETS.rstrip("/"), StaticFiles(directory=parts.dist, check_dir=False), name="assets")
    return Guarded(app, parts.origin, parts.demo, parts.failed)
