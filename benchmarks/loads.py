"""How much is asked of a bot, and for how long: the loads, and the lengths a run may have."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.bots import AIOGRAM, AIOGRAM_SQLITE, BOTS, HAVEN, HAVEN_POSTGRES, PTB, WINDOWS, Bot


@dataclass(frozen=True)
class Load:
    """`chats` talk at once and think `think` s before each update; counted for `seconds` after `warm_up` s."""

    name: str
    chats: int
    warm_up: float
    seconds: float
    think: float = 0.0


ONE = Load("1 chat", 1, 0.5, 2.0)
MANY = Load("64 chats", 64, 1.0, 3.0)
CROWD = Load("1,000 chats", 1000, 2.0, 3.0)
#: 64 chats that think for 2.1 s send some 31 updates/s: as much as Telegram lets a bot answer.
PACE = Load("Telegram's pace", 64, 2.2, 8.0, 2.1)
LOADS = (ONE, MANY, CROWD, PACE)
#: Bots whose delay at Telegram's own pace is measured in a run of the usual length.
AT_PACE = frozenset({HAVEN, HAVEN_POSTGRES, AIOGRAM, AIOGRAM_SQLITE, WINDOWS, PTB})


@dataclass(frozen=True)
class Length:
    """`waiting` people are left in mid-talk to weigh them; `factor` stretches every window."""

    name: str
    repeats: int
    factor: float
    waiting: int
    bots: tuple[Bot, ...] = BOTS

    def loads(self, bot: Bot) -> tuple[Load, ...]:
        """A slow disk is asked only what it changes: one chat, and many that share a commit."""
        if self.name == "quick":
            return (ONE, MANY)
        if bot.slow:
            return (ONE, MANY)
        return LOADS if self.name == "full" or bot in AT_PACE else (ONE, MANY, CROWD)

    def weighs(self, bot: Bot, repeat: int) -> bool:
        return self.waiting > 0 and repeat == 0 and (bot in (HAVEN, AIOGRAM) or self.name == "full") and not bot.slow


QUICK = Length("quick", 1, 0.5, 0, (HAVEN, HAVEN_POSTGRES, AIOGRAM, AIOGRAM_SQLITE))
USUAL = Length("usual", 3, 1.0, 3000)
FULL = Length("full", 5, 2.0, 10_000)
LENGTHS = (QUICK, USUAL, FULL)
