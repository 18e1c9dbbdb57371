"""draft: a conversation being worked on, as plain data that may be broken, and how it is read.

`{"languages": [...], "flows": {key: flow}, "translations": {language: {text key: text}}, "made_from": {language:
{text key: the English it was translated from}}}`. `made_from` speaks only of texts whose English changed since.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from flows.faults import Fault, faults
from flows.flow import Flow, Revision
from flows.leads import leads
from flows.mend import errors_of, mend
from flows.remark import Remark, Term, remark, remark_of
from flows.shape import CALLS, LEADS
from flows.sound import TOLD, unsound
from flows.step import Step
from flows.steps import AnyStep
from flows.upgrades import lift

Content = dict[str, Any]

#: How much a draft may hold.
MOST_FLOWS, MOST_STEPS, MOST_LANGUAGES, MOST_WORDS = 60, 600, 12, 20_000
#: What is told at once, in characters, of one mistake.
LONGEST_TOLD = 400

_STEP: TypeAdapter[Step] = TypeAdapter(AnyStep)
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True)
class Problem:
    """Why a draft cannot be read, and how to mend it; `field` is a path such as `choices.minor.label`."""

    flow: str | None
    step: str | None
    field: str | None
    message: str


@dataclass(frozen=True)
class Read:
    """The draft as a revision; None where there are problems."""

    revision: Revision | None
    problems: tuple[Problem, ...] = ()


def content_of(revision: Revision, made_from: Mapping[str, Mapping[str, str]] | None = None) -> Content:
    """A revision as a draft begins. `made_from`: what was known of its translations; what is gone is left out."""
    plain: Content = json.loads(revision.to_json())
    del plain["number"]
    known = revision.texts.translations
    noted = made_from or {}
    plain["made_from"] = {
        language: {key: text for key, text in noted.get(language, {}).items() if key in words}
        for language, words in known.items()
    }
    return plain


def read(content: Any, number: int = 0) -> Read:
    """The draft as a revision of this number, or all that keeps it from being one. Never raises."""
    found = [*_shape(content)]
    if found:
        return Read(None, tuple(found))
    flows: dict[str, Flow] = {}
    for key, plain in content["flows"].items():
        flow, wrong = _flow(key, plain)
        found += wrong
        if flow is not None:
            flows[key] = flow
    found += _words(content["translations"])
    if not found:
        found = [_fault(content["flows"][fault.flow], fault) for fault in faults(flows)]
    if found:
        return Read(None, tuple(found))
    return Read(Revision.of(number, flows, content["translations"], tuple(content["languages"])))


def _shape(content: Any) -> Iterator[Problem]:
    """What must hold before anything else can be looked at."""
    if not isinstance(content, dict) or not {"languages", "flows", "translations"} <= set(content):
        said = remark("a conversation has languages, flows and translations; begin a new draft")
        yield Problem(None, None, None, said)
        return
    languages, flows, words = content["languages"], content["flows"], content["translations"]
    if not (isinstance(languages, list) and languages and all(_is_language(one) for one in languages)):
        said = remark("name the languages by their codes, such as nl, and at least one")
        yield Problem(None, None, "languages", said)
    elif len(languages) > MOST_LANGUAGES:
        yield Problem(None, None, "languages", _at_most_languages())
    if not isinstance(flows, dict) or not flows:
        yield Problem(None, None, None, remark("it has no flow; add one"))
    elif len(flows) > MOST_FLOWS:
        yield Problem(None, None, None, remark("{count} flows; there may be {most}", count=len(flows), most=MOST_FLOWS))
    elif sum(_size(flow) for flow in flows.values()) > MOST_STEPS:
        yield Problem(None, None, None, remark("more than {most} steps; remove some", most=MOST_STEPS))
    if not isinstance(words, dict) or not all(isinstance(one, dict) for one in words.values()):
        said = remark("the translations are texts by language and key; import them anew")
        yield Problem(None, None, "translations", said)
    elif sum(len(one) for one in words.values()) > MOST_WORDS or not all(map(_is_language, words)):
        said = remark("there are more translations than texts; import them anew")
        yield Problem(None, None, "translations", said)


def _at_most_languages() -> Remark:
    return remark("there may be {most} languages; leave some out", most=MOST_LANGUAGES)


def _is_language(one: Any) -> bool:
    return isinstance(one, str) and bool(_LANGUAGE.fullmatch(one))


def _size(flow: Any) -> int:
    steps = flow.get("steps") if isinstance(flow, dict) else None
    return len(steps) if isinstance(steps, dict) else 0


def _flow(key: Any, plain: Any) -> tuple[Flow | None, tuple[Problem, ...]]:
    if wrong := unsound(key):
        return None, (Problem(None, None, None, TOLD[wrong]),)
    steps = plain.get("steps") if isinstance(plain, dict) else None
    if not isinstance(plain, dict) or not isinstance(steps, dict):
        return None, (Problem(key, None, "steps", remark("this flow has no steps; add one")),)
    around = {name: value for name, value in plain.items() if name != "steps"}
    looked = [(None, around), *((step if isinstance(step, str) else "", [step, one]) for step, one in steps.items())]
    bad = tuple(Problem(key, _named(step), None, TOLD[wrong]) for step, one in looked if (wrong := unsound(one)))
    if bad:
        return None, bad
    return _parsed(key, json.dumps(plain))


def _named(step: str | None) -> str | None:
    return step if step is None or unsound(step) is None else "?"


@lru_cache(maxsize=256)
def _parsed(key: str, written: str) -> tuple[Flow | None, tuple[Problem, ...]]:
    """Remembered by what is written: between two looks at a draft, most flows are as they were."""
    found: list[Problem] = []
    try:
        plain = lift(json.loads(written))
    except ValueError as error:
        return None, (Problem(key, None, "format", remark_of(error)),)
    steps = {step: _step(key, step, one, found) for step, one in plain["steps"].items()}
    try:
        flow = Flow.model_validate(plain | {"steps": {} if found else steps})
    except ValidationError as wrong:
        found += (_problem(key, None, plain, one) for one in errors_of(wrong))
        return None, tuple(found)
    if flow.flow != key:
        said = remark("this flow calls itself `{name}`; it is `{flow}` here", name=flow.flow, flow=key)
        found.append(Problem(key, None, "flow", said))
    return (None, tuple(found)) if found else (flow, ())


def _step(flow: str, key: str, plain: Any, found: list[Problem]) -> Step | None:
    try:
        return _STEP.validate_python(plain)
    except ValidationError as wrong:
        found += (_problem(flow, key, plain, one) for one in errors_of(wrong))
        return None


def _problem(flow: str, step: str | None, plain: Any, found: Any) -> Problem:
    """A step's place begins with its type, which is left out; an entry of a list is named by its key."""
    inner = found["loc"][1:] if step is not None else found["loc"]
    path: list[str] = []
    for name in inner:
        if name == "[key]":
            continue
        keyed = isinstance(name, int) and isinstance(plain, list) and name < len(plain)
        plain = plain[name] if keyed else plain.get(name) if isinstance(plain, dict) else None
        key = plain.get("key") if keyed and isinstance(plain, dict) else None
        path.append(key if isinstance(key, str) and key else str(name))
    message = mend(found, found["loc"], filed=False)
    return Problem(flow, step, ".".join(path) or None, message if len(message) <= LONGEST_TOLD else _cut(message))


