"""What the API asks and answers about who works here and what lets her in. No secret stands in it, but a link."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from console.answers import Ask, Code, Shape, Short


class NewMember(Ask):
    login: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    alias: Annotated[Short, Field(min_length=1)]
    roles: tuple[Code, ...] = ()
    teams: tuple[Code, ...] = ()
    languages: tuple[Code, ...] = ()


class ChangedMember(Ask):
    alias: Annotated[Short, Field(min_length=1)] | None = None
    roles: tuple[Code, ...] | None = None
    teams: tuple[Code, ...] | None = None
    languages: tuple[Code, ...] | None = None
    active: bool | None = None


class Link(Shape):
    """An address that lets somebody in once; it is shown here and nowhere else."""

    link: str


class SignIn(Shape):
    id: str
    way: str
    agent: str
    started_at: datetime
    used_at: datetime
    expires_at: datetime
    current: bool


class Passkey(Shape):
    id: str
    name: str
    added_at: datetime
    used_at: datetime | None
