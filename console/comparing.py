"""Two published versions, compared: what is different, with the steps it is about, so that each has its words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from console.draft_answers import Between, Entry
from flows.changes import ABSENT, at
from flows.difference import OUT, Difference, difference
from flows.draft import content_of
from flows.flow import Revision


def compared(before: Revision, after: Revision, entries: tuple[Entry, ...]) -> Between:
    """What became different from one to the other."""
    found = difference(before, after)
    content = _about(sorted({*_places(found)}), content_of(after), content_of(before))
    return Between(**vars(found), content=content, entries=entries)


def _places(found: Difference) -> Iterator[str]:
    """Every step that is spoken of: what differs, and where it leads."""
    yield from (".".join(word.key.split(".")[:2]) for word in found.words)
    for step in found.steps:
        yield step.place
    for way in found.routes:
        yield from (one for one in (way.place, way.before, way.after) if one and one != OUT)


def _about(places: list[str], after: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """A draft of these steps alone, with their words: as the later version has them, or as the earlier one had."""
    about: dict[str, Any] = {"languages": after["languages"], "flows": {}, "translations": {}}
    for place in places:
        flow, _, key = place.partition(".")
        source = next((one for one in (after, before) if at(one, ("flows", flow, "steps", key)) is not ABSENT), None)
        if source is None:
            continue
        part = about["flows"].setdefault(flow, {"flow": flow, "start": source["flows"][flow]["start"], "steps": {}})
        part["steps"][key] = source["flows"][flow]["steps"][key]
        for language, words in source["translations"].items():
            said = {name: text for name, text in words.items() if name.startswith(f"{place}.")}
            about["translations"].setdefault(language, {}).update(said)
    return about
