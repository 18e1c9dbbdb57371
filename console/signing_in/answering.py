"""What the pages of the way in have in common: a form's fields, being let in, and being told why not."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Form, Request
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from console.refusals import answer
from console.rendering import language_for
from console.signed_in import parts_of, remember
from helpline.people import LinkGone, NotLetIn, Opened, TooManyTries

#: A field of a form; what is not there is empty, what is too long is no field of ours.
Typed = Annotated[str, Form(max_length=400)]
HOME = "/console/"
#: Where a step-up may lead instead, by the word in its address.
THEN = {"passkeys": "/console/passkeys"}


class Brought(BaseModel):
    """What a browser brings back from a passkey; the first admin's also says who she wants to be."""

    model_config = ConfigDict(extra="forbid")
    credential: dict[str, Any] = {}
    login: str = Field("", max_length=100)
    alias: str = Field("", max_length=100)


def then_of(request: Request) -> str:
    """Where she goes next; never anywhere that is not in the list."""
    return THEN.get(request.query_params.get("then", ""), HOME)


def welcome(opened: Opened, then: str = HOME) -> Response:
    """In, with a page."""
    answered = RedirectResponse(then, 303)
    remember(answered, opened)
    return answered


def welcome_script(opened: Opened, then: str = HOME) -> Response:
    """In, told to the script that showed a passkey."""
    answered = JSONResponse({"next": then})
    remember(answered, opened)
    return answered


def refused(refusal: Exception) -> Response:
    """A script is told no; never what was wrong with it."""
    if isinstance(refusal, TooManyTries):
        return answer(429, "too_often", {"seconds": refusal.seconds})
    if isinstance(refusal, LinkGone):
        return answer(410, "link_gone")
    assert isinstance(refusal, NotLetIn)
    return answer(403, "not_let_in")


def wait_words(request: Request, seconds: int) -> str:
    """How long she has to wait, in her language; rather a moment too long than too short."""
    say, language = parts_of(request).say, language_for(request)
    if seconds <= 110:
        tens = -(-seconds // 10) * 10
        return say(language, "That was often in a row. Wait {number} seconds, then try again.", number=tens)
    return say(language, "That was often in a row. Wait {number} minutes, then try again.", number=-(-seconds // 60))
