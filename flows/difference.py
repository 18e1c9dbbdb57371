"""difference: what a version says and does otherwise than another, as an editor reads it: words, steps, ways on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from flows.alike import steps_alike
from flows.changes import ABSENT, changes
from flows.flow import Revision
from flows.leads import turned
from flows.session import Place
from flows.shape import CALLS, LEADS, SAYS

What = Literal["added", "removed", "renamed", "moved", "changed"]
#: Where a way on leads that leads out of its flow.
OUT = "end"


@dataclass(frozen=True)
class Word:
    """A text in one language; None where it is not, or was not, there."""

    key: str
    language: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Field:
    """A field of a step or flow that is neither a text nor a way on; None where it was left out. Where it ends with
    `#order`, it is the order of what stands there."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Changed:
    """A step, by its place, or a flow, by its key. `was`: where it was before, if it was renamed or moved."""

    place: str
    what: What
    was: str | None = None
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True)
class Way:
    """A way on from a step: to which place, or OUT; None where it is not, or was not, there."""

    place: str
    route: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Difference:
    """All of it, in the order of the later version; what is gone comes last. `languages`: before and after."""

    words: tuple[Word, ...] = ()
    steps: tuple[Changed, ...] = ()
    routes: tuple[Way, ...] = ()
    flows: tuple[Changed, ...] = ()
    languages: tuple[tuple[str, ...], tuple[str, ...]] | None = None

    def __bool__(self) -> bool:
        return bool(self.words or self.steps or self.routes or self.flows or self.languages)

    def to_plain(self) -> dict[str, Any]:
        return asdict(self)


def difference(before: Revision, after: Revision) -> Difference:
    """What changes from one to the other. A step that only has another name is not told as one gone and one new."""
    was = steps_alike(before, after)
    spoken = before.languages, after.languages
    return Difference(
        tuple(_words(before, after, was)),
        tuple(_steps(before, after, was)),
        tuple(_routes(before, after, was)),
        tuple(_flows(before, after, was)),
        spoken if set(before.languages) != set(after.languages) else None,
    )


Was = Mapping[Place, Place]


def _words(before: Revision, after: Revision, was: Was) -> Iterator[Word]:
    earlier = {_key(place, part): f"{old}.{part}" for place, old in was.items() for part in _parts(after, place)}
    languages = dict.fromkeys((*after.languages, *before.languages))
    for key in after.texts.source:
        for language in languages:
            old = _said(before, earlier.get(key, key), language)
            new = _said(after, key, language)
            if old != new:
                yield Word(key, language, old, new)
    kept = set(after.texts.source) | set(earlier.values())
    for key in before.texts.source:
        if key not in kept:
            yield from (Word(key, one, text, None) for one in languages if (text := _said(before, key, one)))


def _key(place: Place, part: str) -> str:
    return f"{place}.{part}"


def _parts(revision: Revision, place: Place) -> tuple[str, ...]:
    return tuple(revision.flows[place.flow].steps[place.step].texts())


def _said(revision: Revision, key: str, language: str) -> str | None:
    if key not in revision.texts.source or language not in revision.languages:
        return None
    return revision.texts.translated(key, language)


def _steps(before: Revision, after: Revision, was: Was) -> Iterator[Changed]:
    now = {old.flow: new.flow for new, old in was.items() if old.flow not in after.flows}
    for place in after.places():
        old = was.get(place, place)
        earlier = before.step(old)
        if earlier is None:
            yield Changed(str(place), "added")
            continue
        fields = tuple(_fields(turned(_plain(before, old), lambda to: now.get(to, to), CALLS), _plain(after, place)))
        if old != place:
            what: What = "renamed" if old.flow == place.flow else "moved"
            yield Changed(str(place), what, str(old), fields)
        elif fields:
            yield Changed(str(place), "changed", None, fields)
    still = set(was.values())
    for place in before.places():
        if after.step(place) is None and place not in still:
            yield Changed(str(place), "removed")


def _plain(revision: Revision, place: Place) -> dict[str, Any]:
    return revision.flows[place.flow].steps[place.step].model_dump(mode="json", exclude_defaults=True)


def _fields(before: Any, after: Any) -> Iterator[Field]:
    for one in changes(before, after):
        if one.path[-1] in SAYS | LEADS:
            continue
        yield Field(".".join(one.path), *(None if side is ABSENT else side for side in (one.before, one.after)))


def _routes(before: Revision, after: Revision, was: Was) -> Iterator[Way]:
    now = {old: new for new, old in was.items()}
    for place in after.places():
        old = was.get(place, place)
        earlier = {name: _moved(to, now) for name, to in _ways(before, old).items()}
        later = _ways(after, place)
        for name in dict.fromkeys((*later, *earlier)):
            if later.get(name) != earlier.get(name):
                yield Way(str(place), name, _led(earlier.get(name)), _led(later.get(name)))
    still = set(was.values())
    for place in before.places():
        if after.step(place) is None and place not in still:
            yield from (Way(str(place), name, _led(to), None) for name, to in _ways(before, place).items())


def _ways(revision: Revision, place: Place) -> dict[str, Place | str]:
    """Each way on, by name, and where it leads; a step that is not there has none."""
    step = revision.step(place)
    return {route.name: route.to or OUT for route in step.routes(place)} if step else {}


def _moved(to: Place | str, now: Was) -> Place | str:
    return now.get(to, to) if isinstance(to, Place) else to


def _led(to: Place | str | None) -> str | None:
    return None if to is None else str(to)


def _flows(before: Revision, after: Revision, was: Was) -> Iterator[Changed]:
    renamed = {new.flow: old.flow for new, old in was.items() if old.flow not in after.flows}
    for name, flow in after.flows.items():
        old = name if name in before.flows else renamed.get(name)
        if old is None:
            yield Changed(name, "added")
            continue
        first = Place(old, before.flows[old].start), Place(name, flow.start)
        fields = [] if was.get(first[1], first[1]) == first[0] else [Field("start", first[0].step, first[1].step)]
        notes = before.flows[old].note, flow.note
        fields += [Field("note", *notes)] if notes[0] != notes[1] else []
        if old != name or fields:
            yield Changed(name, "changed" if old == name else "renamed", None if old == name else old, tuple(fields))
    for name in before.flows:
        if name not in after.flows and name not in renamed.values():
            yield Changed(name, "removed")
