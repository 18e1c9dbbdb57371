"""Who is signed in: every route that is not for strangers asks here, before anything else.

`visit: Visitor` is whoever is in; `visit: Annotated[Visit, Depends(needs("talk"))]` must hold that permission, and
`needs_step_up` must have shown once more, a few minutes ago at most, who she is. Signed out: 401 for the API, the
sign-in page for pages.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import Response

from console.parts import ConsoleParts
from console.people import People
from console.refusals import Refused
from helpline.people import LONGEST, Opened, Visit
from helpline.staff import PERMISSIONS

#: Kept by the browser for this host alone, over an encrypted line, out of every script's reach.
COOKIE = "__Host-haven"
API = "/console/api/"


def parts_of(request: Request) -> ConsoleParts:
    parts: ConsoleParts = request.app.state.parts
    return parts


def people_of(request: Request) -> People:
    people: People = parts_of(request).people
    return people


async def found_visit(request: Request, passing: bool = False) -> Visit | None:
    """Who comes with this request's cookie, if anyone. `passing`: a page looks by itself, that is no use of it."""
    token = request.cookies.get(COOKIE, "")
    if not token or len(token) > 100:
        return None
    return await people_of(request).visit(token, parts_of(request).clock(), passing)


async def visitor(request: Request) -> Visit:
    """Raises Refused (401 signed_out)."""
    visit = await found_visit(request)
    if visit is None:
        raise Refused(401, "signed_out")
    return visit


async def passing_visitor(request: Request) -> Visit:
    """The same for what a page asks by itself; it does not keep a sign-in alive."""
    visit = await found_visit(request, passing=True)
    if visit is None:
        raise Refused(401, "signed_out")
    return visit


Visitor = Annotated[Visit, Depends(visitor)]
PassingVisitor = Annotated[Visit, Depends(passing_visitor)]


def needs(permission: str, passing: bool = False) -> Callable[[Visit], Awaitable[Visit]]:
    """A dependency: whoever is in, and holds this permission. `passing`: for what an open page asks by itself. Raises
    Refused (403 not_allowed)."""
    if permission not in PERMISSIONS:
        raise ValueError(f"there is no permission {permission}")

    async def allowed(visit: Visit = Depends(passing_visitor if passing else visitor)) -> Visit:
        if not visit.staff.may(permission):
            raise Refused(403, "not_allowed", permission=permission)
        return visit

    return allowed


async def needs_step_up(request: Request, visit: Visitor) -> Visit:
    """A dependency: she has just shown once more who she is. Raises Refused (403 step_up)."""
    if not visit.stepped_up(parts_of(request).clock()):
        raise Refused(403, "step_up")
    return visit


# ── the cookie ────────────────────────────────────────────────────────────────────────────────────────────────────
def remember(answer: Response, opened: Opened) -> None:
    answer.set_cookie(
        COOKIE,
        opened.token,
        max_age=int(LONGEST.total_seconds()),
        path="/",
        secure=True,
        httponly=True,
        samesite="strict",
    )


def forget(answer: Response) -> None:
    answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="strict")