def _cut(message: str) -> str:
    """What stands there may be very long."""
    if not isinstance(message, Remark):
        return message[: LONGEST_TOLD - 1] + "…"
    room = LONGEST_TOLD // 4
    return Remark(message.template, {name: _short(value, room) for name, value in message.values.items()})


def _short(value: object, room: int) -> object:
    return value if isinstance(value, Remark) or len(str(value)) <= room else str(value)[: room - 1] + "…"


def _fault(flow: Any, fault: Fault) -> Problem:
    """At the field that leads where it should not."""
    if fault.step is None:
        return Problem(fault.flow, None, "start", fault.message)
    ways = (field for field, to in leads(flow["steps"][fault.step], LEADS | CALLS) if to == fault.word)
    return Problem(fault.flow, fault.step, next(ways, None), fault.message)


def _words(translations: Mapping[str, Mapping[Any, Any]]) -> Iterator[Problem]:
    for language, words in translations.items():
        for key, text in words.items():
            wrong = unsound([key, text]) or (None if isinstance(text, str) else "not_plain")
            if wrong:
                parts = str(key).split(".", 2) if unsound(key) is None else []
                flow, step, part = parts if len(parts) == 3 else (None, None, None)
                said = remark("in {language}: {wrong}", language=Term(str(language), "language"), wrong=TOLD[wrong])
                yield Problem(flow, step, part, said)
