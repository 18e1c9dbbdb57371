"""Requests that may be long: read only once it is known who sends them, so that a stranger's costs nothing."""

from __future__ import annotations

from typing import Any, TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from console.answers import Ask
from console.guarding import TooLong
from console.refusals import Refused

Long = TypeVar("Long", bound=Ask)


async def read_long(request: Request, shape: type[Long]) -> Long:
    """The body as what it should be. Raises Refused (413 too_long), RequestValidationError."""
    try:
        return shape.model_validate_json(await request.body())
    except TooLong:
        raise Refused(413, "too_long") from None
    except ValidationError as wrong:
        raise RequestValidationError(wrong.errors(include_input=False)) from None


def described(**fields: Any) -> dict[str, Any]:
    """For the description of a route that reads its body itself."""
    schema = {"type": "object", "required": list(fields), "properties": fields}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}
