"""Looks a revision over before anyone speaks to it: what is missing, unclear or never reached, and how to mend it.

Issues are data. An `error` keeps a revision from being published, an `advice` does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.faults import faults
from flows.flow import Flow, Revision
from flows.remark import Remark, Term, all_of, quoted, remark
from flows.routes import arrival, routes
from flows.session import Place
from flows.wording import Level, wording

Words = Mapping[str, Sequence[str]]

#: Bytes of a button's data that Telegram takes, and of them what a session's token needs.
DATA, TOKEN = 64, 9

NO_WORDS: Words = {}


@dataclass(frozen=True)
class Issue:
    """Advice about a flow, at a step, that says how to mend it. `part` and `language`: of the text it is about; `code`:
    what kind of issue it is."""

    level: Level
    flow: str
    step: str | None
    message: str
    code: str
    part: str | None = None
    language: str | None = None

    def __str__(self) -> str:
        where = f"{self.flow}.{self.step}" if self.step else self.flow
        return f"{self.level}: {where}: {self.message}"


def check(revision: Revision, banned: Words = NO_WORDS) -> list[Issue]:
    """Every issue of a revision, in the order of its flows. `banned`: words by language that no text may use."""
    lost = [Issue("error", fault.flow, fault.step, fault.message, "lost") for fault in faults(revision.flows)]
    if lost:
        return lost
    found: list[Issue] = []
    for flow in revision.flows.values():
        for look in _LOOKS:
            found += look(revision, flow)
    return found + [
        Issue(one.level, one.place.flow, one.place.step, one.message, "wording", one.part, one.language)
        for one in wording(revision, banned)
    ]


def unreachable(revision: Revision, flow: Flow) -> Iterator[Issue]:
    """Steps that no conversation comes to."""
    seen: set[str] = set()
    todo = [flow.start]
    while todo:
        step = todo.pop()
        if step not in seen:
            seen.add(step)
            todo += (route.to.step for route in routes(revision, Place(flow.flow, step)) if route.to)
    for step in flow.steps:
        if step not in seen:
            said = remark("no step leads here; let another one lead here, or remove it")
            yield Issue("advice", flow.flow, step, said, "unreachable")


def endless(revision: Revision, flow: Flow) -> Iterator[Issue]:
    """Steps from which the flow can never end."""
    ways = {step: {route.to for route in routes(revision, Place(flow.flow, step))} for step in flow.steps}
    ending: set[str] = set()
    grown = True
    while grown:
        leads_out = {step for step, to in ways.items() if any(place is None or place.step in ending for place in to)}
        grown = leads_out != ending
        ending = leads_out
    for step in flow.steps:
        if step not in ending:
            said = remark("no way from here ever ends the flow; add one that leads to an end")
            yield Issue("error", flow.flow, step, said, "endless")


def without_buttons(revision: Revision, flow: Flow) -> Iterator[Issue]:
    """Questions whose every choice belongs to a language that is not spoken here."""
    for step in flow.steps:
        at = arrival(revision, Place(flow.flow, step))
        if at.waits and not at.offers:
            said = remark("none of its choices is in a language spoken here; add one")
            yield Issue("error", flow.flow, step, said, "no_button")


def long_data(revision: Revision, flow: Flow) -> Iterator[Issue]:
    """Buttons whose data Telegram would refuse."""
    for step in flow.steps:
        place = Place(flow.flow, step)
        for offer in revision.known(place).offers:
            size = TOKEN + len(f":{place}:{offer.key}".encode())
            if size > DATA:
                yield Issue("error", flow.flow, step, _too_long(offer.key, size), "long_data")


def _too_long(key: str, size: int) -> Remark:
    return remark(
        "the button `{key}` needs {size} bytes of {most}; shorten its key or the step's",
        key=Term(key, "choice"),
        size=size,
        most=DATA,
    )


def collisions(revision: Revision, flow: Flow) -> Iterator[Issue]:
    """Two buttons of one step that the same words mean, in one language or across two."""
    for step in flow.steps:
        lexicon = revision.known(Place(flow.flow, step)).lexicon
        within: set[str] = set()
        for language, forms in lexicon.forms.items():
            for said, keys in forms.items():
                if len(keys) > 1:
                    within.add(said)
                    yield Issue("error", flow.flow, step, _alike(language, said, keys), "alike", language=language)
        for said, keys in lexicon.everywhere.items():
            if len(keys) > 1 and said not in within:
                yield Issue("advice", flow.flow, step, _alike_across(said, keys), "alike")


def _alike(language: str, said: str, keys: frozenset[str]) -> Remark:
    return remark(
        "in {language}, “{said}” means {buttons}; change what one of them says, or the other words for it",
        language=Term(language, "language"),
        said=said,
        buttons=_all(keys),
    )


def _alike_across(said: str, keys: frozenset[str]) -> Remark:
    return remark(
        "“{said}” means {buttons} in two languages; it is understood only in its own", said=said, buttons=_all(keys)
    )


def _all(keys: frozenset[str]) -> str:
    return all_of(quoted(Term(key, "choice")) for key in sorted(keys))


_LOOKS: tuple[Callable[[Revision, Flow], Iterator[Issue]], ...] = (
    unreachable,
    endless,
    without_buttons,
    long_data,
    collisions,
)
