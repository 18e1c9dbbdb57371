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


class Brought(BaseModel):
    """What a browser brings back from a passkey; the first admin's also says who she wants to be."""

    model_config = ConfigDict(extra="forbid")
    credential: dict[str, Any] = {}
    login: str = Field("", max_length=100)
    alias: str = Field("", max_length=100)


def welcome(opened: Opened) -> Response:
    """In, with a page."""
    answered = RedirectResponse(HOME, 303)
    remember(answered, opened)
    return answered


def welcome_script(opened: Opened) -> Response:
    """In, told to the script that showed a passkey."""
    answered = JSONResponse({"next": HOME})
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
