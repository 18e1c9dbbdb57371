"""choose: asks one question with a few answers to pick from."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from flows.move import Alert
from flows.remark import remark
from flows.routes import Arrival, Route
from flows.session import Place
from flows.step import Also, ChoiceKey, Kind, Label, Move, Note, Offer, Part, Sets, Step, StepKey, Text, on, prompt


class Choice(Part):
    """One answer to pick. `also`: other things people say for it, separated by commas. `alert` tells staff."""

    key: ChoiceKey
    label: Label
    go: StepKey
    sets: Sets = {}
    also: Also | None = None
    alert: Kind | None = None
    note: Note | None = None


class Choose(Step):
    phrases = True

    type: Literal["choose"]
    say: Text
    choices: Annotated[tuple[Choice, ...], Field(min_length=1, max_length=20)]
    again: Text | None = None

    @model_validator(mode="after")
    def _each_key_once(self) -> Self:
        keys = [choice.key for choice in self.choices]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(remark("two choices have the key `{key}`; give each its own", key=twice[0]))
        return self

    def texts(self) -> dict[str, str]:
        return {"say": self.say} | dict(self._words()) | ({"again": self.again} if self.again else {})

    def _words(self) -> Iterator[tuple[str, str]]:
        for choice in self.choices:
            yield f"{choice.key}.label", choice.label
            if choice.also:
                yield f"{choice.key}.also", choice.also

    def offers(self) -> tuple[Offer, ...]:
        return tuple(
            Offer(
                choice.key,
                f"{choice.key}.label",
                also=f"{choice.key}.also" if choice.also else None,
                language=choice.sets.get("language"),
            )
            for choice in self.choices
        )

    def arrival(self, place: Place) -> Arrival:
        return prompt(place, self)

    def routes(self, place: Place) -> tuple[Route, ...]:
        return tuple(
            Route(
                choice.key,
                on(place, choice.go),
                label=f"{place}.{choice.key}.label",
                sets=choice.sets,
                effects=(Alert(choice.alert),) if choice.alert else (),
                replied=True,
            )
            for choice in self.choices
        )

    def choose(self, place: Place, key: str) -> Move:
        alert = next(choice.alert for choice in self.choices if choice.key == key)
        return Move(effects=(Alert(alert),), awaiting=key) if alert else Move(route=key)
