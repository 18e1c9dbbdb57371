"""The demo's way in: a link for each of its made-up staff. A real house has no such links, and answers as if to any
other address that is not there."""

from __future__ import annotations

import hmac

from fastapi import APIRouter, Request
from starlette.responses import Response

from console.rendering import error_page
from console.signed_in import parts_of, people_of
from console.signing_in.answering import welcome
from helpline.people import NotLetIn

router = APIRouter(include_in_schema=False)


@router.get("/console/demo/{token}")
async def entered(request: Request, token: str) -> Response:
    parts, found = parts_of(request), None
    if parts.demo:
        for known, staff_id in parts.demo_links.items():
            if hmac.compare_digest(known.encode(), token.encode("utf-8", "replace")):
                found = staff_id
    if found is None:
        return error_page(request, 404, "not_found")
    try:
        return welcome(await people_of(request).sign_in_for_show(found, parts.clock()))
    except NotLetIn:
        return error_page(request, 404, "not_found")
