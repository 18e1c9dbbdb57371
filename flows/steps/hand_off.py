"""hand_off: asks for a person; the case joins a team's queue."""

from typing import Literal

from flows.move import HandOff as PutInQueue
from flows.routes import Arrival, Route
from flows.session import Place
from flows.step import Step, StepKey, Team, Text, on


class HandOff(Step):
    type: Literal["hand_off"]
    team: Team
    say: Text | None = None
    go: StepKey | None = None
    refused: StepKey

    def texts(self) -> dict[str, str]:
        return {"say": self.say} if self.say else {}

    def arrival(self, place: Place) -> Arrival:
        return Arrival(place, self.type, effects=(PutInQueue(self.team),))

    def routes(self, place: Place) -> tuple[Route, ...]:
        says = (f"{place}.say",) if self.say else ()
        return (
            Route("queued", on(place, self.go), effects=(PutInQueue(self.team),), says=says),
            Route("refused", on(place, self.refused), effects=(PutInQueue(self.team),)),
        )
