"""ask: asks for something in the person's own words, which may always be skipped."""

from typing import Annotated, Literal

from pydantic import Field

from flows.facts import ANSWERS
from flows.move import KeepWords, Notice
from flows.routes import Arrival, Route
from flows.session import Place
from flows.step import Move, Offer, Step, StepKey, Text, Way, by, kind, on, prompt


class Ask(Step):
    numbers = False

    type: Literal["ask"]
    say: Text
    keeps: Annotated[str, Field(pattern="^(" + "|".join(ANSWERS) + ")$"), kind("answer")]
    skip: Way
    go: StepKey
    refused: StepKey | None = None
    max: Annotated[int, Field(ge=1, le=4096), kind("number")] = 1000

    def texts(self) -> dict[str, str]:
        return {"say": self.say, "skip.label": self.skip.label}

    def offers(self) -> tuple[Offer, ...]:
        return (Offer("skip", "skip.label", means="skip"),)

    def arrival(self, place: Place) -> Arrival:
        return prompt(place, self)

    def routes(self, place: Place) -> tuple[Route, ...]:
        keep = (KeepWords(self.keeps, ""),)
        return (
            Route("kept", on(place, self.go), effects=keep, replied=True, typed=True),
            Route("refused", on(place, self.refused or self.skip.go), effects=keep, replied=True, typed=True),
            by("skip", place, "skip", self.skip),
        )

    def hear(self, place: Place, words: str) -> Move | None:
        if not words.strip():
            return None
        if len(words) > self.max:
            return Move(notices=(Notice("too_long"),))
        return Move(effects=(KeepWords(self.keeps, words),), awaiting="KeepWords")
