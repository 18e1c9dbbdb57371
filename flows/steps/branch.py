"""branch: goes one way or another by what is known, by opening hours, by which teams work in this house, or by whether
staff are there just now. Says nothing."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer

from flows.remark import Term, remark
from flows.routes import Arrival, Condition, Route
from flows.session import Place
from flows.step import Part, Step, StepKey, kind, known_value, on

#: What is tested beside the facts: a line that is open, someone of a team there just now, a team this house has.
HOLDS = ("open", "staff", "team")


def _as_lists(when: Any) -> Any:
    if not isinstance(when, Mapping):
        return when
    return {name: [value] if isinstance(value, str) else value for name, value in when.items()}


def _known(when: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    for name, values in when.items():
        if name == "consent":
            raise ValueError(remark("a consent cannot be tested; the helpline itself refuses what was not agreed to"))
        if name in HOLDS:
            if len(values) != 1:
                fact = Term(name, "fact")
                raise ValueError(
                    remark("`{fact}` takes one name, not a list; make a case of its own for each", fact=fact)
                )
            continue
        for value in values:
            known_value(name, value)
    return MappingProxyType(dict(when))


def _plain(when: Mapping[str, tuple[str, ...]]) -> dict[str, str | list[str]]:
    return {name: values[0] if len(values) == 1 else list(values) for name, values in when.items()}


When = Annotated[
    Mapping[str, Annotated[tuple[str, ...], Field(min_length=1)]],
    Field(min_length=1),
    BeforeValidator(_as_lists),
    AfterValidator(_known),
    PlainSerializer(_plain),
    kind("when"),
]


class Case(Part):
    when: When
    go: StepKey

    def condition(self) -> Condition:
        facts = {name: values for name, values in self.when.items() if name not in HOLDS}
        holds = frozenset(f"{name}:{self.when[name][0]}" for name in HOLDS if name in self.when)
        return Condition(MappingProxyType(facts), holds)


class Branch(Step):
    type: Literal["branch"]
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]
    go: StepKey

    def arrival(self, place: Place) -> Arrival:
        return Arrival(place, self.type)

    def routes(self, place: Place) -> tuple[Route, ...]:
        cases = (
            Route(str(number), on(place, case.go), when=case.condition())
            for number, case in enumerate(self.cases, start=1)
        )
        return (*cases, Route("otherwise", on(place, self.go)))
