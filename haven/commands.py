"""What each command of the command line does. Every one returns the exit code: 0 well, 1 something is wrong."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any

from dotenv import dotenv_values

from haven.settings import Settings, WrongSetting, read_settings

if TYPE_CHECKING:
    from flows.flow import Revision


def settings_here() -> Settings:
    """The environment's settings, and those of `.env` in this folder where the environment is silent."""
    written = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    return read_settings({**written, **os.environ})


def have_done(settings: Settings, act: str, **told: str) -> Mapping[str, Any]:
    """What came of it: the running house does it, and where none runs it is done here. Raises WrongSetting."""
    from haven.side_door import at_the_house

    return asyncio.run(at_the_house(settings, act, told))


def run(asked: argparse.Namespace) -> int:
    """Start the house and stay until it is told to stop."""
    from haven.logs import Log, mute_libraries

    settings, log = settings_here(), Log(sys.stderr)
    if settings.alert_command and which(settings.alert_command[0]) is None:
        raise WrongSetting("HAVEN_ALERT_COMMAND must begin with a program that can be run here; nobody would be told.")
    mute_libraries(log)
    if settings.telegram_token:
        _at_work(_run_real(settings, log))
    else:
        _at_work(_run_demo(settings, log))
    return 0


async def _run_real(settings: Settings, log: Any) -> None:
    from haven.clock import SteadyClock
    from haven.first_admin import first_link
    from haven.open_pages import no_page
    from haven.run import run as run_house
    from haven.run import stop_on_signals

    stop_on_signals(stop := asyncio.Event())
    clock = SteadyClock(lambda code, seconds: log.write(code, seconds=seconds))

    links: list[str] = []

    async def prepare(people: Any, origin: str) -> None:
        if link := await first_link(people, clock, origin):
            links.append(link)

    def opened(address: str) -> None:
        if told := no_page(settings):
            print(told, flush=True)
        for link in links:
            print(
                f"Nobody works here yet. This link makes the first admin, once, within 30 minutes:\n  {link}",
                flush=True,
            )

    await run_house(settings, log, clock, stop, opened, prepare)


async def _run_demo(settings: Settings, log: Any) -> None:
    from haven.demo import run_demo
    from haven.run import stop_on_signals

    stop_on_signals(stop := asyncio.Event())
    await run_demo(settings, log, sys.stdout, stop)


def simulate(asked: argparse.Namespace) -> int:
    """Play a population against a Haven of its own, on a folder that is thrown away."""
    from haven.simulate.asked import simulate as play

    return play(asked)


def talk(asked: argparse.Namespace) -> int:
    """Hold a flow's conversation; the helpline behind it agrees to everything and keeps nothing."""
    from bot.terminal.talk import agree
    from bot.terminal.talk import talk as hold
    from bot.terminal.wording import Wording
    from flows.move import Moment
    from haven.chance import Chance
    from haven.premises import furnish

    settings = settings_here()
    library, now = _library(settings), _now()
    language = asked.language or settings.languages[0]
    _known(asked.flow, library.flows, "flow")
    _known(language, settings.languages, "language")
    house = furnish(settings, {library.number: library}, Chance(lambda case, pin: b""))
    moment = Moment(now, house.directory.holds(now))
    with _terminal():
        hold(library, asked.flow, language, moment, sys.stdin, sys.stdout, agree, Wording(house, now))
    return 0


@contextmanager
def _terminal() -> Iterator[None]:
    """A terminal in UTF-8 that may be left at any time: by Ctrl-C, or because nobody reads on."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        yield
        print()
    except KeyboardInterrupt:
        print()
    except BrokenPipeError:  # what is still in the buffer has nowhere to go
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def check(asked: argparse.Namespace) -> int:
    """Prove the library, and say what in the directory is overdue or has no reviewer."""
    from flows.check import check as look
    from haven import premises
    from helpline import directory, safety
    from helpline.named_teams import unknown_teams

    settings, now = settings_here(), _now()
    library, lines = _library(settings), directory.load(premises.DIRECTORY)
    issues = [*look(library, safety.banned_words()), *unknown_teams(library, lines)]
    refuted = safety.check(library, lines, now)
    for found in (*issues, *refuted):
        print(found)
    for overdue in lines.overdue(now):
        print(f"overdue by {overdue.days} days{', hidden' if overdue.hidden else ''}: {overdue.key}")
    if unreviewed := lines.unreviewed():
        print(f"no person has reviewed: {', '.join(unreviewed)}")
    broken = [issue for issue in issues if issue.level == "error"]
    print(f"{len(library.flows)} flows in {', '.join(library.languages)}: ", end="")
    print(f"{len(broken)} errors, {len(issues) - len(broken)} pieces of advice, {len(refuted)} promises refuted")
    return 1 if broken or refuted else 0


def draw(asked: argparse.Namespace) -> int:
    """Print a flow of the library as Mermaid."""
    from flows.draw import draw as mermaid

    settings = settings_here()
    library = _library(settings)
    _known(asked.flow, library.flows, "flow")
    _known(asked.language, library.languages, "language")
    sys.stdout.write(mermaid(library, asked.flow, asked.language))
    return 0


def messages(asked: argparse.Namespace) -> int:
    """Bring the catalogues up to date; `--begin` begins a language, `--check` only says what is behind."""
    from flows.load import load_library
    from haven import premises
    from haven.messages import collect, write

    if asked.begin is not None and not (asked.begin.isalpha() and asked.begin.islower()):
        raise WrongSetting("a language is begun by its code, such as `de`.")
    folder = Path(asked.into) if asked.into else premises.LOCALES
    fresh = collect(load_library(premises.LIBRARY, {}), premises.ROOT, folder, asked.begin)
    if not asked.check:
        write(fresh)
    elif fresh:
        print("The catalogues are behind the flows and the code; run `make messages`, and translate what is new in:")
    for path in fresh:
        print(path)
    return 1 if asked.check and fresh else 0


def migrate(asked: argparse.Namespace) -> int:
    """Bring the tables up to date; opening the store does it."""
    from haven.wiring import open_database

    async def bring_up() -> None:
        await (await open_database(settings_here(), "migrate")).close()

    asyncio.run(bring_up())
    print("the tables are up to date")
    return 0


def _library(settings: Settings) -> Revision:
    from haven.premises import catalogue, library

    catalogue(settings)
    return library(settings.languages)


def _known(name: str, names: Any, what: str) -> None:
    if name not in names:
        raise WrongSetting(f"there is no {what} {name!r}; there are {', '.join(names)}.")


def _now() -> datetime:
    return datetime.now(UTC)


def _at_work(work: Coroutine[Any, Any, None]) -> None:
    try:
        from uvloop import new_event_loop
    except ImportError:  # where there is no uvloop, asyncio's own loop does
        asyncio.run(work)
        return
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(work)
