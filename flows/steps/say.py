"""say: tells the person something and goes on."""

from typing import Literal

from flows.routes import Arrival, Route
from flows.session import Place
from flows.step import Step, StepKey, Text, on


class Say(Step):
    type: Literal["say"]
    say: Text
    go: StepKey | None = None

    def texts(self) -> dict[str, str]:
        return {"say": self.say}

    def arrival(self, place: Place) -> Arrival:
        return Arrival(place, self.type, says=(f"{place}.say",))

    def routes(self, place: Place) -> tuple[Route, ...]:
        return (Route("next", on(place, self.go)),)
