"""`haven staff add | list | disable | reset`: who works here, from the command line; also the way back in.

They go through the side door: the running house does them, and where none runs, they are done here.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from haven.commands import have_done, settings_here
from haven.settings import Settings, WrongSetting


def staff_add(asked: argparse.Namespace) -> int:
    settings = settings_here()
    teams = asked.team if asked.team is not None else settings.teams[:1]
    if not set(teams) <= set(settings.teams):
        raise WrongSetting(f"the teams of this house are {', '.join(settings.teams)}; see HAVEN_TEAMS.")
    told = {
        "login": asked.login,
        "alias": asked.alias or asked.login,
        "roles": " ".join(asked.role),
        "teams": " ".join(teams),
        "languages": " ".join(asked.language or settings.languages),
    }
    print(_link(settings, have_done(settings, "staff_add", **told)["token"]))
    return 0


def staff_list(asked: argparse.Namespace) -> int:
    staff = have_done(settings_here(), "staff_list")["staff"]
    print("\n".join(map(_line, staff)) or "nobody works here yet; haven run prints a link")
    return 0


def staff_disable(asked: argparse.Namespace) -> int:
    have_done(settings_here(), "staff_disable", login=asked.login)
    print(f"{asked.login} is disabled, and signed out everywhere")
    return 0


def staff_reset(asked: argparse.Namespace) -> int:
    settings = settings_here()
    print(_link(settings, have_done(settings, "staff_reset", login=asked.login)["token"]))
    return 0


def _link(settings: Settings, token: str) -> str:
    return f"{settings.console_at(settings.port)}/console/join/{token}\nThe link works once, within a day."


def _line(one: Mapping[str, Any]) -> str:
    state = "" if one["active"] else "   (disabled)"
    return f"{one['login']:<20} {one['alias']:<20} {' '.join(one['roles']):<24} {' '.join(one['teams'])}{state}"
