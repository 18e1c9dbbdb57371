"""spoken: how the talk that breaks a promise tells of the words by which a contact opens a flow, whatever she reads."""

from __future__ import annotations

from functools import lru_cache

from flows.remark import Remark, Spoken, remark
from helpline.commands import COMMANDS

STOPS = remark("contact stops, and comes back another day")
#: She despairs in words of her own; none is a command.
_CRISIS = {"en": "crisis", "nl": "crisis", "fr": "crise"}


@lru_cache(maxsize=64)
def written(flow: str) -> Remark:
    return remark("contact writes ‘{word}’", word=_word(flow))


@lru_cache(maxsize=64)
def answered(flow: str) -> Remark:
    return remark("contact writes ‘{word}’ and answers there", word=_word(flow))


def _word(flow: str) -> Spoken:
    """The first of the words that open it, in each language."""
    words = next((one.words for one in COMMANDS if one.opens == flow), _CRISIS)
    firsts = {language: said.partition(",")[0] for language, said in words.items()}
    return Spoken(firsts["en"], firsts)
