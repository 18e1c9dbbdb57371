"""consent: asks whether something may be kept or shared, in words of its own; nothing is presumed."""

from typing import Annotated, Literal

from pydantic import Field

from flows.facts import CONSENTS
from flows.move import Decline, Grant
from flows.routes import Arrival, Route
from flows.session import Place
from flows.step import Move, Offer, Step, StepKey, Text, Way, kind, on, prompt

Scope = Annotated[str, Field(pattern="^(" + "|".join(CONSENTS) + ")$"), kind("scope")]


class Consent(Step):
    type: Literal["consent"]
    say: Text
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1)]
    yes: Way
    no: Way
    refused: StepKey | None = None

    def texts(self) -> dict[str, str]:
        return {"say": self.say, "yes.label": self.yes.label, "no.label": self.no.label}

    def offers(self) -> tuple[Offer, ...]:
        return (Offer("yes", "yes.label", means="yes"), Offer("no", "no.label", means="no"))

    def arrival(self, place: Place) -> Arrival:
        return prompt(place, self)

    def routes(self, place: Place) -> tuple[Route, ...]:
        grant, decline = (Grant(self.scopes, f"{place}.say"),), (Decline(self.scopes, f"{place}.say"),)
        yes, no, refused = f"{place}.yes.label", f"{place}.no.label", on(place, self.refused or self.no.go)
        return (
            Route("given", on(place, self.yes.go), label=yes, effects=grant, replied=True),
            Route("declined", on(place, self.no.go), label=no, effects=decline, replied=True),
            Route("refused", refused, label=yes, effects=grant, replied=True),
        )

    def choose(self, place: Place, key: str) -> Move:
        if key == "yes":
            return Move(effects=(Grant(self.scopes, f"{place}.say"),), awaiting="Grant")
        return Move(effects=(Decline(self.scopes, f"{place}.say"),), awaiting="Decline")
