"""link: takes links as people type them, one or many, until they are done."""

from typing import Literal

from flows.move import KeepLinks
from flows.routes import Arrival, Route
from flows.session import Place
from flows.step import Move, Offer, Step, Text, Way, by, prompt


class Link(Step):
    type: Literal["link"]
    say: Text
    more: Text
    done: Way
    nowhere: Way | None = None

    def texts(self) -> dict[str, str]:
        found = {"say": self.say, "more": self.more, "done.label": self.done.label}
        return found | ({"nowhere.label": self.nowhere.label} if self.nowhere else {})

    def offers(self) -> tuple[Offer, ...]:
        done = (Offer("done", "done.label", means="done"),)
        return (*done, Offer("nowhere", "nowhere.label")) if self.nowhere else done

    def arrival(self, place: Place) -> Arrival:
        return prompt(place, self)

    def routes(self, place: Place) -> tuple[Route, ...]:
        keep = (KeepLinks(""),)
        ways = (
            Route("kept", place, effects=keep, says=(f"{place}.more",), replied=True, typed=True, stays=True),
            Route("refused", place, effects=keep, says=(f"{place}.say",), replied=True, typed=True, stays=True),
            by("done", place, "done", self.done),
        )
        return (*ways, by("nowhere", place, "nowhere", self.nowhere)) if self.nowhere else ways

    def hear(self, place: Place, words: str) -> Move | None:
        return Move(effects=(KeepLinks(words),), awaiting="KeepLinks") if words.strip() else None
