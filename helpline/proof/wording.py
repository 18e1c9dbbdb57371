"""wording: P5, P7 and P8 over every text: complete, kind, asking nobody's name, without numbers of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from flows.flow import Revision
from flows.remark import Remark, Term, listed, remark
from flows.routes import arrival
from flows.session import Place
from flows.source import plain_yaml
from flows.wording import apart, wording
from helpline.directory import Directory
from helpline.entries import ABROAD
from helpline.hashes import ALGORITHMS

_TONE = Path(__file__).resolve().parent.parent / "tone.yaml"

Words = Mapping[str, Sequence[str]]
#: The promise broken, where, and what is wrong.
Wrong = tuple[str, Place, Remark]

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.\w+")
#: A messenger makes a link of whatever looks like one, whatever its end: `help.example`, `t.co/x`.
_PAGE = re.compile(
    r"(?<!\w)[a-z]\w*:\s?/\s?/|\bwww\.|(?<![\w-])[\w-]+\.(?:be|com|org|net|eu|nl|fr|me)\b"
    r"|(?<![\w-])[\w-]{2,}\.(?-i:[a-z]{2,}|[A-Z]{2,})\b|\b\w\.[a-z]{2,}/",
    re.IGNORECASE,
)
#: A name in a messenger: who taps it writes to a stranger.
_ACCOUNT = re.compile(r"(?<![\w@])@\w{2,}")
#: Three digits and more, whatever stands between them.
_NUMBER = re.compile(r"\d(?:[\W_]{0,3}\d){2,}")
_HOUR = re.compile(
    r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,2}\s?(?:o'clock|am|pm)\b|\b\d{1,2}h(?:\d{2})?\b|\b24/7\b"
    r"|\b(?:om|tot|van|vanaf|tussen|until|till|at|from|between|à|dès|jusqu['’]à|entre)\s\d{1,2}\s?(?:uur|u|h|heures?)\b",
    re.IGNORECASE,
)
#: Steps whose words may show a time: a passage in a video, not an opening hour.
_TIMES = ("link", "review")
_ALGORITHMS = re.compile("|".join(re.escape(algorithm.label) for algorithm in ALGORITHMS))


@lru_cache(maxsize=1)
def tone() -> Mapping[str, Words]:
    """The tone rules that ship with Haven: `banned` and `identity`, each by language."""
    return MappingProxyType(plain_yaml(_TONE.read_text("utf-8")))


def in_words(revision: Revision, banned: Words) -> Iterator[Wrong]:
    """P5: what a text lacks or holds; P7: asking who she is; P8: a number, address or hour written into a text."""
    for one in wording(revision, banned):
        if one.level == "error":
            yield "P5", one.place, one.message
    for key in revision.texts.source:
        flow, step, part = key.split(".", 2)
        place = Place(flow, step)
        if part == "also" or part.endswith(".also"):
            continue  # what she may type, never what she reads
        for language, text in revision.texts.everywhere(key):
            if asked := _who_she_is(text, language):
                yield "P7", place, _asks(Term(part), Term(language, "language"), asked)
            if found := _of_its_own(text, arrival(revision, place).type):
                yield "P8", place, _holds(Term(part), Term(language, "language"), found)


def _asks(part: Term, language: Term, words: str) -> Remark:
    return remark(
        "{part} in {language} asks who the person is: “{words}”; nobody is asked that",
        part=part,
        language=language,
        words=words,
    )


def _holds(part: Term, language: Term, what: Remark) -> Remark:
    return remark(
        "{part} in {language} holds {what}; show it by a card, so that the directory keeps it right",
        part=part,
        language=language,
        what=what,
    )


@lru_cache(maxsize=8192)
def _who_she_is(text: str, language: str) -> str | None:
    """The words by which a text asks who the person is."""
    said = apart(text)
    return next((words for words in tone()["identity"].get(language, ()) if apart(words) in said), None)


@lru_cache(maxsize=8192)
def _of_its_own(text: str, kind: str) -> Remark | None:
    """An address, number or hour that stands in a text itself."""
    text = _ALGORITHMS.sub(" ", _seen(text))
    looks = [
        (remark("an e-mail address"), _MAIL),
        (remark("a web address"), _PAGE),
        (remark("the name of an account"), _ACCOUNT),
    ]
    if kind not in _TIMES:
        looks.append((remark("an hour"), _HOUR))
    for what, pattern in looks:
        if pattern.search(text):
            return what
    without_times = _HOUR.sub(" ", text) if kind in _TIMES else text
    return remark("a number") if _NUMBER.search(without_times) else None


def reaches(text: str) -> frozenset[str]:
    """All in a text by which somebody can be reached: addresses, names of accounts, numbers."""
    seen = _ALGORITHMS.sub(" ", _seen(text))
    return frozenset(found[0].casefold() for one in (_MAIL, _PAGE, _ACCOUNT, _NUMBER) for found in one.finditer(seen))


def _seen(text: str) -> str:
    """The text as it is read: signs that show nothing are gone, other forms of a letter or digit are that one."""
    plain = unicodedata.normalize("NFKC", text).replace("\u3002", ".")
    return "".join(sign for sign in plain if unicodedata.category(sign) not in ("Cf", "Me", "Mn"))


def in_cards(revision: Revision, directory: Directory, now: datetime) -> Iterator[Wrong]:
    """P8: cards and opening hours that the directory does not have, or may not show now."""
    for name, flow in revision.flows.items():
        for step in flow.steps:
            place = Place(name, step)
            cards = arrival(revision, place).cards
            beside = not all(_may_be_empty(directory, key) for key in cards)
            for key in cards:
                if not (beside and _may_be_empty(directory, key)):
                    yield from _card(revision, directory, now, place, key)
            for route in revision.routes_of(place):
                for held in route.when.holds:
                    kind, _, key = held.partition(":")
                    if kind == "open" and (key not in directory.entries or directory.entries[key].opening is None):
                        yield "P8", place, _no_hours(key)


def _may_be_empty(directory: Directory, key: str) -> bool:
    """Lines in other countries: there are as many as somebody filled in. Beside another card that is enough."""
    alias = directory.aliases.get(key)
    return alias is not None and alias.pick == ABROAD


def _no_hours(line: str) -> Remark:
    named = Term(line, "entry")
    return remark("the directory knows no opening hours of `{line}`; name a line that has them", line=named)


def _card(revision: Revision, directory: Directory, now: datetime, place: Place, key: str) -> Iterator[Wrong]:
    if key not in directory:
        yield "P8", place, remark("the directory has no entry `{card}`; add it there, or name another", card=key)
        return
    empty = [language for language in revision.languages if not directory.resolve(key, language, now)]
    if empty:
        yield (
            "P8",
            place,
            remark(
                "the card `{card}` shows nothing in {languages}: "
                "it is out of date or not verified; check it in the directory, or name another",
                card=Term(key, "entry"),
                languages=listed(Term(one, "language") for one in empty),
            ),
        )
