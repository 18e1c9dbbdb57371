"""Faults of flows that no reader could follow: ways that lead nowhere, flows that call themselves, endless circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from flows.flow import Flow
from flows.remark import Remark, Term, TermKind, listed, quoted, remark
from flows.session import Place
from flows.step import Step
from flows.steps.call import Call

#: So many are told; each is compared with all there is, so that thousands would take minutes.
MOST_TOLD = 100


@dataclass(frozen=True)
class Fault:
    """What is wrong at a step, and how to mend it. `word` is what stands there now, to find the line by."""

    flow: str
    step: str | None
    word: str
    message: str


def faults(flows: Mapping[str, Flow]) -> list[Fault]:
    """The first of them, in the order of the flows. Circles are looked for once every way leads somewhere."""
    found = [*islice((fault for flow in flows.values() for fault in _lost_ways(flow, flows)), MOST_TOLD)]
    return found or [*_recursion(flows)] or [*_circles(flows)]


def did_you_mean(word: str, known: Iterable[str], kind: TermKind | None = None) -> Remark:
    """`did you mean `x`?` where one of the known words is close, else what there is to choose from. `kind`: what they
    are the names of."""
    known = list(known)
    close = get_close_matches(word, known, n=1)
    if close:
        return remark("did you mean `{name}`?", name=_named(close[0], kind))
    names = [_named(one, kind) for one in known[:20]]
    return remark("there is {names}", names=listed(map(quoted, names))) if names else remark("there is none")


def _named(name: str, kind: TermKind | None) -> str:
    return Term(name, kind) if kind else name


def _lost_ways(flow: Flow, flows: Mapping[str, Flow]) -> Iterator[Fault]:
    if flow.start not in flow.steps:
        better = did_you_mean(flow.start, flow.steps, "step")
        said = remark("the flow begins at `{step}`, a step it does not have: {better}", step=flow.start, better=better)
        yield Fault(flow.flow, None, flow.start, said)
    for key, step in flow.steps.items():
        lost = {route.to.step: None for route in step.routes(Place(flow.flow, key)) if route.to}
        for word in lost:
            if word not in flow.steps:
                yield Fault(flow.flow, key, word, _leads_nowhere(word, flow))
        if isinstance(step, Call) and step.flow not in flows:
            better = did_you_mean(step.flow, flows, "flow")
            message = remark("it calls `{flow}`, a flow that does not exist; {better}", flow=step.flow, better=better)
            yield Fault(flow.flow, key, step.flow, message)


def _leads_nowhere(word: str, flow: Flow) -> Remark:
    better = did_you_mean(word, flow.steps, "step")
    return remark("it leads to `{step}`, a step this flow does not have; {better}", step=word, better=better)


def _calls(flow: Flow) -> dict[str, Call]:
    return {key: step for key, step in flow.steps.items() if isinstance(step, Call)}


def _recursion(flows: Mapping[str, Flow]) -> Iterator[Fault]:
    for name, flow in flows.items():
        for key, step in _calls(flow).items():
            if name in _called(step.flow, flows):
                yield Fault(name, key, step.flow, _calls_itself(step.flow, name))


def _calls_itself(called: str, flow: str) -> Remark:
    return remark(
        "it calls `{called}`, which comes back to `{flow}`: a flow may not call itself; lead to a step of this flow",
        called=Term(called, "flow"),
        flow=Term(flow, "flow"),
    )


def _called(flow: str, flows: Mapping[str, Flow]) -> set[str]:
    """This flow and all that it may call."""
    found: set[str] = set()
    todo = [flow]
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += (step.flow for step in _calls(flows[name]).values())
    return found


def _circles(flows: Mapping[str, Flow]) -> Iterator[Fault]:
    through: dict[str, bool] = {}
    for name, flow in flows.items():
        onward = {key: _unasked(name, key, step, flows, through) for key, step in flow.steps.items()}
        for key in flow.steps:
            if key in _reached(onward, onward[key]):
                message = remark(
                    "from here the conversation comes back here without ever waiting for a reply; "
                    "put a step between that asks something"
                )
                yield Fault(name, key, key, message)
                break


def _unasked(flow: str, key: str, step: Step, flows: Mapping[str, Flow], through: dict[str, bool]) -> set[str | None]:
    """The steps that may follow without the contact doing anything; None stands for the end of the flow."""
    if isinstance(step, Call) and not _passes(step.flow, flows, through):
        return set()
    return {route.to.step if route.to else None for route in step.routes(Place(flow, key)) if not route.replied}


def _passes(name: str, flows: Mapping[str, Flow], through: dict[str, bool]) -> bool:
    """Can this flow run from its start to its end without the contact doing anything?"""
    if name not in through:
        flow = flows[name]
        onward = {key: _unasked(name, key, step, flows, through) for key, step in flow.steps.items()}
        through[name] = None in _reached(onward, {flow.start})
    return through[name]


def _reached(onward: Mapping[str, set[str | None]], first: Iterable[str | None]) -> set[str | None]:
    found: set[str | None] = set()
    todo = list(first)
    while todo:
        key = todo.pop()
        if key not in found:
            found.add(key)
            todo += onward[key] if key is not None else ()
    return found
