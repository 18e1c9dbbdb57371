"""Reads the library from its folder: YAML for the flows, PO for the translations. Only this file opens files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from babel.messages.pofile import PoFileError
from babel.messages.pofile import read_po as read_catalogue
from pydantic import TypeAdapter, ValidationError

from flows.faults import faults
from flows.flow import Flow, Revision, source_texts
from flows.mend import errors_of, mend
from flows.remark import Remark, remark, remark_of
from flows.source import FlowError, FlowErrors, Source, read
from flows.step import Step
from flows.steps import AnyStep
from flows.upgrades import lift

#: The translation of a text, by its key and its source text; None where there is none.
Translate = Callable[[str, str], str | None]

_STEP: TypeAdapter[Step] = TypeAdapter(AnyStep)


def load_library(
    folder: Path,
    translations: Mapping[str, Translate | Path],
    languages: Iterable[str] | None = None,
    number: int = 1,
) -> Revision:
    """The flows of a folder as one revision. `translations`: by language, a PO file or function. `languages`: those it
    is spoken in, by default English and the translated ones. Raises FlowErrors with every mistake found."""
    return load_files(
        {path.name: path.read_bytes() for path in sorted(folder.glob("*.yaml"))}, translations, languages, number
    )


def load_files(
    files: Mapping[str, bytes],
    translations: Mapping[str, Translate | Path],
    languages: Iterable[str] | None = None,
    number: int = 1,
) -> Revision:
    """The same from files in memory, by name: what an editor sends. Raises FlowErrors with every mistake found."""
    sources = [_source(name, content) for name, content in files.items()]
    errors = [error for one in sources if isinstance(one, FlowErrors) for error in one.errors]
    flows = parse((one for one in sources if isinstance(one, Source)), errors)
    if not files:
        said = remark("it has no flow; a flow is a file such as `triage.yaml`")
        errors.append(FlowError("the library", 1, None, said))
    if errors:
        raise FlowErrors(errors)
    texts = source_texts(flows)
    translate = {language: read_po(one) if isinstance(one, Path) else one for language, one in translations.items()}
    words = {
        language: {key: found for key, text in texts.items() if (found := say(key, text))}
        for language, say in translate.items()
    }
    return Revision.of(number, flows, words, tuple(languages) if languages is not None else None)


def read_po(path: Path) -> Translate:
    """The translations of a PO file; those marked fuzzy wait for a person and do not count. Raises FlowErrors."""
    try:
        with path.open("rb") as file:
            catalogue = read_catalogue(file, abort_invalid=True)
    except PoFileError as error:
        said = remark("this is not a PO file: {reason}; open it in a PO editor and save it again", reason=error)
        raise FlowErrors([FlowError(path.name, error.lineno + 1, None, said)]) from None
    except (UnicodeDecodeError, LookupError):
        raise FlowErrors([FlowError(path.name, 1, None, remark("this is not text; save it as UTF-8"))]) from None
    known = {
        (str(one.context), str(one.id)): str(one.string)
        for one in catalogue
        if one.id and one.context and one.string and not one.fuzzy
    }
    return lambda key, text: known.get((key, text))


def parse(sources: Iterable[Source], errors: list[FlowError]) -> dict[str, Flow]:
    """Flows by key, as far as they can be understood; what is wrong is added to `errors`."""
    by_key: dict[str, Source] = {}
    flows: dict[str, Flow] = {}
    for source in sources:
        flow = _flow(source, errors)
        if flow is not None and flow.flow != Path(source.file).stem:
            errors.append(FlowError(source.file, source.line("flow"), None, _misnamed(source, flow)))
        elif flow is not None:
            flows[flow.flow], by_key[flow.flow] = flow, source
    if not errors:
        errors += (_located(by_key[fault.flow], fault.step, fault.word, fault.message) for fault in faults(flows))
    return flows


def _misnamed(source: Source, flow: Flow) -> Remark:
    return remark(
        "this file is called `{file}`; name it `{flow}.yaml`, or change `flow:`", file=source.file, flow=flow.flow
    )


def mistakes(source: Source) -> list[FlowError]:
    """What in one file cannot be understood, whatever the others say."""
    errors: list[FlowError] = []
    _flow(source, errors)
    return errors


def _source(name: str, content: bytes) -> Source | FlowErrors:
    try:
        return read(name, content.decode())
    except UnicodeDecodeError:
        return FlowErrors([FlowError(name, 1, None, remark("this is not text; save it as UTF-8"))])
    except FlowErrors as errors:
        return errors


def _located(source: Source, step: str | None, word: str, message: str) -> FlowError:
    path = ("steps", step) if step else ("start",)
    return FlowError(source.file, source.line_of(word, *path), step, message)


def _flow(source: Source, errors: list[FlowError]) -> Flow | None:
    try:
        plain = lift(source.plain)
    except ValueError as error:
        errors.append(FlowError(source.file, source.line("format"), None, remark_of(error)))
        return None
    steps = plain.get("steps")
    before = len(errors)
    if isinstance(steps, dict):
        plain = plain | {"steps": {key: _step(source, key, step, errors) for key, step in steps.items()}}
    try:
        flow = Flow.model_validate(plain if len(errors) == before else plain | {"steps": {}})
    except ValidationError as wrong:
        errors += (_error(source, None, (), found) for found in errors_of(wrong))
        return None
    return flow if len(errors) == before else None


def _step(source: Source, key: str, plain: Any, errors: list[FlowError]) -> Step | None:
    try:
        return _STEP.validate_python(plain)
    except ValidationError as wrong:
        errors += (_error(source, key, ("steps", key), found) for found in errors_of(wrong))
        return None


def _error(source: Source, step: str | None, path: tuple[str, ...], found: Any) -> FlowError:
    """Say a mistake of the schema in an editor's words, at its line. A step's place begins with its type: left out."""
    inner = found["loc"][1:] if step else found["loc"]
    inside = tuple(name for name in inner if name != "[key]")
    return FlowError(source.file, source.line(*path, *inside), step, mend(found, found["loc"]))
