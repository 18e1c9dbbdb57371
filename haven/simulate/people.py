"""People with phones: each reads what the bot says, thinks, and presses the button or writes the words of her path."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from emulator.phone import Phone
from emulator.server import Emulator
from haven.simulate.plan import Visit
from haven.simulate.population import LEAVE

#: Ways out of a question that a path does not name, the first one there is.
OTHERWISE = ("skip", "unsaid", "unknown", "no", "done", "right", "written", "enough", "on", "back")
#: Buttons of the house's own whose press takes their message away, and says nothing.
SILENT = ("pin",)
#: Real seconds: until an answer counts as missing, and until no question follows any more.
PATIENCE, QUIET = 20.0, 1.0
#: Nobody answers more than this in one visit; a path that goes round in circles ends here.
MOST = 60


@dataclass
class Heard:
    """What a visit was like. Seconds are real ones: `first` until the first reply, `replies` until each."""

    visit: Visit
    hour: int
    first: float | None = None
    replies: list[float] = field(default_factory=list)
    unanswered: int = 0


@dataclass(frozen=True)
class Question:
    """The newest message with buttons: the place that asks, as `flow.step`, and the data of each button by its key."""

    message: int
    place: str
    keys: dict[str, str]


@dataclass
class Person:
    """One phone, and one visit on it."""

    emulator: Emulator
    phone: Phone
    heard: Heard
    #: Simulated seconds in a real one.
    speed: float
    typed: set[str] = field(default_factory=set)
    answered: int = 0

    async def visit(self, hello: str) -> None:
        """From the first word until nothing more is asked, or she puts the phone away."""
        if not await self.does(hello):
            return
        for _ in range(MOST):
            question = await self.asked()
            if question is None:
                return
            await asyncio.sleep(self.heard.visit.think / self.speed)
            if not await self.answers(question):
                return

    async def answers(self, question: Question) -> bool:
        """True while she stays. What she writes is written once; then comes the button."""
        self.answered = question.message
        path = self.heard.visit.path
        words = path.types.get(question.place)
        if words is not None and question.place not in self.typed:
            self.typed.add(question.place)
            return await self.does(words)
        wanted = self.heard.visit.language if question.place == "triage.language" else path.answers.get(question.place)
        key = wanted if wanted in question.keys else next((one for one in OTHERWISE if one in question.keys), None)
        if wanted == LEAVE or key is None:
            return False
        if question.place in SILENT:
            await self.phone.presses_button(question.message, question.keys[key])
            return True
        return await self.does(question.keys[key], question.message)

    async def does(self, what: str, message: int | None = None) -> bool:
        """Write, or press; False where no answer came. A late answer is no answer."""
        while await self.hears(0.0):
            pass  # what she has read meanwhile is not the answer to this
        began = asyncio.get_running_loop().time()
        if message is None:
            await self.phone.says(what)
        else:
            await self.phone.presses_button(message, what)
        if not await self.hears(PATIENCE):
            self.heard.unanswered += 1
            return False
        took = asyncio.get_running_loop().time() - began
        self.heard.first = took if self.heard.first is None else self.heard.first
        self.heard.replies.append(took)
        return True

    async def hears(self, seconds: float) -> bool:
        try:
            await self.phone.hears(seconds)
        except TimeoutError:
            return False
        return True

    async def asked(self) -> Question | None:
        """The next question; None where the bot has nothing more to ask."""
        while True:
            found = newest(self.emulator, self.phone)
            if found is not None and found.message > self.answered:
                return found
            if not await self.hears(QUIET):
                return None


def newest(emulator: Emulator, phone: Phone) -> Question | None:
    """The newest question on the phone. The house's own buttons (`pin:…:written`) have their kind for a place."""
    for message in reversed(emulator.telegram.visible(phone.chat)):
        rows = (message.markup or {}).get("inline_keyboard", [])
        parts = [button["callback_data"].split(":") for row in rows for button in row if "callback_data" in button]
        keys = {one[2]: ":".join(one) for one in parts if len(one) == 3}
        if keys and parts[0][0] != "queue":
            place = parts[0][1] if "." in parts[0][1] and parts[0][0] not in ("pin", "agree") else parts[0][0]
            return Question(message.message_id, place, keys)
    return None
