"""The poison drill: one update in a thousand breaks something, at every seam it passes; the others do not notice.

It is read, loaded, decided on, saved, and answered: at each of these a bug may wait for just this one. It may be tried
again, but not for ever; its sender is asked to write it once more where that can help, and staff are told once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.telegram import channel, runner
from emulator.phone import Phone
from emulator.server import Emulator
from helpline import intake
from helpline.ports import Incoming, Outgoing
from storage import unit_of_work
from storage.database import sqlite_path
from tests.drills.finding import Finding
from tests.drills.weather import TALK, Watch, heard_by_chat, without_repeats
from tests.haven.running import RunningHouse, alerted, running, settings_for

#: What the one person writes in the middle of her talk.
POISON = "the word that breaks it"
Break = Callable[[pytest.MonkeyPatch], None]


class Broken(Exception):
    """A bug nobody has thought of."""


def is_poison(incoming: Incoming) -> bool:
    return incoming.words is not None and incoming.words.plain == POISON


def reading(patch: pytest.MonkeyPatch) -> None:
    honest = runner.read

    def read(payload: Any, now: Any) -> Incoming | None:
        if payload.get("message", {}).get("text") == POISON:
            raise Broken
        return honest(payload, now)

    patch.setattr(runner, "read", read)


def loading(patch: pytest.MonkeyPatch) -> None:
    honest = unit_of_work.load

    def load(keys: Any, lookup: Any, incoming: Incoming, *more: Any, forgiving: bool = False) -> Any:
        if is_poison(incoming) and not forgiving:
            raise Broken
        return honest(keys, lookup, incoming, *more, forgiving=forgiving)

    patch.setattr(unit_of_work, "load", load)


def deciding(patch: pytest.MonkeyPatch) -> None:
    honest = intake.decide

    def decide(loaded: Any, incoming: Incoming, *more: Any) -> Any:
        if is_poison(incoming):
            raise Broken
        return honest(loaded, incoming, *more)

    patch.setattr(intake, "decide", decide)


def saving(patch: pytest.MonkeyPatch) -> None:
    honest = unit_of_work.save

    def save(*given: Any) -> Any:
        if is_poison(given[4]) and "parked" not in given[5].alerts:
            raise Broken
        return honest(*given)

    patch.setattr(unit_of_work, "save", save)


def sending(patch: pytest.MonkeyPatch) -> None:
    """The first answer that holds the words of `/privacy` cannot be written down for Telegram, however often."""
    honest, poisoned = channel.request, set[str]()

    def request(address: Any, outgoing: Outgoing, *more: Any) -> tuple[str, dict[str, Any]]:
        if not poisoned and "You never need to give your name" in outgoing.text.plain:
            poisoned.add(outgoing.id)
        if outgoing.id in poisoned:
            raise Broken
        return honest(address, outgoing, *more)

    patch.setattr(channel, "request", request)


@dataclass(frozen=True)
class Seam:
    """`parked`: it is put aside, and its sender asked again. `alerts`: staff are told so often. `missing`: so many
    answers never come. `unwritten`: confirmed without a row, for nobody can tell whose it is."""

    name: str
    breaks: Break
    parked: int = 0
    alerts: int = 1
    missing: int = 0
    unwritten: int = 0


SEAMS = (
    Seam("read", reading, unwritten=1),
    Seam("load", loading, parked=1),
    Seam("decide", deciding, parked=1),
    Seam("save", saving, parked=1),
    Seam("send", sending, alerts=0, missing=1),
)


async def drill(seam: Seam, mode: str, people: int, folder: Path) -> Finding:
    """One poison among `people` talks. `count` is the confirmations seen."""
    finding = Finding(f"poison: {seam.name}", mode=mode)
    told = folder / "told"
    more = {"HAVEN_ALERT_COMMAND": f"/bin/sh -c 'echo $0 >> {told}'"}
    async with Emulator(pace=0.1) as emulator:
        settings = settings_for(emulator, folder, mode, **more)
        emulator.updates.confirm = Watch(sqlite_path(settings.database), finding, emulator.updates.confirm)  # type: ignore[method-assign]
        phones = [emulator.phone("en") for _ in range(people)]
        with pytest.MonkeyPatch.context() as patch:
            seam.breaks(patch)
            async with running(settings, emulator) as house:
                for number, words in enumerate(TALK):
                    for phone in phones:
                        await phone.says(words)
                    if number == 3 and seam.name != "send":
                        await phones[0].says(POISON)
                await house.all_sent(60)
                finding.seen["parked"] = int(await house.number('haven_stored{what="parked"}'))
                judge(house, phones, seam, finding)
                await alerted(told, *["parked"] * seam.alerts)
        alerts = told.read_text().split() if told.exists() else []
        finding.seen["alerts"] = len(alerts)
        if alerts != ["parked"] * seam.alerts:
            finding.add("told the staff otherwise", len(alerts))
    return finding.done()


def judge(house: RunningHouse, phones: Sequence[Phone], seam: Seam, finding: Finding) -> None:
    heard = heard_by_chat(house)
    told = [without_repeats(heard[phone.chat_id]) for phone in phones]
    usual = max(told[1:], key=len)
    if not usual:
        finding.add("nobody was told anything", 0)
    for number, each in enumerate(told[1:], start=1):
        if each != usual and not (seam.missing and len(usual) - len(each) == seam.missing):
            finding.add("another was not told all, or in another order", number)
    short = sum(len(usual) - len(each) for each in told[1:] if each != usual)
    asked = sum("send your last message once more" in words for words in told[0])
    rest = [words for words in told[0] if "send your last message once more" not in words]
    short += sum(words not in rest for words in usual)
    if short > seam.missing:
        finding.add("more was not told than the poison", short)
    if asked != seam.parked or finding.seen["parked"] != seam.parked:
        finding.add("not parked, or not asked again", asked)
    if (unwritten := finding.wrong.pop("confirmed without a row", 0)) != seam.unwritten:
        finding.add("confirmed without a row", unwritten)
    if house.emulator.updates.pending:
        finding.add("held back for ever", len(house.emulator.updates.pending))
    if POISON in house.log.getvalue() or "Broken" not in house.log.getvalue():
        finding.add("the log says too much, or nothing", 0)
