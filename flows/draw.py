"""Draws a flow as a Mermaid chart: what is said at each step, and which answer leads where."""

from __future__ import annotations

from collections.abc import Iterator

from flows.flow import Revision
from flows.routes import Arrival, Route, arrival, routes
from flows.session import Place

#: The shape of a step: it asks, it collects or hands over, or it goes on by itself.
_WAITS, _ASKS_HELPLINE, _GOES_ON = ('{{"', '"}}'), ('[["', '"]]'), ('["', '"]')


def draw(revision: Revision, flow: str, language: str = "en") -> str:
    """The chart of one flow, in the words of one language. Raises KeyError for an unknown flow."""
    places = [Place(flow, step) for step in revision.flows[flow].steps]
    lines = ["flowchart TD", f"    start(( )) --> {_id(Place(flow, revision.flows[flow].start))}"]
    for place in places:
        lines.append(_box(revision, arrival(revision, place), language))
    for place in places:
        lines += (_arrow(revision, place, route, language) for route in routes(revision, place))
    if any(route.to is None for place in places for route in routes(revision, place)):
        lines.append("    over(((end)))")
    return "\n".join(lines) + "\n"


def _box(revision: Revision, at: Arrival, language: str) -> str:
    said = [revision.texts.get(key, language) for key in (*at.says, *([at.prompt] if at.prompt else []))]
    inside = [f"{at.place.step} · {at.type}", *said, *_shown(at)]
    begin, end = _WAITS if at.waits else _ASKS_HELPLINE if at.effects or at.calls else _GOES_ON
    return f"    {_id(at.place)}{begin}{'<br>'.join(_plain(line) for line in inside)}{end}"


def _shown(at: Arrival) -> Iterator[str]:
    if at.cards:
        yield "☎ " + ", ".join(at.cards)
    if at.calls:
        yield f"→ {at.calls.flow}"


def _arrow(revision: Revision, place: Place, route: Route, language: str) -> str:
    name = revision.texts.get(route.label, language) if route.label else route.name
    if route.label and any(route.effects) and route.name in ("given", "declined", "refused"):
        name = f"{name} · {route.name}"
    conditions = [f"{fact}: {' / '.join(values)}" for fact, values in route.when.facts.items()]
    named = " and ".join([*conditions, *sorted(route.when.holds)]) or name
    return f'    {_id(place)} -->|"{_plain(named)}"| {_id(route.to) if route.to else "over"}'


def _id(place: Place) -> str:
    """A name that is none of Mermaid's own words, such as `end`."""
    return f"s_{place.step}"


def _plain(text: str) -> str:
    for sign, name in (("#", "#35;"), ("&", "#38;"), ('"', "#34;"), ("<", "#60;"), (">", "#62;"), ("`", "#96;")):
        text = text.replace(sign, name)
    return " ".join(text.split())
