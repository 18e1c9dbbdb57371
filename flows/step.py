"""What every step has in common: its texts, its buttons, what happens on arriving, and what it makes of a reply.

A step type is one file in `flows/steps/`. It declares its fields and says, as data, what happens on arriving
(`arrival`) and every way on (`routes`); the engine does the rest. It never sees the session and keeps nothing itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer

from flows.facts import FACTS
from flows.move import Effect, Notice
from flows.remark import Term, remark
from flows.routes import Arrival, Route
from flows.session import Place
from flows.texts import PLACEHOLDERS, placeholders


def _text(words: str) -> str:
    for name in placeholders(words):
        if name not in PLACEHOLDERS:
            known = ", ".join("{" + one + "}" for one in PLACEHOLDERS)
            raise ValueError(
                remark(
                    "there is no placeholder {name}; write one of {known}, and no other braces",
                    name="{" + name + "}",
                    known=known,
                )
            )
    return words


def known_value(fact: str, value: str) -> None:
    """Raises ValueError, saying what may stand there, where a fact or its value is not in the closed list."""
    if fact not in FACTS:
        raise ValueError(remark("there is no fact `{fact}`; the facts are {known}", fact=fact, known=", ".join(FACTS)))
    if value not in FACTS[fact]:
        known, name = ", ".join(FACTS[fact]), Term(fact, "fact")
        raise ValueError(remark("`{fact}` is never `{value}`; it may be {known}", fact=name, value=value, known=known))


def _sets(facts: Mapping[str, str]) -> Mapping[str, str]:
    for fact, value in facts.items():
        if fact != "language":
            known_value(fact, value)
        elif not (2 <= len(value) <= 3 and value.isascii() and value.isalpha() and value.islower()):
            raise ValueError(remark("`{value}` is not a language; write its two-letter code, such as nl", value=value))
    return MappingProxyType(dict(facts))


def kind(name: str) -> Any:
    """What an editor's form makes of a field of this type: see flows/shape.py."""
    return Field(json_schema_extra={"kind": name})


_WORDS = (Field(min_length=1), AfterValidator(_text))

Text = Annotated[str, *_WORDS, kind("text")]
#: What stands on a button; what else people say for it.
Label = Annotated[str, *_WORDS, kind("label")]
Also = Annotated[str, *_WORDS, kind("also")]
Note = Annotated[str, kind("note")]
FlowKey = Annotated[str, Field(pattern=r"^[a-z0-9_]+$", max_length=16), kind("flow")]
StepKey = Annotated[str, Field(pattern=r"^[a-z0-9_]+$", max_length=20), kind("step")]
ChoiceKey = Annotated[str, Field(pattern=r"^[a-z0-9_]+$", max_length=16), kind("key")]
Entry = Annotated[str, Field(pattern=r"^[a-z0-9_]+$", max_length=40), kind("entry")]
Team = Annotated[str, Field(pattern=r"^[a-z0-9_]+$", max_length=40), kind("team")]
Sets = Annotated[Mapping[str, str], AfterValidator(_sets), PlainSerializer(dict), kind("sets")]


class Part(BaseModel):
    """A piece of a flow as authored: unchangeable, and strict about fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Way(Part):
    """A button and where it leads."""

    label: Label
    go: StepKey


@dataclass(frozen=True)
class Offer:
    """A button of a step. `label` and `also` are fields of its texts; `means` names stock words that mean it as well
    (`flows/stock.py`: yes, no, skip, done, right)."""

    key: str
    label: str
    also: str | None = None
    means: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Move:
    """What a step decided about a reply: take the route of that name; or ask for these effects first; or say the prompt
    again. `awaiting` tells the step, when the answer comes, what it was about."""

    route: str | None = None
    effects: tuple[Effect, ...] = ()
    awaiting: str | None = None
    notices: tuple[Notice, ...] = ()


class Step(Part):
    """One named place in a flow. `note` is for translators and editors and is never shown."""

    #: A lone number means the button at that position.
    numbers: ClassVar[bool] = True
    #: A sentence that holds exactly one of the labels means that button.
    phrases: ClassVar[bool] = False

    type: str
    note: Note | None = None

    def texts(self) -> dict[str, str]:
        """Field → source text, such as `say` or `minor.label`."""
        return {}

    def offers(self) -> tuple[Offer, ...]:
        """Its buttons, in order."""
        return ()

    def arrival(self, place: Place) -> Arrival:
        """What happens on coming here."""
        raise NotImplementedError

    def routes(self, place: Place) -> tuple[Route, ...]:
        """Every way on from here."""
        raise NotImplementedError

    def choose(self, place: Place, key: str) -> Move:
        """What comes of one of its buttons."""
        return Move(route=key)

    def hear(self, place: Place, words: str) -> Move | None:
        """What comes of words that mean none of its buttons; None: they were not understood."""
        return None


def prompt(place: Place, step: Step, effects: tuple[Effect, ...] = ()) -> Arrival:
    """The arrival of a step that waits with one text and its buttons."""
    offers = tuple(f"{place}.{offer.label}" for offer in step.offers())
    return Arrival(place, step.type, effects=effects, waits=True, prompt=f"{place}.say", offers=offers)


def on(place: Place, go: str | None) -> Place | None:
    """The place a `go` names; None where the flow ends."""
    return Place(place.flow, go) if go else None


def by(label: str, place: Place, name: str, way: Way) -> Route:
    """The route of a plain button."""
    return Route(name, on(place, way.go), label=f"{place}.{label}.label", replied=True)


Kind = Annotated[Literal["danger"], kind("alert")]
