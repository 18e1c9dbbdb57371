"""remark: what is said to an editor of a conversation: English, which remembers how to be said in another language.

To whoever compares, sorts or prints it, it is the English text. Whoever knows the reader's language says it anew from
`template` and `values`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Literal

_NAME = re.compile(r"\{(\w+)\}")


class Remark(str):
    """A sentence, or part of one, with its {values} filled in. Values may be remarks themselves."""

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object] | None = None) -> Remark:
        known = values or {}
        filled = _NAME.sub(lambda name: str(known.get(name[1], name[0])), template) if known else template
        made = super().__new__(cls, filled)
        made.template, made.values = template, known
        return made


#: What a term is the name of. A step and a choice are those of the place where something is wrong.
TermKind = Literal["field", "consent", "fact", "language", "flow", "step", "choice", "entry", "team"]


class Term(str):
    """The short name of something that an editor sees by other words: of Haven's own, as a field or a consent; or of
    her conversation, as a step that she knows by what it says."""

    kind: TermKind

    def __new__(cls, name: str, kind: TermKind = "field") -> Term:
        made = super().__new__(cls, name)
        made.kind = kind
        return made


class Spoken(str):
    """Words a contact reads or writes, in English; `others`: by language, in the others."""

    others: Mapping[str, str]

    def __new__(cls, words: str, others: Mapping[str, str] | None = None) -> Spoken:
        made = super().__new__(cls, words)
        made.others = others or {}
        return made


def remark(template: str, /, **values: object) -> Remark:
    """What is said, from English with {names}. Always the text itself: translators find it in the code."""
    return Remark(template, values)


def all_of(words: Iterable[str]) -> str:
    """`a, b and c`."""
    several = list(words)
    if len(several) == 1:
        return several[0]
    return remark("{some} and {one}", some=listed(several[:-1]), one=several[-1])


def listed(words: Iterable[str]) -> str:
    """`a, b, c`. A comma needs no translation."""
    return reduce(lambda some, one: Remark("{some}, {one}", {"some": some, "one": one}), words)


def quoted(name: str) -> str:
    """A name between the quotes that tell it from the words around it."""
    return Remark("`{name}`", {"name": name})


def remark_of(error: object) -> str:
    """What an error says: where it was raised with a remark, that one."""
    said = getattr(error, "args", ())
    return said[0] if said and isinstance(said[0], Remark) else str(error)
