"""`haven staff add | list | disable | reset`: who works here, from the command line; also the way back in.

On SQLite one process holds the database: these are for when `haven run` is stopped. While it runs, the console does it.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime

from haven.commands import settings_here
from haven.settings import Settings, WrongSetting
from helpline.errors import BadAsk, LastAdmin, LoginTaken, NoSuchStaff
from helpline.staff import ROLES, Staff
from storage.people import HOUSE, People

#: What somebody types wrong, and what to type instead.
SAID = {
    "login": "a login has 2 to 40 small letters or digits, with dots, dashes or underscores between",
    "alias": "an alias has 1 to 40 letters",
    "roles": f"roles are {', '.join(ROLES)}",
    "teams": "a team is named by its key, such as helpline",
    "languages": "a language is named by its code, such as nl",
}


def staff_add(asked: argparse.Namespace) -> int:
    def add(settings: Settings, people: People) -> Coroutine[None, None, str]:
        teams = asked.team if asked.team is not None else settings.teams[:1]
        return _added(settings, people, asked, teams)

    print(_with_people(add))
    return 0


async def _added(settings: Settings, people: People, asked: argparse.Namespace, teams: Sequence[str]) -> str:
    if not set(teams) <= set(settings.teams):
        raise WrongSetting(f"the teams of this house are {', '.join(settings.teams)}; see HAVEN_TEAMS.")
    languages = asked.language or settings.languages
    alias = asked.alias or asked.login
    _, token = await people.add(asked.login, alias, asked.role, teams, languages, HOUSE, _now())
    return _link(settings, token)


def staff_list(asked: argparse.Namespace) -> int:
    async def everyone(settings: Settings, people: People) -> str:
        return "\n".join(_line(one) for one in await people.all()) or "nobody works here yet; haven run prints a link"

    print(_with_people(everyone))
    return 0


def staff_disable(asked: argparse.Namespace) -> int:
    async def disable(settings: Settings, people: People) -> str:
        await people.disable((await _known(people, asked.login)).id, HOUSE, _now())
        return f"{asked.login} is disabled, and signed out everywhere"

    print(_with_people(disable))
    return 0


def staff_reset(asked: argparse.Namespace) -> int:
    async def reset(settings: Settings, people: People) -> str:
        return _link(settings, await people.reset((await _known(people, asked.login)).id, HOUSE, _now()))

    print(_with_people(reset))
    return 0


def _with_people(work: Callable[[Settings, People], Coroutine[None, None, str]]) -> str:
    """What is to be printed. Raises WrongSetting, with a sentence, where it cannot be done."""
    from haven.wiring import open_database

    settings = settings_here()

    async def done() -> str:
        store = await open_database(settings, "staff")
        try:
            return await work(settings, store.people)
        finally:
            await store.close()

    try:
        return asyncio.run(done())
    except BadAsk as told:
        raise WrongSetting(f"{SAID[str(told.about['field'])]}.") from None
    except LoginTaken:
        raise WrongSetting("somebody has this login already; see haven staff list.") from None
    except NoSuchStaff:
        raise WrongSetting("nobody who works here has this login; see haven staff list.") from None
    except LastAdmin:
        raise WrongSetting("she is the last admin who can sign in; make another one first.") from None


async def _known(people: People, login: str) -> Staff:
    found = await people.by_login(login)
    if found is None:
        raise NoSuchStaff
    return found


def _link(settings: Settings, token: str) -> str:
    return f"{settings.console_at(settings.port)}/console/join/{token}\nThe link works once, within a day."


def _line(one: Staff) -> str:
    state = "" if one.active else "   (disabled)"
    return f"{one.login:<20} {one.alias:<20} {' '.join(sorted(one.roles)):<24} {' '.join(sorted(one.teams))}{state}"


def _now() -> datetime:
    return datetime.now(UTC)
