"""call: holds another flow's conversation, then goes on here."""

from typing import Literal

from flows.routes import Arrival, Route
from flows.session import Place
from flows.step import FlowKey, Step, StepKey, on


class Call(Step):
    type: Literal["call"]
    flow: FlowKey
    go: StepKey

    def arrival(self, place: Place) -> Arrival:
        """The revision knows where the called flow starts, and fills it in."""
        return Arrival(place, self.type, calls=Place(self.flow, ""))

    def routes(self, place: Place) -> tuple[Route, ...]:
        return (Route("returned", on(place, self.go)),)
