"""A message as long as Telegram lets it be, of whatever is repeated in it, costs little more than a letter
of that length: nobody holds up the others by pasting something."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import pytest

from helpline.contact import Address, Words
from helpline.intake import decide
from helpline.ports import Incoming
from tests.drills.finding import amount, chance_of, seed
from tests.helpline.house import Talk, at_hashes, at_links, at_story, greeted, waiting
from tests.helpline.pagework import loaded_of

LONGEST = 4096
#: So many times what a letter costs, at most. One sorted accent by accent, or taken apart, cost 12 to 20 times as much.
TIMES = 9
LETTER = "ik weet niet wat ik moet doen, iemand heeft mijn foto gedeeld en ik ben bang. Je ne sais plus quoi faire. "
UNITS = (
    # signs that stand for many, and accents in no order
    *("\ufdfa", "\ufdfb", "\ufb03", "\ufb01 ", "\u3316", "½", "\u0301\u0316\u0334", "a\u0316\u0301", "각", "ｈｔｔｐ"),
    # signs alone
    *("a", "a ", "\n", "\t", "'", "l'a ", ".", "!", "-", "/", ":", "(", "{", "\\", '"', "@", "😭", "👩\u200d"),
    *("1\ufe0f\u20e3", "\u202e", "\0", "\ud83d", "a\u200b", "\U000e0041", "𝒂", "İ", "ß", "ĳ"),
    # numbers, ages, dates, sums
    *("1", "1 ", "1,", "1.000", "15 ", "ik ben ", "ik ben 15 jaar ", "i was 15 ", "was ", "12 05 2010 ", "1/2/2010,"),
    *("geboren in ", "born on the ", "in het 1 ", "ze was nog nog nog ", "op mijn 1", "under 18 ", "5 € ", "0:10 "),
    # links, accounts and hashes
    *("a.be ", "https://a.be/x ", "a.", "www.", "http://", "hxxp://", "t.me/", "tg://resolve?domain=a&", "@a "),
    *("insta: ", "insta account ", "9e107d9d372bb6826bd81d3542a419d6 ", "abcd ", "abcd-", "pdq ", "quality 1 "),
    # what is listened for, spelled otherwise, and what is done with it
    *("su1cide ", "a1", "d o o d ", "ik wil ", "niet ", "nobody ", "nee, ", "remove 1 ", "K7RM-2QXD ", "pin 1 "),
)  # fmt: skip
STARTS: dict[str, Callable[[], Talk]] = {
    "choosing": greeted, "links": at_links, "hashes": at_hashes, "story": at_story, "waiting": waiting,
}  # fmt: skip


def long_of(unit: str) -> str:
    return (unit * (LONGEST // len(unit) + 1))[:LONGEST]


def cost(talk: Talk, words: str, times: int) -> float:
    """Seconds of the processor, at best: others work beside us."""
    her = Address("telegram", "70")
    incoming = Incoming("telegram", 99_999, her, "text", talk.now, language_hint="en", words=Words(words), message=7)
    work, took = partial(decide, loaded_of(talk), incoming, talk.now, talk.house), []
    for _ in range(times):
        began = time.thread_time()
        work()
        took.append(time.thread_time() - began)
    return min(took)


def dear(talk: Talk, units: tuple[str, ...]) -> list[str]:
    """Those that cost too much: looked at once more where a first look says so."""
    letter = cost(talk, long_of(LETTER), 5)
    found = [unit for unit in units if cost(talk, long_of(unit), 1) > TIMES * letter]
    return [
        unit for unit in found if cost(talk, long_of(unit), 5) > TIMES * max(letter, cost(talk, long_of(LETTER), 5))
    ]


@pytest.mark.parametrize("state", STARTS)
def test_whatever_is_repeated_costs_little_more_than_a_letter(state: str) -> None:
    assert dear(STARTS[state](), UNITS[:: amount(1, 4)] if state != "choosing" else UNITS) == []


def test_so_does_what_chance_puts_together() -> None:
    chance = chance_of(seed(), 0)
    signs = "".join(UNITS)
    units = tuple("".join(chance.choices(signs, k=chance.randint(1, 12))) for _ in range(amount(1_000, 25)))
    print(f"units by chance: {len(units)}, seed {seed()}")
    assert dear(greeted(), units) == []
