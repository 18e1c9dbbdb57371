"""The demo's made-up staff: one or two for each role, each with a link that signs her in. None of them is a person."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.people import People


@dataclass(frozen=True)
class Figure:
    """`teams`: who talks with contacts is of a team; who runs the house is of none."""

    login: str
    alias: str
    role: str
    languages: tuple[str, ...]
    teams: tuple[str, ...] = ()


FIGURES = (
    Figure("lotte", "Lotte", "counsellor", ("nl", "en"), ("helpline",)),
    Figure("amelie", "Amélie", "counsellor", ("fr", "nl"), ("helpline",)),
    Figure("karim", "Karim", "supervisor", ("nl", "fr", "en"), ("helpline",)),
    Figure("wout", "Wout", "editor", ("nl",)),
    Figure("sarah", "Sarah", "admin", ("en", "nl")),
    Figure("jonas", "Jonas", "auditor", ("fr",)),
)


async def move_in(people: People, languages: tuple[str, ...], now: datetime) -> Mapping[str, str]:
    """Make them; returns the secret of each one's link → her id, in the order of FIGURES."""
    links = {}
    for one in FIGURES:
        spoken = [language for language in one.languages if language in languages] or languages[:1]
        member, _ = await people.add(one.login, one.alias, (one.role,), one.teams, spoken, "house", now)
        links[secrets.token_urlsafe(16)] = member.id
    return links


def told(links: Mapping[str, str], house: str) -> tuple[str, ...]:
    """Lines for the banner: who, as what, and the address that signs her in."""
    return tuple(
        f"  {f'{one.role} {one.alias}':<20} {house}/console/demo/{secret}"
        for one, secret in zip(FIGURES, links, strict=True)
    )
