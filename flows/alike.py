"""alike: which step of an earlier version is obviously one of a later, under another name or in another flow."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Mapping
from typing import Any, TypeVar

from flows.flow import Flow, Revision
from flows.leads import turned
from flows.session import Place
from flows.shape import CALLS, LEADS

K = TypeVar("K", bound=Hashable)


def steps_alike(before: Revision, after: Revision) -> dict[Place, Place]:
    """Later place → earlier place, for those that are not the same place. Obvious is: a flow whose steps are all there
    again, and a step that is the only one of its kind to go and to come."""
    found: dict[Place, Place] = {}
    flows = _pairs(
        {name: _flow(flow) for name, flow in before.flows.items() if name not in after.flows},
        {name: _flow(flow) for name, flow in after.flows.items() if name not in before.flows},
    )
    for new, old in flows.items():
        found |= {Place(new, step): Place(old, step) for step in after.flows[new].steps}
    left = set(flows.values())
    gone = {place: one for place, one in _steps(before) if after.step(place) is None and place.flow not in left}
    come = {place: one for place, one in _steps(after) if before.step(place) is None and place.flow not in flows}
    return found | _pairs(gone, come)


def _steps(revision: Revision) -> Iterator[tuple[Place, str]]:
    for name, flow in revision.flows.items():
        yield from ((Place(name, key), one) for key, one in _marks(flow).items())


def _marks(flow: Flow) -> Mapping[str, str]:
    return {key: _mark(step.model_dump(mode="json", exclude_defaults=True)) for key, step in flow.steps.items()}


def _mark(step: Mapping[str, Any]) -> str:
    """All a step says and does, whatever it leads to."""
    return json.dumps(turned(step, lambda _: "", LEADS | CALLS), sort_keys=True)


def _flow(flow: Flow) -> str:
    return json.dumps(dict(_marks(flow)), sort_keys=True)


def _pairs(gone: Mapping[K, str], come: Mapping[K, str]) -> dict[K, K]:
    """What came → what went, where just one of each is marked so."""
    went, came = _only(gone), _only(come)
    return {came[mark]: went[mark] for mark in came if mark in went}


def _only(marked: Mapping[K, str]) -> dict[str, K]:
    found: dict[str, list[K]] = {}
    for key, mark in marked.items():
        found.setdefault(mark, []).append(key)
    return {mark: keys[0] for mark, keys in found.items() if len(keys) == 1}
