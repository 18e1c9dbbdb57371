"""Words outside the flows that contacts read, as Haven says them and as a house would rather say them.

Which of them two people must look at is said here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from flows.remark import remark
from flows.wording import Level, look

#: Where words are said that nobody may get wrong: consents, hiding and deleting, what is told to a child or in danger.
SAFETY = (
    "helpline/ages.py",
    "helpline/agreeing.py",
    "helpline/beside.py",
    "helpline/commands.py",
    "helpline/expected.py",
    "helpline/hearing.py",
    "helpline/keeping.py",
    "helpline/late_consent.py",
    "helpline/leaving.py",
    "helpline/letting_go.py",
    "helpline/lock_screen.py",
    "helpline/on_device/page.py",
    "helpline/on_device/question.py",
    "helpline/pin.py",
    "helpline/reaching.py",
    "helpline/refused.py",
    "helpline/returning.py",
    "helpline/review.py",
    "helpline/hers/taking_back.py",
    "helpline/hers/taking_out.py",
    "pages/templates/hashes.html",
)
#: And wherever it is said, a text that fills in one of these.
SAFETY_NAMES = ("{emergency}", "{numbers}", "{lines}")
#: A text without a full stop that is no longer than this is taken for what stands on a button.
SHORT = 40


@dataclass(frozen=True)
class Outside:
    """A text outside the flows: its English, where it is said, and how it is said in other languages. `said`:
    language → text, English among them."""

    text: str
    where: tuple[str, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def safety(self) -> bool:
        """Two people look at a change of it."""
        return any(one in SAFETY for one in self.where) or any(name in self.text for name in SAFETY_NAMES)

    @property
    def label(self) -> bool:
        """It may stand on a button."""
        return len(self.text) <= SHORT and "{" not in self.text and not self.text.endswith((".", "?", "!", ":"))


class Worded(NamedTuple):
    """What is wrong with words of the house's own."""

    level: Level
    language: str
    text: str
    wrong: str


def looked_over(
    own: Mapping[str, Mapping[str, str]], outside: Mapping[str, Outside], banned: Mapping[str, Sequence[str]]
) -> Iterator[Worded]:
    """All that is to be said of a house's own words, as it would be of words in a flow. What Haven's own text does as
    well, such as being long, is only advice."""
    for language, texts in own.items():
        for source, text in texts.items():
            known = outside.get(source)
            if known is None:
                yield Worded("advice", language, source, remark("Haven does not say this any more; take it out"))
                continue
            part, avoided = "label" if known.label else "text", tuple(banned.get(language, ()))
            excused = any(look(part, source, known.said.get(language, source), avoided))
            for level, wrong in look(part, source, text, avoided):
                yield Worded("advice" if excused and "placeholder" not in wrong else level, language, source, wrong)
