"""The same talk held with a house that keeps what it decides in a real store: playing it must be no other thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from helpline.case import Case
from helpline.contact import Address, Words
from helpline.delivery import Worked
from helpline.ending import tell_of_endings
from helpline.intake import decide
from helpline.outliving import erase_outlived
from helpline.ports import Changes, House, Incoming, Loaded
from helpline.talks.play import PAUSE
from helpline.talks.played import Bubble, Button, bubble
from helpline.talks.setting import Counted, house_of, staffed
from helpline.talks.talk import AnyMove, Media, Press, Refuse, Say, Staffed, Talk, Wait
from tests.helpline.house import STORY
from tests.helpline.shelf import Shelf, numbered

#: The number of the first case of every talk that is played.
NUMBER = "K7RM-2QXD"
Seen = list[tuple[str, tuple[tuple[str, str], ...]]]


class Apart(Counted):
    """Its own ids and numbers for each talk in the store, and the store's own digests."""

    def __init__(self, shelf: Shelf, story: int) -> None:
        super().__init__()
        self._count, self.number, self.pin_digest = count(story * STORY), numbered(story), shelf.pin_digest  # type: ignore[method-assign]

    def case_number(self) -> str:
        return self.number


class Real:
    """One contact in a real store. `held`: each move, and what she then saw."""

    def __init__(self, shelf: Shelf, talk: Talk, house: House) -> None:
        self.shelf, self.story = shelf, shelf.begin()
        self.address = Address("telegram", f"7{self.story}")
        chance = Apart(shelf, self.story)
        self.house = replace(house_of(talk, house.revisions[1], house), chance=chance)
        self.number, self.now, self.language = chance.number, talk.at, talk.language
        self.update, self.screen = self.story * STORY, dict[tuple[str, str], Button]()
        self.refuses = False

    def hold(self, moves: Iterable[AnyMove]) -> Iterator[tuple[AnyMove, Seen]]:
        for move in moves:
            said = self._made(move)
            self.screen |= {(one.place, one.key): one for each in said for one in each.buttons if one.place and one.key}
            yield move, seen(said, self.number)

    def _made(self, move: AnyMove) -> list[Bubble]:
        self.update += 1
        match move:
            case Wait(minutes=minutes):
                return self._waits(timedelta(minutes=minutes))
            case Staffed(teams=teams):
                self.house = staffed(self.house, teams)
                return []
            case Refuse():
                self.house = replace(self.house, refuses=True)
                return []
        self.now += PAUSE
        self.shelf._done(self.shelf._store.forget_idle(self.now))
        return self._writes(move)

    def _writes(self, move: AnyMove) -> list[Bubble]:
        pressed = self.screen[move.place, move.key] if isinstance(move, Press) else None
        words = move.words.replace(NUMBER, self.number) if isinstance(move, Say) else ""
        incoming = Incoming(
            "telegram", self.update, self.address,
            "text" if words else "media" if isinstance(move, Media) else "press", self.now,
            words=Words(words) if words else None, data=pressed.data if pressed else None,
            callback="" if pressed else None, message=self.update, language_hint=self.language,
        )  # fmt: skip
        made: list[Changes] = []

        def decided(loaded: Loaded, came: Incoming, now: datetime, house: House) -> Changes:
            made.append(decide(loaded, came, now, house))
            return made[-1]

        worked = self.shelf._done(self.shelf._store.work_off(incoming, self.now, self.house, decided))
        self.shelf._done(self.shelf._sent(worked, self.now))
        if made[-1].wipe:
            self.screen = {}
        refused = any(answer == "refused" for _, answer in made[-1].asked)
        self.house = replace(self.house, refuses=self.house.refuses and not refused)
        return said_in(worked, made[-1].case)

    def _waits(self, span: timedelta) -> list[Bubble]:
        """The chores of the house, every few hours. What others are told whose talks lie in it is not hers."""
        said: list[Worked] = []
        until, store = self.now + span, self.shelf._store
        while self.now < until:
            self.now = min(until, self.now + timedelta(hours=6))
            self.shelf._done(store.forget_idle(self.now))
            for chore in (erase_outlived, tell_of_endings):
                self.shelf._done(chore(store, self.now, self.house, said.append))
        hers = [[one for one in worked.deliveries if one.address == self.address] for worked in said]
        return [bubble(one.outgoing, None) for deliveries in hers for one in deliveries]


def said_in(worked: Worked, case: Case | None = None) -> list[Bubble]:
    return [bubble(one.outgoing, case) for one in worked.deliveries]


def seen(bubbles: Iterable[Bubble], number: str = NUMBER) -> Seen:
    """The texts and buttons, but for the number of the case, which is drawn."""
    return [
        (one.text.replace(number, NUMBER), tuple((key.label, f"{key.place}:{key.key}") for key in one.buttons))
        for one in bubbles
    ]
