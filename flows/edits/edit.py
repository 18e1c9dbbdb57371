"""What every edit has in common: it is data, it is carried out on a draft, and it may be refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints

from flows.changes import ABSENT, Change, Conflicts
from flows.draft import Content
from flows.order import same

#: What is looked for may have any name: a draft may hold what no flow may.
Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]
#: Behind which one: None is the end, '' the beginning.
Behind = Annotated[str, StringConstraints(max_length=100)] | None
#: New names are such as a flow may have.
NewFlow = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,16}$")]
NewStep = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,20}$")]
NewChoice = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,16}$")]
Place = Annotated[str, StringConstraints(pattern=r"^[^.]{1,100}\..{1,100}$")]

#: The words of a draft that an edit speaks of itself: (language, text key). Nothing else is done about those.
Spoken = frozenset[tuple[str, str]]


class EditRefused(Exception):
    """This cannot be done to the draft. `code` says why:

    not_an_edit · shape · no_flow · no_step · no_choice · no_text · no_language · no_type · no_field · taken (there is
    one of that name) · last_step · still_used (`by`: the places that lead there; say what they lead to `instead`) ·
    keyed (a key is renamed, not written) · too_many (`most`) · too_long · too_deep · too_much · not_text · not_plain
    """

    def __init__(self, code: str, **about: Any) -> None:
        super().__init__(code)
        self.code, self.about = code, about


class Edit(BaseModel):
    """One thing an editor does. Strict about fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    edit: str

    def on(self, content: Content) -> Content:
        """The draft with this done to it. Raises EditRefused or Conflicts."""
        raise NotImplementedError

    def spoken(self, content: Content) -> Spoken:
        """See Spoken."""
        return frozenset()

    def values(self) -> Iterator[Any]:
        """What of it goes into the draft as it is."""
        yield from ()


def expect(path: tuple[str, ...], now: Any, before: Any, after: Any) -> None:
    """Raises Conflicts where neither what the author saw stands there, nor already what she wants. For fields, None is
    the same as nothing."""
    now, before, after = (ABSENT if one is None else one for one in (now, before, after))
    if not same(now, before) and not same(now, after):
        raise Conflicts((Change(path, before, after),), (now,))
