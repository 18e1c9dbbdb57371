"""chat: which messages stand on her phone in a talk, and which have gone from it: by themselves, or taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from helpline.ports import Changes, Outgoing
from helpline.talks.played import Bubble, Button

#: For so long a message can be taken back; after that nobody knows its id any more.
TAKEN_BACK = timedelta(hours=48)


@dataclass(frozen=True)
class Stands:
    """One message. `bubble`: of which move it is, and the how manieth of it. `hers`: the number of her message, None of
    ours. `delete_at`: when it goes by itself. Moves are counted from 1."""

    bubble: tuple[int, int]
    at: datetime
    buttons: tuple[Button, ...] = ()
    hers: int | None = None
    tag: str | None = None
    delete_at: datetime | None = None


@dataclass(frozen=True)
class Chat:
    """`gone`: what has gone, with the move at which it went."""

    standing: tuple[Stands, ...] = ()
    gone: tuple[tuple[tuple[int, int], int], ...] = ()

    def at(self, now: datetime, move: int) -> Chat:
        """Without what goes by itself until then, such as number and PIN."""
        return self._without(lambda one: one.delete_at is not None and one.delete_at <= now, move)

    def after(self, changes: Changes, now: datetime, move: int) -> Chat:
        """Without what this takes back; what is said along with it stays."""

        def taken_back(one: Stands) -> bool:
            if now - one.at >= TAKEN_BACK:
                return False
            if one.hers is not None:
                return changes.wipe or one.hers in changes.delete
            return changes.wipe or one.tag in changes.delete_tagged

        return self._without(taken_back, move)

    def says(self, told: Iterable[tuple[Bubble, Outgoing | None]], now: datetime, move: int, first: int = 0) -> Chat:
        """With these, from the `first` of the move on; None: it is her own message."""
        fresh = tuple(_stands(bubble, said, (move, number), now) for number, (bubble, said) in enumerate(told, first))
        return replace(self, standing=(*self.standing, *fresh))

    @property
    def buttons(self) -> dict[tuple[str, str], Button]:
        """What she can press, by place and key; old ones too."""
        put = (one for each in self.standing for one in each.buttons)
        return {(one.place, one.key): one for one in put if one.place is not None and one.key is not None}

    def _without(self, goes: Callable[[Stands], bool], move: int) -> Chat:
        going = tuple(one for one in self.standing if goes(one))
        if not going:
            return self
        standing = tuple(one for one in self.standing if one not in going)
        return Chat(standing, (*self.gone, *((one.bubble, move) for one in going)))


def _stands(bubble: Bubble, said: Outgoing | None, place: tuple[int, int], now: datetime) -> Stands:
    if said is None:
        return Stands(place, now, hers=place[0])
    after = said.delete_after
    delete_at = None if after is None else now + timedelta(seconds=after)
    return Stands(place, now, bubble.buttons, tag=said.tag, delete_at=delete_at)
