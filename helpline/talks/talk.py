"""A talk as data: in which house it is held, and what the contact does, move by move; played anew, it goes the same.

The preview is a talk that grows; a saved talk is one with what came of it; the conversation that breaks a promise is
one as well, so that it can be shown instead of told.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

#: The years in which a talk may begin: a calendar ends somewhere, and time passes in a talk.
FIRST, LAST = 2000, 2100
#: All that is typed in one talk, in characters: each is looked at for many things, and every saved talk at each check.
MOST_TYPED = 16_384
Where = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,16}\.[a-z0-9_]{1,20}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,40}$")]
Typed = Annotated[str, StringConstraints(min_length=1, max_length=4096)]


class Piece(BaseModel):
    """Unchangeable, and strict about fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Press(Piece):
    """She presses a button: the choice `key` of the step at `place`, whether it is asked just now or stands higher."""

    move: Literal["press"] = "press"
    place: Where
    key: Name


class Say(Piece):
    """She types."""

    move: Literal["say"] = "say"
    words: Typed


class Media(Piece):
    """She sends a photo."""

    move: Literal["media"] = "media"


class Wait(Piece):
    """Time passes: `minutes`, in which she writes nothing."""

    move: Literal["wait"] = "wait"
    minutes: int = Field(ge=1, le=60 * 24 * 60)


class Staffed(Piece):
    """From here on, somebody of these teams is there; of none: nobody."""

    move: Literal["staffed"] = "staffed"
    teams: tuple[Name, ...] = ()


class Refuse(Piece):
    """What the flow asks for next is refused by the helpline, whatever its rules say."""

    move: Literal["refuse"] = "refuse"


class Jump(Piece):
    """Straight to a step, with these facts known and these consents given."""

    move: Literal["jump"] = "jump"
    place: Where
    facts: dict[Name, Name] = Field(default_factory=dict)
    consents: tuple[Name, ...] = ()


AnyMove = Annotated[Press | Say | Media | Wait | Staffed | Refuse | Jump, Field(discriminator="move")]


class Talk(Piece):
    """`at`: when it begins. `staffed`: the teams of which somebody is there. `open`: which lines answer; None: as their
    hours say. `teams`: the teams this house has; None: the house's own."""

    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] = "en"
    at: datetime
    staffed: tuple[Name, ...] = ()
    open: tuple[Name, ...] | None = None
    teams: tuple[Name, ...] | None = None
    moves: Annotated[tuple[AnyMove, ...], Field(max_length=200)] = ()

    @field_validator("at")
    @classmethod
    def _within_the_calendar(cls, given: datetime) -> datetime:
        try:
            year = given.astimezone(UTC).year
        except OverflowError:
            year = 0
        if not FIRST <= year < LAST:
            raise ValueError(f"no talk begins then; name a day from {FIRST} to {LAST - 1}")
        return given

    @model_validator(mode="after")
    def _typed_by_a_person(self) -> Self:
        if sum(len(move.words) for move in self.moves if isinstance(move, Say)) > MOST_TYPED:
            raise ValueError(f"more than {MOST_TYPED} characters are typed; leave some out")
        return self
