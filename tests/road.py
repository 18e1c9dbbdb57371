"""Roads a contact walks on her phone, as tests and drills need them: she waits for a button, then presses it."""

from __future__ import annotations

import asyncio
from weakref import WeakKeyDictionary

from emulator.phone import Phone

#: From the first word to a team's queue, in English: adult, everyone in the image adult, and then a person.
TO_THE_QUEUE = ("English", "It's about me", "18 or older", "No, everyone was 18 or older")


#: The prompt each phone last answered, so that an old button with the same words is not taken for the new one.
answered: WeakKeyDictionary[Phone, int] = WeakKeyDictionary()


async def press(phone: Phone, label: str, timeout: float = 60) -> None:
    """Press this button of the newest prompt once it is on the screen. Raises TimeoutError with what is there."""
    try:
        async with asyncio.timeout(timeout):
            while True:
                prompts = [seen for seen in phone.screen() if seen.buttons and seen.message_id > answered.get(phone, 0)]
                if prompts and label in prompts[-1].labels:
                    answered[phone] = prompts[-1].message_id
                    return await phone.presses(label)
                await phone.hears(timeout * 2)
    except TimeoutError:
        raise TimeoutError(f"no button {label!r}; the phone shows {[m.text for m in phone.screen()][-3:]}") from None


async def walk(phone: Phone, *labels: str, patience: float = 60) -> None:
    """/start, then these buttons one after the other."""
    await phone.says("/start")
    for label in labels:
        await press(phone, label, patience)


async def to_the_queue(phone: Phone, patience: float = 60) -> None:
    """Until a team has her case. `patience`: seconds she waits for each answer."""
    await walk(phone, *TO_THE_QUEUE, patience=patience)
    await phone.sees("What comes closest", patience)
    await phone.says("human")
    await press(phone, "Yes, ask a person", patience)
    await phone.sees("Your PIN", patience)
