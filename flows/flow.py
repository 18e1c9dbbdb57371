"""A flow as authored, and a revision: all flows and all their words, published together and never changed again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, PlainSerializer

from flows.routes import Arrival, Route, start
from flows.session import Place
from flows.step import FlowKey, Note, Offer, Part, Step, StepKey
from flows.steps import AnyStep
from flows.texts import SOURCE, Texts
from flows.understand import Lexicon, lexicon
from flows.upgrades import FORMAT, lift


def _dump(steps: Mapping[str, Part]) -> dict[str, Any]:
    return {key: step.model_dump(mode="json", exclude_defaults=True) for key, step in steps.items()}


Steps = Annotated[Mapping[StepKey, AnyStep], AfterValidator(MappingProxyType), PlainSerializer(_dump)]


class Flow(Part):
    """A conversation as authored: its steps by key, and the first of them."""

    flow: FlowKey
    format: Annotated[int, Field(ge=FORMAT, le=FORMAT)] = FORMAT
    start: StepKey
    note: Note | None = None
    steps: Steps

    def to_plain(self) -> dict[str, Any]:
        """What would be written in YAML or JSON: nothing that is left at its default, but always the format."""
        plain = self.model_dump(mode="json", exclude_defaults=True)
        return {"flow": self.flow, "format": self.format} | plain


@dataclass(frozen=True)
class Known:
    """All the engine needs of a place, worked out once for a revision."""

    step: Step
    arrival: Arrival
    routes: Mapping[str, Route]
    offers: tuple[Offer, ...]
    lexicon: Lexicon


@dataclass(frozen=True, repr=False)
class Revision:
    """Flows by key and every text in every language; complete in itself.

    `languages`: those it is spoken in. Equal content has an equal `checksum`, whatever the `number`.
    """

    number: int
    flows: Mapping[str, Flow]
    texts: Texts
    languages: tuple[str, ...]
    _known: dict[Place, Known] = field(default_factory=dict, init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "flows", MappingProxyType(dict(self.flows)))

    def __repr__(self) -> str:
        return f"Revision({self.number}, {', '.join(self.flows)}; {', '.join(self.languages)})"

    @classmethod
    def of(
        cls,
        number: int,
        flows: Mapping[str, Flow],
        translations: Mapping[str, Mapping[str, str]],
        languages: tuple[str, ...] | None = None,
    ) -> Self:
        """Put a revision together. Translations that no step needs, and languages not spoken, are left out."""
        source = source_texts(flows)
        spoken = tuple(dict.fromkeys(languages if languages is not None else (SOURCE, *translations)))
        kept = {
            language: {key: words[key] for key in source if words.get(key)}
            for language in spoken
            if language != SOURCE
            for words in (translations.get(language, {}),)
        }
        return cls(number, flows, Texts(source, kept), spoken)

    def places(self) -> Iterator[Place]:
        """Every step, in the order of the flows."""
        return (Place(name, step) for name, flow in self.flows.items() for step in flow.steps)

    def step(self, place: Place) -> Step | None:
        """The step at a place; None where this revision has none."""
        flow = self.flows.get(place.flow)
        return flow.steps.get(place.step) if flow else None

    def known(self, place: Place) -> Known:
        """What was worked out for a place. Raises KeyError where this revision has no such step."""
        found = self._known.get(place)
        if found is None:
            found = self._known[place] = self._work_out(place)
        return found

    def routes_of(self, place: Place) -> tuple[Route, ...]:
        return tuple(self.known(place).routes.values())

    def arrival_at(self, place: Place) -> Arrival:
        return self.known(place).arrival

    def _work_out(self, place: Place) -> Known:
        step = self.flows[place.flow].steps[place.step]
        shown = tuple(offer for offer in step.offers() if offer.language is None or offer.language in self.languages)
        hidden = {offer.key for offer in step.offers()} - {offer.key for offer in shown}
        routes = {route.name: route for route in step.routes(place) if route.name not in hidden}
        at = step.arrival(place)
        if at.calls and at.calls.flow in self.flows:
            at = replace(at, calls=start(self, at.calls.flow))
        if hidden:
            at = replace(at, offers=tuple(f"{place}.{offer.label}" for offer in shown))
        words = lexicon(str(place), shown, self.texts, numbers=step.numbers, phrases=step.phrases)
        return Known(step, at, MappingProxyType(routes), shown, words)

    def _plain(self) -> dict[str, Any]:
        return {
            "languages": list(self.languages),
            "flows": {key: flow.to_plain() for key, flow in self.flows.items()},
            "translations": {language: dict(words) for language, words in self.texts.translations.items()},
        }

    def to_json(self) -> str:
        return json.dumps({"number": self.number} | self._plain(), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read back what `to_json` wrote, in this format or an older one. Raises ValueError or KeyError otherwise."""
        plain = json.loads(text)
        flows = {key: Flow.model_validate(lift(flow)) for key, flow in plain["flows"].items()}
        return cls.of(plain["number"], flows, plain["translations"], tuple(plain["languages"]))

    @property
    def checksum(self) -> str:
        """SHA-256 of all it says and does, in hexadecimal; the number and the order of the files do not count."""
        plain = json.dumps(self._plain(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()


def source_texts(flows: Mapping[str, Flow]) -> dict[str, str]:
    """Every text as authored, by key, in the order in which it stands in the flows."""
    return {
        f"{name}.{step}.{part}": text
        for name, flow in flows.items()
        for step, known in flow.steps.items()
        for part, text in known.texts().items()
    }
