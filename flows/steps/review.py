"""review: shows all that would be shared, so that the person can correct it or say that it is right."""

from typing import Literal

from flows.move import ChangeItem, ShowReview
from flows.routes import Arrival, Route
from flows.session import Place
from flows.step import Move, Offer, Step, StepKey, Text, Way, by, on, prompt


class Review(Step):
    numbers = False

    type: Literal["review"]
    say: Text
    right: Way
    add: Way | None = None
    empty: StepKey

    def texts(self) -> dict[str, str]:
        found = {"say": self.say, "right.label": self.right.label}
        return found | ({"add.label": self.add.label} if self.add else {})

    def offers(self) -> tuple[Offer, ...]:
        right = (Offer("right", "right.label", means="right"),)
        return (*right, Offer("add", "add.label")) if self.add else right

    def arrival(self, place: Place) -> Arrival:
        return prompt(place, self, effects=(ShowReview(),))

    def routes(self, place: Place) -> tuple[Route, ...]:
        change = (ChangeItem(""),)
        ways = (
            by("right", place, "right", self.right),
            Route("changed", place, effects=change, replied=True, typed=True),
            Route("refused", place, effects=change, says=(f"{place}.say",), replied=True, typed=True, stays=True),
            Route("empty", on(place, self.empty), effects=(ShowReview(),)),
        )
        return (*ways, by("add", place, "add", self.add)) if self.add else ways

    def hear(self, place: Place, words: str) -> Move | None:
        return Move(effects=(ChangeItem(words),), awaiting="ChangeItem") if words.strip() else None
