"""hash: takes the fingerprints of images, made on the person's own device; never an image."""

from typing import Literal

from flows.move import KeepHashes
from flows.routes import Arrival, Route
from flows.session import Place
from flows.step import Move, Offer, Step, Text, Way, by, prompt


class Hash(Step):
    type: Literal["hash"]
    say: Text
    more: Text
    done: Way

    def texts(self) -> dict[str, str]:
        return {"say": self.say, "more": self.more, "done.label": self.done.label}

    def offers(self) -> tuple[Offer, ...]:
        return (Offer("done", "done.label", means="done"),)

    def arrival(self, place: Place) -> Arrival:
        return prompt(place, self)

    def routes(self, place: Place) -> tuple[Route, ...]:
        keep = (KeepHashes(""),)
        return (
            Route("kept", place, effects=keep, says=(f"{place}.more",), replied=True, typed=True, stays=True),
            Route("refused", place, effects=keep, says=(f"{place}.say",), replied=True, typed=True, stays=True),
            by("done", place, "done", self.done),
        )

    def hear(self, place: Place, words: str) -> Move | None:
        return Move(effects=(KeepHashes(words),), awaiting="KeepHashes") if words.strip() else None
