"""end: the flow is over, perhaps with a last word."""

from typing import Literal

from flows.routes import Arrival, Route
from flows.session import Place
from flows.step import Step, Text


class End(Step):
    type: Literal["end"]
    say: Text | None = None

    def texts(self) -> dict[str, str]:
        return {"say": self.say} if self.say else {}

    def arrival(self, place: Place) -> Arrival:
        return Arrival(place, self.type, says=(f"{place}.say",) if self.say else ())

    def routes(self, place: Place) -> tuple[Route, ...]:
        return (Route("end", None),)
