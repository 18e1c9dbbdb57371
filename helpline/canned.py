"""canned: the replies counsellors keep at hand, as they stand in the directory: in every language, the same names."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from flows.remark import Term, listed, remark
from helpline.entries import ByLanguage

#: The languages every one of them must have.
LANGUAGES = ("en", "nl", "fr")
#: Filled in from the house; any other name is an entry or an alias of the directory.
OF_THE_HOUSE = ("alias", "operator")
_NAME = re.compile(r"\{([^{}]*)\}")


class Canned(BaseModel):
    """`title` is for staff, `text` for her. `urgent`: offered first where she has spoken of despair or danger."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    title: ByLanguage
    text: ByLanguage
    urgent: bool = False

    @field_validator("title", "text")
    @classmethod
    def _in_every_language(cls, given: ByLanguage) -> ByLanguage:
        missing = [language for language in LANGUAGES if not given.get(language, "").strip()]
        if missing:
            languages = listed(Term(one, "language") for one in missing)
            raise ValueError(remark("no words in {languages}; write them", languages=languages))
        return given

    @model_validator(mode="after")
    def _same_names(self) -> Canned:
        if len({names(text) for text in self.text.values()}) > 1:
            raise ValueError(remark("the languages name different {placeholders}; use the same ones in each"))
        return self

    @property
    def lines(self) -> frozenset[str]:
        """The entries of the directory it names."""
        return names(self.text["en"]) - set(OF_THE_HOUSE)


def names(text: str) -> frozenset[str]:
    """The placeholders of a text."""
    return frozenset(_NAME.findall(text))


def filled(text: str, values: dict[str, str]) -> str:
    return _NAME.sub(lambda found: values.get(found[1], found[0]), text)
