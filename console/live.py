"""Live: one open line per console. It resumes where it stopped, and ends when the sign-in does."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query
from starlette.requests import Request
from starlette.responses import Response

from console.answers import Heard, Here
from console.asked import Given, row_of
from console.signed_in import PassingVisitor, visitor
from console.stream import Streaming

router = APIRouter(prefix="/console/api")
Number = Annotated[int, Query(ge=0, lt=2**53)]


@router.get("/live", response_class=Response)
async def live(
    parts: Given,
    visit: PassingVisitor,
    since: Number | None = None,
    last_event_id: Annotated[str | None, Header(max_length=20)] = None,
) -> Response:
    """Server-sent events: hello, news, here, reset, bye. Takes up after `Last-Event-ID`, or after `since`."""
    told = int(last_event_id) if last_event_id and last_event_id.isascii() and last_event_id.isdigit() else since
    line = await parts.hub.open(visit.sign_in, visit.staff, told, visit.stepped_up_until)
    line.put(parts.presence.now(visit.staff))
    return Streaming(line, parts.hub.leave)


@router.post("/here")
async def here(request: Request, place: Here, parts: Given, visit: PassingVisitor) -> Heard:
    """Every 15 seconds, and when it changes: where she is, and whether she takes cases. Who does is at work, also in a
    quiet night: she is not signed out while she waits. (The page asks by itself whether she is still there.)"""
    if place.available:
        visit = await visitor(request)
    if place.case is not None:
        await row_of(parts, place.case, visit)
    now = parts.clock()
    await parts.presence.be_here(visit, place.case, place.available, now)
    return Heard(now=now)
