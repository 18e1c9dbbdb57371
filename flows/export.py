"""Writes a revision out as the YAML and PO it could have come from, for editors, translators and Weblate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from flows.flow import Revision
from flows.steps.choose import Choose
from flows.texts import placeholders

#: Catalogues carry a date; ours do not change with the clock, so that equal content is an equal file.
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Message:
    """A text to be translated: its key, the source text, and what its author tells the translator."""

    key: str
    text: str
    notes: tuple[str, ...] = ()


def export(revision: Revision) -> dict[str, str]:
    """File name → content: `<flow>.yaml` for each flow, `<language>.po` for each language but the source."""
    files = {
        f"{key}.yaml": yaml.safe_dump(flow.to_plain(), allow_unicode=True, sort_keys=False, width=110)
        for key, flow in revision.flows.items()
    }
    return files | {f"{language}.po": write(revision, language) for language in revision.texts.translations}


def messages(revision: Revision) -> Iterator[Message]:
    """Every text of a revision, in the order of its flows."""
    for name, flow in revision.flows.items():
        for key, step in flow.steps.items():
            choices = {choice.key: choice for choice in step.choices} if isinstance(step, Choose) else {}
            for part, text in step.texts().items():
                choice = choices.get(part.partition(".")[0])
                notes = (step.note, choice.note if choice else None)
                yield Message(f"{name}.{key}.{part}", text, tuple(note for note in notes if note))


def write(revision: Revision, language: str | None = None) -> str:
    """The PO file of one language; without one, the template with nothing translated."""
    catalogue = Catalog(
        locale=language,
        header_comment="# The words of Haven's flows.",
        project="haven",
        version=str(revision.number),
        creation_date=_NEVER,
        revision_date=_NEVER,
        fuzzy=False,
    )
    for message in messages(revision):
        catalogue.add(
            message.text,
            string=(revision.texts.translated(message.key, language) or "") if language else "",
            context=message.key,
            auto_comments=message.notes,
            flags=("python-brace-format",) if placeholders(message.text) else (),
        )
    written = BytesIO()
    write_po(written, catalogue, width=110, include_previous=False)
    return written.getvalue().decode()
