"""What leaves when she may not be looking is covered: a locked screen shows one line that says nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.api import BotApi
from bot.telegram.channel import TelegramChannel, request
from emulator.entities import read_text, units
from emulator.screen import glance
from emulator.server import Emulator
from helpline.contact import Address, Words
from helpline.delivery import Delivery, Fate
from helpline.lock_screen import cover
from helpline.ports import Outgoing
from helpline.reception import LONGEST_MESSAGE, split
from helpline.telling import telling
from tests.helpline.house import LANGUAGES, house

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HERE = Address("telegram", "5")
#: A telling text of many lines, with signs that are two units long and a page that Telegram marks by itself.
HARD = "Je foto 😀 staat op https://example.com/x\n\nBel 112 🚨 of schrijf /human\n\nDossier"


def lines_of(language: str) -> str:
    return cover(language, house().say)


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator() as running:
        yield running


@pytest.fixture
async def channel(emulator: Emulator) -> AsyncIterator[TelegramChannel]:
    api = BotApi(emulator.url, emulator.bot_token)
    yield TelegramChannel(api, lambda: NOW, [].append, lines_of)
    await api.close()


async def sent(channel: TelegramChannel, chat: int, **how: object) -> Fate:
    out = Outgoing("o", Words(HARD), language="nl", **how)  # type: ignore[arg-type]
    return await channel.send(Delivery("d", "c", Address("telegram", str(chat)), out))


async def test_within_her_minute_it_is_plain_and_after_it_covered(emulator: Emulator, channel: TelegramChannel) -> None:
    phone = emulator.phone()
    for seconds in (0.1, -0.1):
        await sent(channel, phone.chat_id, open_until=NOW + timedelta(seconds=seconds))
    plain, covered = phone.screen()
    assert plain.text == plain.glance == HARD
    assert telling(plain.glance)  # the control: uncovered, it tells
    assert covered.text == f"{lines_of('nl')}\n{HARD}"  # once she taps it she reads all of it
    assert covered.glance == f"{lines_of('nl')}\n▒▒▒▒▒"
    assert not telling(covered.glance)


async def test_a_covered_message_keeps_its_buttons_and_an_edit_its_cover(
    emulator: Emulator, channel: TelegramChannel
) -> None:
    phone = emulator.phone()
    fate = await sent(channel, phone.chat_id, buttons=((("Yes", "y"),),))
    await sent(channel, phone.chat_id, edit_of=fate.message_id)
    (seen,) = phone.screen()
    assert (seen.edited, seen.glance) == (True, f"{lines_of('nl')}\n▒▒▒▒▒")


async def test_what_says_nothing_needs_no_cover(emulator: Emulator, channel: TelegramChannel) -> None:
    phone = emulator.phone()
    await sent(channel, phone.chat_id, cause="nudge")
    assert phone.screen()[0].glance == HARD  # which is why a test reads all that is sent for such a cause


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cover_itself_is_harmless_and_leaves_room(language: str) -> None:
    assert not telling(lines_of(language))
    assert units(lines_of(language)) + 1 + LONGEST_MESSAGE <= 4096
    assert language == "en" or lines_of(language) != lines_of("en")


@given(
    st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=9000)
)
def test_whatever_staff_write_is_wholly_under_its_cover(words: str) -> None:
    for piece in split(words):
        if not piece.strip():
            continue
        out = Outgoing("o", Words(piece), cause="staff", language="fr")
        _, params = request(HERE, out, lines_of("fr"))
        text, entities = read_text(params["text"], None, params["entities"])  # as Telegram takes it, or refuses it
        first, _, shown = glance(text, entities).partition("\n")
        assert first == lines_of("fr")
        assert not set(shown) - set("▒")
