"""bringing: files from outside become a draft, whole or in part. What cannot be taken is told, nothing is dropped in
silence, and nothing is ever published by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from pydantic import TypeAdapter, ValidationError

from flows.draft import Content
from flows.edits import EditRefused, within_limits
from flows.edits.skeleton import well_made
from flows.edits.spoken import followed
from flows.load import mistakes
from flows.plain import tidy
from flows.remark import Term, remark, remark_of
from flows.sound import TOLD, unsound
from flows.source import FlowError, FlowErrors, Source, read
from flows.step import FlowKey
from flows.texts import SOURCE
from flows.translated import Told, language_of, opened, take
from flows.upgrades import lift

#: What is told of one file at most; the rest is counted.
_MOST_TOLD = 100
#: So much YAML is read, in characters: what ships is a twentieth of it. After so many broken files no more is: some are
#: made to take long.
_MOST_READ, _MOST_BROKEN = 1 << 20, 10
_NOT_LOOKED_AT = remark("it was not looked at: too much before it is too long, or broken; mend that first")
_KEY: TypeAdapter[str] = TypeAdapter(FlowKey)

Files = Mapping[str, str | bytes]


@dataclass(frozen=True)
class Brought:
    """The draft with what was in the files; None where nothing could be made of them."""

    content: Content | None
    told: tuple[Told, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """What was not understood or not used, a line each."""
        return tuple(str(one) for one in self.told)


def brought_in(files: Files, base: Content | None = None) -> Brought:
    """What the files say, in `base`: flows and translations that are not among the files stay as they are. Without a
    base the files are all there is. Flows are `.yaml`, translations `.po`. Never raises."""
    flows, told = _flows(files)
    if not flows and base is None:
        said = remark("there is no flow among these files; a flow is `triage.yaml` or such")
        return Brought(None, (*told, Told("", 0, said)))
    content = _with_flows(base, flows) if base else _begun(flows, files)
    told += _left(base, flows)
    for name, raw in sorted(files.items()):
        if name.endswith(".po"):
            content, found = take(name, raw, content)
            told += found
        elif not name.endswith((".yaml", ".yml")):
            said = remark("this is neither a flow (.yaml) nor a translation (.po); it was left out")
            told.append(Told(name, 0, said))
    try:
        within_limits(well_made(content))
    except EditRefused as refused:
        most = refused.about.get("most", refused.code)
        told.append(Told("", 0, remark("this is more than a draft may hold ({most})", most=most)))
        return Brought(None, _few(told))
    return Brought(content, _few(told))


def _flows(files: Files) -> tuple[dict[str, Any], list[Told]]:
    """The flows among the files by key, whole or broken, and what is wrong with them, at its line."""
    found: dict[str, Any] = {}
    told: list[Told] = []
    broken = length = 0
    for name, raw in sorted(files.items()):
        if not name.endswith((".yaml", ".yml")):
            continue
        length += len(raw)
        if length > _MOST_READ or broken == _MOST_BROKEN:
            told.append(Told(name, 0, _NOT_LOOKED_AT))
            continue
        try:
            source = _source(name, raw)
            key, plain = _flow(source)
        except FlowErrors as errors:
            told += map(_told, errors.errors)
            broken += 1
            continue
        if key in found:
            said = remark("another file is the flow `{flow}` too; this one was taken", flow=key)
            told.append(Told(name, source.line("flow"), said))
        found[key] = plain
        told += map(_told, mistakes(source))
    return found, told


def _told(error: FlowError) -> Told:
    said = remark("step `{step}`: {wrong}", step=error.step, wrong=error.message) if error.step else error.message
    return Told(error.file, error.line, said)


def _source(name: str, raw: str | bytes) -> Source:
    try:
        return read(name, raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw.removeprefix("\ufeff"))
    except UnicodeDecodeError:
        raise FlowErrors([FlowError(name, 1, None, remark("this is not text; save it as UTF-8"))]) from None


def _flow(source: Source) -> tuple[str, dict[str, Any]]:
    """Its key and the flow, as it is kept in a draft. Raises FlowErrors where none can be made of it."""

    def wrong(message: str, *path: str) -> FlowErrors:
        return FlowErrors([FlowError(source.file, source.line(*path), None, message)])

    if bad := unsound(source.plain):
        raise wrong(TOLD[bad])
    try:
        plain = lift(source.plain)
        key = _KEY.validate_python(plain.get("flow") or PurePath(source.file).stem)
    except ValidationError:
        raise wrong(remark("`flow` is not a key; use a–z, 0–9 and _, at most 16"), "flow") from None
    except ValueError as error:
        raise wrong(remark_of(error), "format") from None
    steps = plain.get("steps")
    if not isinstance(steps, dict) or not steps or not all(isinstance(one, dict) for one in steps.values()):
        said = remark("`{field}` needs fields of its own; write them below it, indented", field=Term("steps"))
        raise wrong(said, "steps")
    return key, tidy(plain | {"flow": key})


def _begun(flows: Mapping[str, Any], files: Files) -> Content:
    """A draft of these flows alone, in English and in the languages of the catalogues among the files."""
    languages = [SOURCE]
    for name, raw in sorted(files.items()):
        catalogue = opened(name, raw)
        if name.endswith(".po") and not isinstance(catalogue, Told):
            languages += [language for language in [language_of(name, catalogue, None)] if language]
    known = list(dict.fromkeys(languages))
    words: dict[str, dict[str, str]] = {language: {} for language in known if language != SOURCE}
    return {"languages": known, "flows": dict(flows), "translations": words, "made_from": {one: {} for one in words}}


def _with_flows(base: Content, flows: Mapping[str, Any]) -> Content:
    """The base with these flows; what is said in English otherwise now, and what is gone, follows."""
    kept = {key: base["flows"][key] for key in flows if base["flows"].get(key) == flows[key]}
    return followed(base, {**base, "flows": {**base["flows"], **flows, **kept}}, frozenset())


def _left(base: Content | None, flows: Mapping[str, Any]) -> Iterator[Told]:
    others = len(base["flows"].keys() - flows.keys()) if base and flows else 0
    if others:
        yield Told("", 0, remark("flows that are not among these files stay as they are: {count}", count=others))


def _few(told: list[Told]) -> tuple[Told, ...]:
    """Not thousands of lines of one file."""
    found: list[Told] = []
    by_file: dict[str, list[Told]] = {}
    for one in told:
        by_file.setdefault(one.file, []).append(one)
    for file, of in by_file.items():
        found += of[:_MOST_TOLD]
        if len(of) > _MOST_TOLD:
            found.append(Told(file, 0, remark("and {count} more such lines", count=len(of) - _MOST_TOLD)))
    return tuple(found)
