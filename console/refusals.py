"""How the console says no: one shape for every refusal, a code and what it is about, never a word that was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from helpline.errors import (
    BadAsk,
    Declined,
    NoSuchCase,
    NoSuchDraft,
    NoSuchRevision,
    NoSuchStaff,
    NotAllowed,
    NotAnEdit,
)

#: Refusals of the desk that are not a conflict with how things stand.
STATUS: Mapping[type[Declined], int] = {
    NoSuchCase: 404,
    NoSuchStaff: 404,
    NoSuchDraft: 404,
    NoSuchRevision: 404,
    NotAllowed: 403,
    BadAsk: 422,
    NotAnEdit: 422,
}
CODES = {401: "signed_out", 403: "not_allowed", 404: "not_found", 405: "bad_ask", 413: "too_long", 429: "too_often"}


class Refused(HTTPException):
    """Raised by a route; `about` holds codes and ids."""

    def __init__(self, status: int, code: str, **about: str | int) -> None:
        super().__init__(status, code)
        self.code, self.about = code, about


def answer(status: int, code: str, about: Mapping[str, Any] | None = None) -> JSONResponse:
    return JSONResponse({"refusal": code, "about": dict(about or {})}, status)


def add_to(app: FastAPI, page: Callable[[Request, int, str], Response]) -> None:
    """Every way in which a route may say no. `page`: the same for whoever looks at a page."""

    async def refused(request: Request, error: Exception) -> Response:
        said = _refused(error)
        status, code = said.status_code, getattr(error, "code", CODES.get(said.status_code, "bad_ask"))
        scripted = request.url.path.startswith("/console/api/") or "/passkey" in request.url.path
        return said if scripted else page(request, status, code)

    app.add_exception_handler(Declined, _declined)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(Exception, _trouble)


async def _declined(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Declined)
    return answer(STATUS.get(type(error), 409), error.code, error.about)


def _refused(error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if isinstance(error, Refused):
        return answer(error.status_code, error.code, error.about)
    return answer(error.status_code, CODES.get(error.status_code, "bad_ask"))


async def _unreadable(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return answer(422, "bad_ask", {"field": field_of(error.errors())})


async def _trouble(request: Request, error: Exception) -> JSONResponse:
    """What no route foresaw: its words stay in here; the gate has it noted."""
    return answer(503, "trouble")


def field_of(errors: Sequence[Any]) -> str:
    """Which field it is, by the name we gave it. A name that the request made up is input too, and not repeated."""
    for error in errors:
        names = [part for part in error["loc"] if isinstance(part, str)]
        if error["type"] != "extra_forbidden" and len(names) > 1:
            return names[-1]
    return "body"
