"""A case number and a PIN in what she typed, however she typed them: `k7rm 2qxd`, `mijn nummer is K7RM-2QXD, pin …`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from flows.fold import fold
from flows.signs import Signs

#: What may stand beside them.
BESIDE = frozenset(
    fold(
        "hi hello here is are my the a an i have had it its s this number nr no n case code pin pincode secret and "
        "with back come again please thanks "
        "hallo dag hier mijn het de een ik heb had dit dat zijn nummer dossier dossiernummer zaak geheim en met "
        "terug opnieuw graag dank "
        "bonjour voici mon ma le la les un une j ai c est ce numero num dossier secret et avec retour revoici merci"
    ).split()
)
#: Never drawn into a case number, for they look alike on a scrap of paper.
NEVER = frozenset("01ILO")
#: Digits that are surely a PIN beside a number; and those taken for one where a PIN is waited for.
SURE_DIGITS = 8
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−_/·.~"), "-")
#: Sign by sign: a long message costs no more than its length.
_PLAIN = Signs(lambda sign: unicodedata.normalize("NFKC", sign).translate(_DASHES))
_BETWEEN = re.compile(r"[\s,;:|=+()\[\]{}<>\"'’‘´`“”„«»*#!?&@]+")
_NUMBER, _PIN = r"([A-Z0-9]{4})([ -]?)([A-Z0-9]{4})", r"(\d(?:[ -]?\d){5,15})"
_BOTH = re.compile(rf"{_NUMBER}[ -]*{_PIN}")
_TURNED = re.compile(rf"{_PIN}[ -]*{_NUMBER}")
_ONE, _OTHER = re.compile(_NUMBER), re.compile(_PIN)
_SHORT, _YEAR = re.compile(r"\d(?:[ -]?\d){2,4}"), re.compile(r"(?:19|20)\d\d")
_NEARLY = re.compile(
    r"(?=.*\d)(?=.*[A-Z])(?!\d{1,2}-[A-Z]+$)(?![A-Z]+-\d{1,2}$)(?!.*(?:19|20)\d\d)"  # no age and no birthday
    r"(?:[A-Z0-9]{4}-[A-Z0-9]{2,6}|[A-Z0-9]{2,6}-[A-Z0-9]{4})"
)
_LONGEST = 160
#: In the middle of other words, only as we write them.
_SAID_NUMBER = re.compile(r"(?<![\w-])[A-Za-z0-9]{4}-[A-Za-z0-9]{4}(?![\w-])")
_SAID_PIN = re.compile(r"(?<![\w-])[0-9]{4} ?[0-9]{4}(?![\w-])")
_CALLED_PIN = re.compile(r"(\bpin\W?(?:code)?\b\D{0,20})\d(?:[ -]?\d){5,15}\b", re.IGNORECASE)


@dataclass(frozen=True, repr=False)
class Found:
    """`number` as it was issued, `pin` as its digits; either may be missing. `sure`: no other message looks like this.
    `printed`: the number has its dash."""

    number: str | None = None
    pin: str | None = None
    sure: bool = False
    printed: bool = False

    def __repr__(self) -> str:
        return "Found()"


def find(words: str) -> Found | None:
    """What a whole message is, but for words that may stand beside it, or both in the middle of a longer one. None: it
    is something else."""
    return _whole(words) or _within(words)


def says_more(words: str) -> bool:
    """Whether anything else is said beside them."""
    return _whole(words) is None


def _whole(words: str) -> Found | None:
    if len(words) > _LONGEST:
        return None
    said = " ".join(_pieces(words))
    if both := _BOTH.fullmatch(said):
        return _both(_number(*both.group(1, 3)), _digits(both[4]), both[2] == "-")
    if turned := _TURNED.fullmatch(said):
        return _both(_number(*turned.group(2, 4)), _digits(turned[1]), turned[3] == "-")
    if _OTHER.fullmatch(said) and not _grouped(said):
        return Found(pin=_digits(said))
    one = _ONE.fullmatch(said)
    if one is None or not (any(map(str.isdigit, said)) or one[2] == "-"):
        return None  # two words of four letters are no number
    number = _number(one[1], one[3])
    return Found(number, sure=_could_be_issued(number) and _is_mixed(number), printed=one[2] == "-")


def _within(words: str) -> Found | None:
    """`hi, it is me again, my number is K7RM-2QXD and my PIN 23456789`: each as we write it, and each once."""
    said = words.translate(_PLAIN)
    numbers = {
        one[0].upper() for one in _SAID_NUMBER.finditer(said) if one[0].isupper() or any(map(str.isdigit, one[0]))
    }
    numbers = {one for one in numbers if _could_be_issued(one) and not one.replace("-", "").isdigit()}
    pins = {_digits(one[0]) for one in _SAID_PIN.finditer(said)}
    return Found(numbers.pop(), pins.pop(), sure=True, printed=True) if len(numbers) == len(pins) == 1 else None


def piece_of_pin(words: str) -> bool:
    """Fewer digits than a PIN has, and neither an age nor the year somebody was born in."""
    said = " ".join(_pieces(words)) if len(words) <= _LONGEST else ""
    return _SHORT.fullmatch(said) is not None and _YEAR.fullmatch(said) is None


def piece_of_number(words: str) -> bool:
    """In the shape of a number, with a sign too few or too many: `K7RM-2QX`."""
    said = " ".join(_pieces(words)) if len(words) <= _LONGEST else ""
    return _NEARLY.fullmatch(said) is not None


def without_pin(words: str) -> str:
    """Words that somebody else will read, without what she calls her PIN."""
    return _CALLED_PIN.sub(r"\1[PIN]", words)


def _both(number: str, pin: str, printed: bool) -> Found:
    sure = _could_be_issued(number) and not number.replace("-", "").isdigit() and len(pin) >= SURE_DIGITS
    return Found(number, pin, sure, printed)


def _pieces(words: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", words).translate(_DASHES)
    shown = "".join(map(_sign, plain))
    pieces = (piece.strip("-") for piece in _BETWEEN.split(shown))
    return [piece.upper() for piece in pieces if piece and fold(piece) not in BESIDE]


def _sign(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))  # whatever script it is written in
    return "" if unicodedata.category(sign) in ("Cf", "So", "Mn", "Sk") else sign


def _grouped(said: str) -> bool:
    """`2345-6789`: eight digits in the shape of a number, and none of those a number never has."""
    return re.fullmatch(r"[2-9]{4}-[2-9]{4}", said) is not None


def _number(one: str, other: str) -> str:
    return f"{one}-{other}"


def _digits(said: str) -> str:
    return "".join(filter(str.isdigit, said))


def _could_be_issued(number: str) -> bool:
    return NEVER.isdisjoint(number)


def _is_mixed(number: str) -> bool:
    """Of letters and digits: a word or a year is not."""
    return any(map(str.isdigit, number)) and any(map(str.isalpha, number))
