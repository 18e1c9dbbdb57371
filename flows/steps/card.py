"""card: shows contact cards from the directory: who can help, how to reach them, and when."""

from typing import Annotated, Literal

from pydantic import Field

from flows.routes import Arrival, Route
from flows.session import Place
from flows.step import Entry, Step, StepKey, Text, on


class Card(Step):
    type: Literal["card"]
    cards: Annotated[tuple[Entry, ...], Field(min_length=1)]
    say: Text | None = None
    go: StepKey | None = None

    def texts(self) -> dict[str, str]:
        return {"say": self.say} if self.say else {}

    def arrival(self, place: Place) -> Arrival:
        return Arrival(place, self.type, says=(f"{place}.say",) if self.say else (), cards=self.cards)

    def routes(self, place: Place) -> tuple[Route, ...]:
        return (Route("next", on(place, self.go)),)
