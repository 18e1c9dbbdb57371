"""One person goes all the way, over a real store: the pattern a million other cases are cut from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from haven.settings import read_settings
from haven.wiring import furnish, open_database
from helpline.contact import Address, Words
from helpline.delivery import Fate, Worked
from helpline.intake import decide
from helpline.ports import House, Incoming
from storage.store import Store


@dataclass(frozen=True)
class Deed:
    """What she does: types words, or presses the button with this label."""

    kind: Literal["text", "press"]
    words: str


def types(words: str) -> Deed:
    return Deed("text", words)


def presses(label: str) -> Deed:
    return Deed("press", label)


#: An adult whose image is online: she lets her answers be kept, leaves a link, and goes.
ROAD = (
    types("/start"),
    presses("English"),
    presses("It's about me"),
    presses("18 or older"),
    presses("No, everyone was 18 or older"),
    presses("It is online"),
    presses("No partner or ex"),
    presses("No, not that"),
    presses("Yes, in Belgium"),
    presses("Yes, keep it"),
    presses("Yes, leave links"),
    types("https://example.com/video/12"),
    presses("That's all"),
    presses("No, skip this"),
    presses("No, skip this"),
    presses("This is right"),
    presses("No, I'll come by myself"),
    presses("No, not now"),
)


class Person:
    """One contact and the store she talks to. The messages she gets count as sent at once."""

    def __init__(self, store: Store, house: House) -> None:
        self.store, self.house = store, house
        self.buttons: dict[str, str] = {}
        self.update = 10**12  # beyond every update the driver sends
        self.message = 0

    async def does(self, deed: Deed) -> None:
        """Raises KeyError where the flow no longer has this button: then ROAD is to be brought up to date."""
        self.update, self.message, now = self.update + 1, self.message + 1, datetime.now(UTC)
        words, data = (Words(deed.words), None) if deed.kind == "text" else (None, self.buttons[deed.words])
        incoming = Incoming(
            "telegram", self.update, Address("telegram", "999999999999"), deed.kind, now, words, data, message=1
        )
        await self.hears(await self.store.work_off(incoming, now, self.house, decide), now)

    async def hears(self, worked: Worked, now: datetime) -> None:
        for delivery in worked.deliveries:
            if delivery.outgoing.buttons:
                self.buttons = {label: data for row in delivery.outgoing.buttons for label, data in row}
        count = len(worked.deliveries)
        fates = [Fate(one.id, "sent", now, self.message + at) for at, one in enumerate(worked.deliveries, 1)]
        self.message += count
        if fates:
            await self.store.settle(fates)


async def live(environment: Mapping[str, str]) -> None:
    """Open the house these settings name, let one person go all the way, and close it."""
    settings = read_settings(environment)
    store = await open_database(settings, "bench")
    try:
        person = Person(store, (await furnish(settings, store, lambda: datetime.now(UTC)))())
        for deed in ROAD:
            await person.does(deed)
        while await store.number_events():
            pass
    finally:
        await store.close()
