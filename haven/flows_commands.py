"""`haven flows export | import | drafts | publish`: the conversation as files, drafts, and the server's own word.

They go through the side door: the running house does them, and takes up at once what is published.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from unicodedata import category

from haven.commands import have_done, settings_here
from haven.settings import WrongSetting

#: Files of a conversation, by how their names end; and how much of them is read.
KINDS, MOST = (".yaml", ".po"), 4 << 20
#: Signs that a terminal acts upon, or does not show, by what Unicode calls their category.
HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def flows_export(asked: argparse.Namespace) -> int:
    """Write the running revision, or a draft, as the files it could have come from."""
    from haven.flows_acts import unpacked

    done = have_done(settings_here(), "flows_export", draft=asked.draft or "")
    folder = Path(asked.folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in unpacked(done["files"]).items():
        (folder / Path(name).name).write_bytes(text.encode())  # into this folder, whatever a draft calls its flows
    _print([f"{_called(done)} is in {folder}"])
    return 0


def flows_import(asked: argparse.Namespace) -> int:
    """Show what files change, and keep them as a draft; with --publish, put them to work."""
    from haven.flows_acts import packed

    told = {"files": packed(_files(Path(asked.folder))), "name": asked.draft or "From files"}
    done = have_done(settings_here(), "flows_import", **told, publish="yes" if asked.publish else "")
    _print(done["problems"])
    if "difference" not in done:
        print("Nothing was kept.")
        return 1
    _print(done["difference"])
    if "draft" not in done:
        kept = "published" if asked.publish else "kept"
        print(f"{'Nothing in them' if done['problems'] else 'Nothing'} is other than in what runs. Nothing was {kept}.")
        return 1 if done["problems"] else 0
    if asked.publish:
        return _published(done, str(done["draft"]))
    print(f"draft {done['draft']} holds it; look at it in the console, or: haven flows publish {done['draft']}")
    return 0


def flows_drafts(asked: argparse.Namespace) -> int:
    found = have_done(settings_here(), "flows_drafts")["drafts"]
    _print(map(_line, found) if found else ["there is no draft; haven flows import makes one, and so does the console"])
    return 0


def flows_publish(asked: argparse.Namespace) -> int:
    """Put a draft to work, of the conversation or the directory: where one alone may, or nobody else could agree."""
    done = have_done(settings_here(), "flows_publish", draft=asked.draft, note=asked.note or "")
    return _published(done, asked.draft)


def _published(done: Mapping[str, Any], draft: str) -> int:
    if "number" in done:
        told = "contacts see it at once" if done["kind"] == "directory" else "new conversations begin in it"
        print(f"{'edition' if done['kind'] == 'directory' else 'revision'} {done['number']} is published; {told}")
        return 0
    _print(done["reasons"])
    print(f"Nothing was published. The draft stays: {draft}")
    return 1


def _files(folder: Path) -> dict[str, str]:
    """What of a folder belongs to a conversation. Raises WrongSetting where it holds too much, or is no text."""
    found = [path for path in sorted(folder.iterdir()) if path.suffix in KINDS and path.is_file()]
    if sum(path.stat().st_size for path in found) > MOST:
        raise WrongSetting(f"the files in {folder} are larger than {MOST >> 20} MiB: no conversation is.")
    try:
        return {path.name: path.read_bytes().decode() for path in found}
    except UnicodeDecodeError:
        raise WrongSetting(f"a file in {folder} is not text; save it as UTF-8.") from None


def _print(lines: Iterable[str]) -> None:
    """In them stand words of others: a terminal would do what is hidden there, and show something else."""
    for line in lines:
        print("".join(one if one == "\n" or category(one) not in HIDDEN else f"\\u{ord(one):04x}" for one in line))


def _called(done: Mapping[str, Any]) -> str:
    return f"revision {done['number']}" if "number" in done else f"draft {done['name']}"


def _line(one: Mapping[str, Any]) -> str:
    asked = f"   ({one['asked']} asks for a second person)" if one["asked"] else ""
    return f"{one['id']:<16} {one['name']:<30} {one['changed']:<22} {' '.join(one['authors'])}{asked}"
