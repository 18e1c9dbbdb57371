"""What Telegram keeps for us: updates in hand, and updates done that it does not know of yet. Where to ask next.

Telegram forgets what lies below the offset we ask for, and brings everything from there on again, a hundred at most. So
the offset never passes the oldest update in hand, and what comes again is known by its number.
"""

from __future__ import annotations

#: Telegram brings so many updates at once, the oldest first. While we know as many, nothing new can come.
MOST = 100


class Window:
    """Numbers only. Nothing leaves it below the offset before it is done."""

    def __init__(self) -> None:
        self._in_hand: set[int] = set()
        self._done: set[int] = set()
        self._offset = 0

    def knows(self, number: int) -> bool:
        return number in self._in_hand or number in self._done

    def take(self, number: int) -> None:
        self._in_hand.add(number)

    def done(self, number: int) -> None:
        self._in_hand.discard(number)
        self._done.add(number)

    @property
    def idle(self) -> bool:
        """Nothing is in hand."""
        return not self._in_hand

    @property
    def head(self) -> int | None:
        """The oldest in hand: what holds the offset back."""
        return min(self._in_hand, default=None)

    @property
    def full(self) -> bool:
        """As long as its head is in hand, Telegram can bring nothing but what is known."""
        head = self.head
        if head is None:
            return False
        return len(self._in_hand) + sum(number > head for number in self._done) >= MOST

    def offset(self) -> int:
        """Where to ask next: everything below is done."""
        head = self.head
        if head is not None:
            self._offset = head
            self._done = {number for number in self._done if number > head}
        elif self._done:
            self._offset = max(self._done) + 1
            self._done.clear()
        return self._offset

    def begin_again(self) -> None:
        """Nothing waits, and all is confirmed. After a week of silence Telegram may begin again with lower numbers."""
        if not self._in_hand and not self._done:
            self._offset = 0
