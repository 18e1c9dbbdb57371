"""exchange: a draft as the files editors and translators work with, YAML and PO; always the same for the same draft.

`flows/bringing.py` reads them back.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from flows.bringing import Brought, brought_in
from flows.draft import Content
from flows.edits.spoken import says
from flows.plain import tidy
from flows.po import Entry, write
from flows.texts import SOURCE, placeholders

__all__ = ["Brought", "NotAnArchive", "brought_in", "files_of", "unzipped", "zipped"]

#: What a file from outside may weigh, unpacked, and how many there may be.
MOST_BYTES, MOST_FILES = 4 * 1024 * 1024, 200
#: Archives carry a date; ours do not change with the clock.
_NEVER = (2000, 1, 1, 0, 0, 0)


class NotAnArchive(ValueError):
    """This is no zip, or it holds too much."""


def files_of(content: Content) -> dict[str, str]:
    """File name → text: `<flow>.yaml` for each flow, `<language>.po` for each language but English."""
    flows = {key: tidy(flow) for key, flow in sorted(content["flows"].items())}
    files = {
        f"{key}.yaml": yaml.safe_dump(flow, allow_unicode=True, sort_keys=False, width=110)
        for key, flow in flows.items()
    }
    for language in content["languages"]:
        if language != SOURCE:
            words, notes = (content[kind].get(language, {}) for kind in ("translations", "made_from"))
            files[f"{language}.po"] = write(_header(language), _entries(flows, words, notes))
    return files


def zipped(files: Mapping[str, str]) -> bytes:
    """The files in one archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _NEVER), files[name], zipfile.ZIP_DEFLATED)
    return held.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """The YAML and PO files of an archive, by name, in whatever folder of it they lie. Raises NotAnArchive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = [one for one in archive.infolist() if one.filename.endswith((".yaml", ".yml", ".po"))]
            if len(inside) > MOST_FILES or sum(one.file_size for one in inside) > MOST_BYTES:
                raise NotAnArchive(
                    f"it may hold {MOST_FILES} files and {MOST_BYTES // 1024 // 1024} MiB; leave some out"
                )
            return {one.filename.rpartition("/")[2]: _read(archive, one) for one in inside}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error) as error:
        told = str(error) if isinstance(error, NotAnArchive) else "this is not a zip that can be read; pack it anew"
        raise NotAnArchive(told) from None


def _read(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    """Never more than it says of itself."""
    with archive.open(one) as file:
        return file.read(one.file_size)


def _header(language: str) -> dict[str, str]:
    return {
        "Project-Id-Version": "Haven",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": SOURCE,
    }


def _entries(flows: Mapping[str, Any], words: Mapping[str, str], notes: Mapping[str, str]) -> Iterator[Entry]:
    """Every text, in the order of the flows. Where the English changed since, it is marked as translators know it."""
    for flow, plain in flows.items():
        for step, one in plain["steps"].items():
            for part, text in says(one).items():
                key = f"{flow}.{step}.{part}"
                found, was = words.get(key, ""), notes.get(key)
                stale = found and was is not None
                flags = (*(("fuzzy",) if stale else ()), *(("python-brace-format",) if placeholders(text) else ()))
                yield Entry(
                    context=key,
                    id=text,
                    string=found,
                    flags=flags,
                    notes=_notes(one, part),
                    was={"msgid": was} if stale and was else {},
                )


def _notes(step: Any, part: str) -> tuple[str, ...]:
    """What the author of a step, and of the choice a text belongs to, tells the translator."""
    choices = step.get("choices") if isinstance(step, dict) else None
    found = [step.get("note")]
    for one in choices if isinstance(choices, list) else ():
        if isinstance(one, dict) and one.get("key") == part.partition(".")[0] and "." in part:
            found.append(one.get("note"))
    return tuple(note for note in found if isinstance(note, str) and note.strip())
