"""Plays a talk against the real rules, in memory: the same decisions as for somebody who writes, sent to nobody.

Nothing is read but what is handed in, nothing is kept, nothing is logged. The whole talk is played anew each time.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from flows.flow import Revision
from helpline.contact import Address, Words
from helpline.effects import was_refused
from helpline.intake import decide
from helpline.ports import Changes, House, Incoming
from helpline.talks.chat import Chat
from helpline.talks.jumping import NoSuchStep, jump
from helpline.talks.memory import Memory, said
from helpline.talks.passing import forgotten, pass_time
from helpline.talks.played import Bubble, Button, Exchange, Played, Trouble, bubble, effects_of, standing_now
from helpline.talks.setting import house_of, staffed
from helpline.talks.talk import AnyMove, Jump, Media, Press, Refuse, Say, Staffed, Talk, Wait

#: Between two moves, as a person takes it: nobody is flooded by a talk.
PAUSE = timedelta(seconds=10)
#: She writes from nowhere.
NOBODY = Address("rehearsal", "nobody")


@dataclass(frozen=True, repr=False)
class Stage:
    """How things stand between two moves. `update`: how many moves were made."""

    house: House
    now: datetime
    language: str
    memory: Memory = field(default_factory=Memory)
    chat: Chat = field(default_factory=Chat)
    update: int = 0

    @property
    def screen(self) -> dict[tuple[str, str], Button]:
        """The buttons she can press."""
        return self.chat.buttons


def play(talk: Talk, revision: Revision, house: House) -> Played:
    """All that comes of a talk. A move that cannot be made says so, and the others go on. Raises nothing."""
    now = talk.at if talk.at.tzinfo else talk.at.replace(tzinfo=UTC)
    stage, exchanges = Stage(house_of(talk, revision, house), now, talk.language), []
    for move in talk.moves:
        stage, exchange = step(stage, move)
        exchanges.append(exchange)
    for (number, which), gone in stage.chat.gone:
        exchanges[number - 1] = _marked(exchanges[number - 1], which, gone)
    return Played(tuple(exchanges))


def _marked(exchange: Exchange, which: int, gone: int) -> Exchange:
    """One of its bubbles does not stand in the chat any more."""
    bubbles = (replace(one, gone=gone) if number == which else one for number, one in enumerate(exchange.bubbles))
    return replace(exchange, bubbles=tuple(bubbles))


def step(stage: Stage, move: AnyMove) -> tuple[Stage, Exchange]:
    """One move further."""
    stage = replace(stage, update=stage.update + 1)
    match move:
        case Wait(minutes=minutes):
            return _wait(stage, move, timedelta(minutes=minutes))
        case Staffed(teams=teams):
            return _told(replace(stage, house=staffed(stage.house, teams)), move)
        case Refuse():
            return _told(replace(stage, house=replace(stage.house, refuses=True)), move)
        case _:
            return _heard(replace(stage, now=stage.now + PAUSE), move)


# ── she does something ──────────────────────────────────────────────────────────────────────────────────────────
def _heard(stage: Stage, move: AnyMove) -> tuple[Stage, Exchange]:
    chat = stage.chat.at(stage.now, stage.update)
    stage = replace(stage, memory=forgotten(stage.memory, stage.now), chat=chat)
    pressed = stage.screen.get((move.place, move.key)) if isinstance(move, Press) else None
    if isinstance(move, Press) and pressed is None:
        return _told(stage, move, trouble="no_button")
    try:
        stage, changes = _decided(stage, move, pressed)
    except NoSuchStep:
        return _told(stage, move, trouble="no_step")
    except Exception:  # a draft may be broken in every way there is, and its author wants to see where
        return _told(stage, move, trouble="failed")
    hers = Bubble("contact", pressed.label if pressed else move.words if isinstance(move, Say) else "")
    return _followed(stage, move, changes, () if isinstance(move, Jump) else (hers,))


def _decided(stage: Stage, move: AnyMove, pressed: Button | None) -> tuple[Stage, Changes]:
    came = Incoming(
        NOBODY.channel, stage.update, NOBODY, _kind(move), stage.now,
        words=Words(move.words) if isinstance(move, Say) else None,
        data=pressed.data if pressed else None,
        callback="" if pressed else None,
        message=stage.update,
        language_hint=stage.language,
    )  # fmt: skip
    if isinstance(move, Jump):
        return stage, jump(move, stage.memory, came, stage.house)
    memory, loaded = stage.memory.heard(came, stage.house.chance.pin_digest, stage.now)
    return replace(stage, memory=memory), decide(loaded, came, stage.now, stage.house)


def _kind(move: AnyMove) -> str:
    return "text" if isinstance(move, Say) else "media" if isinstance(move, Media) else "press"


def _followed(stage: Stage, move: AnyMove, changes: Changes, hers: tuple[Bubble, ...]) -> tuple[Stage, Exchange]:
    before = None if isinstance(move, Jump) else stage.memory.case
    memory = Memory() if isinstance(move, Jump) else stage.memory
    answers = [(bubble(one, changes.case), one) for one in said(memory, changes)]
    chat = stage.chat.says([(one, None) for one in hers], stage.now, stage.update)
    chat = chat.after(changes, stage.now, stage.update).says(answers, stage.now, stage.update, len(hers))
    used = stage.house.refuses and was_refused(changes.asked)
    stage = replace(
        stage,
        memory=memory.after(changes, before, stage.now),
        chat=chat,
        house=replace(stage.house, refuses=False) if used else stage.house,
    )
    kinds = tuple(event.kind for event in changes.events)
    return _told(stage, move, (*hers, *(one for one, _ in answers)), effects_of(changes, before), kinds)


# ── time passes, or the house changes ───────────────────────────────────────────────────────────────────────────
def _wait(stage: Stage, move: Wait, span: timedelta) -> tuple[Stage, Exchange]:
    until, chat, bubbles = stage.now + span, stage.chat, list[Bubble]()
    memory, passed = pass_time(stage.memory, stage.now, until, stage.house)
    for at, then, changes in passed:
        told = [(bubble(one), one) for one in said(then, changes)]
        chat = chat.after(changes, at, stage.update).says(told, at, stage.update, len(bubbles))
        bubbles += [one for one, _ in told]
    gone = ("session_forgotten",) if stage.memory.session is not None and memory.session is None else ()
    effects = tuple(one for _, then, changes in passed for one in effects_of(changes, then.case))
    kinds = tuple(event.kind for _, _, changes in passed for event in changes.events)
    stage = replace(stage, memory=memory, now=until, chat=chat.at(until, stage.update))
    return _told(stage, move, tuple(bubbles), (*effects, *gone), kinds)


def _told(
    stage: Stage,
    move: AnyMove,
    bubbles: tuple[Bubble, ...] = (),
    effects: tuple[str, ...] = (),
    events: tuple[str, ...] = (),
    trouble: Trouble | None = None,
) -> tuple[Stage, Exchange]:
    now = standing_now(stage.memory, stage.house.languages, stage.language)
    return stage, Exchange(move, stage.now, bubbles, effects=effects, events=events, trouble=trouble, **now)
