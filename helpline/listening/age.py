"""age: an age said in passing, the writer's own or that of someone in the image: `ik ben 15`, `j'avais 16 ans`.

Better one too many where someone may be under 18. That everyone in the image is an adult is concluded only from a whole
answer to just that question (`all_adults.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from helpline.listening import spoken_ages as said
from helpline.listening.all_adults import says_all_adults
from helpline.listening.birthdays import age_on, only_date
from helpline.listening.folding import plain
from helpline.listening.other_numbers import without_other_numbers

MINOR, ADULT = "minor", "adult"

#: A number of several keys, with or without spaces between: 1️⃣ 5️⃣.
_KEYCAPS = re.compile(r"(\d)\ufe0f?\u20e3 ?(?=\d\ufe0f?\u20e3)")
#: 18+, +18.
_OVER_18 = re.compile(r"(?<!\d)(?:18 ?\+(?! ?\d)|\+ ?18(?!\d))")
#: For whom she writes, where the people she speaks of may be those in the image.
_ABOUT_OTHERS = (None, "other", "received", "regret")


@dataclass(frozen=True)
class Stated:
    """What a text says: of the writer, and of those in the image, `minor`, `adult` or nothing."""

    writer: str | None = None
    image: str | None = None


def stated_age(
    text: str, *, today: date | None = None, for_whom: str | None = None, asked: str | None = None
) -> Stated:
    """Read the ages said in a text. Never raises; linear in its length.

    `today`: for dates and years of birth. `for_whom`: that fact, where known. `asked`: the fact the last question
    was about (`age` or `age_in_image`), so that a bare number is understood.
    """
    text = _OVER_18.sub("18 plus", _KEYCAPS.sub(r"\1", text))
    words = said.joined(plain(without_other_numbers(text), keep=".,;!?%"))
    if asked == "age_in_image" and says_all_adults(words):
        return Stated(image=ADULT)
    image = _image(words, today, for_whom)
    writer = _writer(words, today)
    if said.says_minor_bare(words):
        image, writer = (MINOR, writer) if asked == "age_in_image" else (image, MINOR)
    bare = said.bare_number(words, asked is not None)
    born = only_date(words, today) if today and asked == "age" else None
    if today and born:
        bare = age_on(today, born)
    if bare is not None and asked == "age_in_image":
        image = image or _minor(bare)
    elif bare is not None and 5 <= bare <= 99:
        writer = writer or _minor(bare) or (ADULT if asked == "age" else None)
    return Stated(writer, image)


def _writer(words: str, today: date | None) -> str | None:
    ages = [*said.own_ages(words), *said.ages_by_birth(words, today, own=True)]
    if said.says_minor_self(words) or said.at_school(words) or any(age < 18 for age in ages):
        return MINOR
    return ADULT if ages or said.says_adult_self(words) else None


def _image(words: str, today: date | None, for_whom: str | None) -> str | None:
    ages = said.past_ages(words)
    others = for_whom in _ABOUT_OTHERS
    if others:
        ages += [*said.others_ages(words), *said.ages_by_birth(words, today, own=False)]
    of_others = others and (said.says_minor_other(words) or said.child_at_school(words))
    minor = said.says_minor_then(words) or of_others
    return MINOR if minor or any(age < 18 for age in ages) else None


def _minor(age: int) -> str | None:
    return MINOR if age < 18 else None
