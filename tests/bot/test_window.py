"""Whatever the order in which updates are done, none is confirmed before it is, and none is worked off twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.window import MOST, Window


class Telegram:
    """Its side of the bargain: it forgets what lies below the offset, and brings the oldest hundred of the rest."""

    def __init__(self, numbers: list[int]) -> None:
        self.waiting = sorted(numbers)

    def asked(self, offset: int) -> list[int]:
        self.waiting = [number for number in self.waiting if number >= offset]
        return self.waiting[:MOST]


@given(st.sets(st.integers(1, 10**6), min_size=1, max_size=260), st.randoms(use_true_random=False))
def test_each_update_is_taken_once_and_confirmed_only_when_it_is_done(numbers: set[int], chance: object) -> None:
    telegram, window = Telegram(list(numbers)), Window()
    in_hand: list[int] = []
    done: list[int] = []
    for _ in range(2000):
        for number in telegram.asked(window.offset()):
            if not window.knows(number):
                window.take(number)
                in_hand.append(number)
        assert set(done) | set(telegram.waiting) == numbers, "what was forgotten by Telegram was done"
        assert len(in_hand) <= MOST
        if window.full:
            assert set(telegram.asked(window.offset())) <= set(in_hand) | set(done)
        if not in_hand:
            break
        for _ in range(chance.randint(1, 30)):  # type: ignore[attr-defined]
            if in_hand:
                number = in_hand.pop(chance.randrange(len(in_hand)))  # type: ignore[attr-defined]
                window.done(number)
                done.append(number)
    assert sorted(done) == sorted(numbers)
    assert telegram.waiting == []
    assert window.idle


def test_after_a_week_of_silence_lower_numbers_are_heard() -> None:
    window = Window()
    window.take(900)
    window.begin_again()
    assert window.offset() == 900, "not while something is in hand"
    window.done(900)
    window.begin_again()
    assert window.offset() == 901, "not before it is confirmed"
    window.begin_again()
    assert window.offset() == 0
    assert not window.knows(17)


def test_a_full_window_is_one_whose_head_holds_everything_back() -> None:
    window = Window()
    for number in range(1, MOST + 1):
        window.take(number)
    for number in range(2, MOST + 1):
        window.done(number)
    assert window.full
    assert window.head == 1
    window.done(1)
    assert not window.full
    assert window.offset() == MOST + 1
