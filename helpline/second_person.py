"""second_person: which changes are looked at by two people: what is said to a child or in danger, and what is promised.

Which steps those are is not a list of names: it is seen where the proof walks, in the version before and the one after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flows.flow import Revision
from flows.move import Alert
from flows.routes import arrival, routes, start
from flows.session import Place
from flows.step import Step
from helpline.conversation import LIMITS
from helpline.directory import Directory
from helpline.safety import explorations

#: The number in danger, as a text holds it.
_EMERGENCY = "{emergency}"
#: What leads to the minor path, where it is answered.
_YOUNG = {"age": ("minor",), "age_in_image": ("minor", "unsure")}
#: Flows that the house opens at a word, and that say or do what nobody may get wrong: the word is the reason.
_BY_WORD = ("danger", "crisis", "privacy", "delete")


@dataclass(frozen=True)
class Reason:
    """A change that needs a second person. `key`: the part of the step's texts that changed; None: what the step does.

    `why`: minor, danger, crisis: it lies on that path; privacy, delete: in what is said there; consent, card: it asks
    for one, it shows one; emergency: it names the number in danger; hello, limits: the first words, and what a chat
    cannot hide."""

    flow: str
    step: str
    key: str | None
    why: str


def needs_second(before: Revision | None, after: Revision, directory: Directory) -> tuple[Reason, ...]:
    """Why a second person must look at this version, a reason for each changed step and part; empty: one is enough."""
    changed = [*_changes(before, after)]
    if not changed:
        return ()
    versions = [one for one in (before, after) if one is not None]
    paths = [_paths(one, directory) for one in versions]
    return tuple(
        Reason(place.flow, place.step, key, why)
        for place, key in changed
        for why in dict.fromkeys(
            why for one, path in zip(versions, paths, strict=True) for why in _why(one, path, place, key)
        )
    )


# ── what changed ──────────────────────────────────────────────────────────────────────────────────────────────────
def _changes(before: Revision | None, after: Revision) -> Iterator[tuple[Place, str | None]]:
    """Every place that says or does something else, once for each text and once for what it does."""
    for place in dict.fromkeys((*(before.places() if before else ()), *after.places())):
        texts = _texts(before, place), _texts(after, place)
        yield from ((place, key) for key in sorted(texts[0].keys() | texts[1].keys()) if _differ(key, *texts))
        if _does(before, place) != _does(after, place):
            yield place, None


def _texts(revision: Revision | None, place: Place) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The texts of a step by key, each in every language it is spoken in."""
    step = revision.step(place) if revision else None
    if revision is None or step is None:
        return {}
    texts, spoken = revision.texts, revision.languages
    return {key: tuple((one, texts.get(f"{place}.{key}", one)) for one in spoken) for key in step.texts()}


def _differ(key: str, one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    return one.get(key) != other.get(key)


def _does(revision: Revision | None, place: Place) -> object:
    """All that a step does, whatever it says; where the flow begins is something its first step does."""
    step = revision.step(place) if revision else None
    if revision is None or step is None:
        return None
    return arrival(revision, place), routes(revision, place), start(revision, place.flow) == place, _others(step)


def _others(step: Step) -> object:
    """What neither its ways nor its words show, such as how long an answer may be."""
    return step.model_dump(exclude={"note", "say", "more", "choices", "yes", "no", "done", "skip", "right", "add"})


# ── why that counts ───────────────────────────────────────────────────────────────────────────────────────────────
def _why(revision: Revision, paths: Mapping[Place, frozenset[str]], place: Place, key: str | None) -> Iterator[str]:
    step = revision.step(place)
    if step is None:
        return
    yield from sorted(paths.get(place, ()))
    if step.type == "consent":
        yield "consent"
    if arrival(revision, place).cards:
        yield "card"
    keys = step.texts() if key is None else [key]
    if any(_EMERGENCY in text for one in keys for text in _said(revision, f"{place}.{one}")):
        yield "emergency"
    if "triage" in revision.flows and place == start(revision, "triage"):
        yield "hello"
    if any(one.rpartition(".")[0] == str(place) for one in LIMITS):
        yield "limits"


def _said(revision: Revision, key: str) -> Iterable[str]:
    return (text for _, text in revision.texts.everywhere(key)) if key in revision.texts.source else ()


def _paths(revision: Revision, directory: Directory) -> Mapping[Place, frozenset[str]]:
    """Place → the paths it lies on. A talk with somebody who is or may be under 18 is the minor path wherever it goes,
    and so is the question that leads there; what is the same for everyone, whatever is known, is on none."""
    found: dict[Place, set[str]] = {}
    for walk in explorations(revision, directory):
        for state in walk.states:
            if state.aside is not None and state.root in _BY_WORD:
                found.setdefault(state.place, set()).add(state.root)
            elif state.maybe_minor:
                found.setdefault(state.place, set()).add("minor")
    for place in revision.places():
        for route in routes(revision, place):
            if any(route.sets.get(fact) in values for fact, values in _YOUNG.items()):
                found.setdefault(place, set()).add("minor")
            if any(isinstance(effect, Alert) and effect.kind == "danger" for effect in route.effects):
                found.setdefault(place, set()).add("danger")
    return {place: frozenset(paths) for place, paths in found.items()}
