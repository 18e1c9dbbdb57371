"""The scenes of the drill: whatever can happen to a case at the very moment in which one of the staff takes it over."""

from __future__ import annotations

from tests.drills.takeover_race import SECRET, Race, Scene


async def two_take_it(race: Race) -> None:
    await race.begins("queue")
    await race.at_once(race.takes("mia"), race.takes("noor"), race.notes("sofie"))


async def three_take_it_and_write(race: Race) -> None:
    async def eager(who: str) -> None:
        await race.takes(who)
        await race.replies(who, 1, 2)

    await race.begins("queue")
    await race.at_once(eager("mia"), eager("noor"), race.says("is anybody there?"))


async def she_writes_to_the_bot(race: Race) -> None:
    await race.begins("bot")
    await race.at_once(race.says("hello", "what is this", "and now?"), race.takes("mia"), race.notes("noor"))


async def she_presses_a_button(race: Race) -> None:
    await race.begins("bot")
    await race.says("hello")
    await race.answered()
    [label] = race.chance.sample(race.phone.screen()[-1].labels, 1)
    await race.at_once(race.presses(label), race.presses(label), race.takes("noor"))


async def the_reply_is_on_the_wire(race: Race) -> None:
    """Several messages of the bot are on their way when somebody takes over."""
    await race.begins("bot")
    await race.says("hello")
    await race.answered()
    await race.says("what is this", "who are you", "and then")
    await race.replying()
    await race.takes("mia")
    await race.replies("mia", 1)


async def she_asks_for_a_person(race: Race) -> None:
    await race.begins("bot")
    await race.says("human")
    await race.answered()
    await race.at_once(race.presses("Yes, ask a person"), race.takes("mia"), race.takes("noor"))


async def she_takes_her_place_back(race: Race) -> None:
    await race.begins("queue")
    await race.at_once(race.says("never mind"), race.takes("mia"))


async def she_empties_the_chat(race: Race) -> None:
    race.asked = ("This chat is emptied",)
    await race.begins("queue")
    await race.at_once(race.says("/hide"), race.takes("mia"), race.replies("mia", 1, 2))


async def she_erases_everything(race: Race) -> None:
    race.asked = ("Everything that lies open", "What is locked under a number", "What was in this chat")
    await race.begins("queue")
    await race.says("/delete")
    await race.sees("Shall I erase")
    await race.at_once(race.presses("Yes, erase everything"), race.takes("mia"), race.replies("mia", 1))


async def she_stops(race: Race) -> None:
    race.asked = ("All right, we stop here",)
    await race.begins("queue")
    await race.at_once(race.says("/stop"), race.takes("mia"), race.replies("mia", 1))


async def she_is_in_danger(race: Race) -> None:
    """The numbers come whoever has the case: she has asked for them."""
    race.asked = ("Call now if you can", "Emergency number")
    await race.begins("queue")
    await race.at_once(race.says("/danger"), race.takes("mia"), race.replies("mia", 1))


async def nobody_answered_in_time(race: Race) -> None:
    await race.begins(holder="mia", late=True)
    await race.at_once(race.time_passes(0), race.time_passes(1), race.takes("sofie"), race.replies("mia", 1))


async def a_supervisor_takes_it(race: Race) -> None:
    await race.begins(holder="mia")
    await race.at_once(race.replies("mia", 1, 2, 3), race.takes("sofie"), race.says("hello?"))
    await race.replies("sofie", 9)


async def two_supervised(race: Race) -> None:
    """Noor may not take it from a colleague, and is told who has it."""
    await race.begins(holder="mia")
    await race.at_once(race.takes("noor"), race.takes("sofie"), race.replies("noor", 1), race.replies("mia", 1))


async def it_is_handed_on(race: Race) -> None:
    to = race.street.staff["noor"].id
    await race.begins(holder="mia")
    handed = race.act("mia", "transfer", staff=to, note=f"{SECRET}, handed on")
    await race.at_once(race.replies("mia", 1), handed, race.takes("sofie"), race.replies("noor", 1))


async def it_is_let_go(race: Race) -> None:
    await race.begins(holder="mia")
    await race.replies("mia", 1, 2)
    await race.at_once(race.act("mia", "release"), race.takes("noor"), race.takes("sofie"))


async def it_is_rounded_off(race: Race) -> None:
    await race.begins(holder="mia")
    closed = race.act("mia", "close", outcome="helped")
    await race.at_once(race.replies("mia", 1), closed, race.takes("sofie"), race.says("thank you"))


async def it_goes_back_to_the_bot(race: Race) -> None:
    await race.begins(holder="mia")
    back = race.act("mia", "hand_back", to=race.chance.choice(["rest", "welcome"]))
    await race.at_once(race.replies("mia", 1), back, race.takes("sofie"), race.says("what now?"))


async def two_tabs_send_the_same(race: Race) -> None:
    await race.begins(holder="mia")
    await race.at_once(race.replies("mia", 1), race.replies("mia", 1), race.replies("mia", 1), race.takes("sofie"))


SCENES: tuple[Scene, ...] = (
    two_take_it, three_take_it_and_write, she_writes_to_the_bot, she_presses_a_button, the_reply_is_on_the_wire,
    she_asks_for_a_person, she_takes_her_place_back, she_empties_the_chat, she_erases_everything, she_stops,
    she_is_in_danger, nobody_answered_in_time, a_supervisor_takes_it, two_supervised, it_is_handed_on, it_is_let_go,
    it_is_rounded_off, it_goes_back_to_the_bot, two_tabs_send_the_same,
)  # fmt: skip
