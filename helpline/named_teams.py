"""Teams that a conversation names: one that nobody has written down is nobody's queue, and no branch leads to it."""

from __future__ import annotations

from collections.abc import Iterator

from flows.check import Issue
from flows.faults import did_you_mean
from flows.flow import Revision
from flows.move import HandOff
from flows.remark import remark
from flows.routes import Route
from flows.session import Place
from helpline.directory import Directory

#: What a branch may ask of a team: whether this house has it, and whether somebody of it is there.
ASKED = ("team", "staff")


def unknown_teams(revision: Revision, directory: Directory) -> list[Issue]:
    """Each place once that hands over to, or asks for, a team that directory/teams.yaml does not have."""
    found: dict[Issue, None] = {}
    for name, flow in revision.flows.items():
        for step in flow.steps:
            for route in revision.routes_of(Place(name, step)):
                for team in _named(route):
                    if team not in directory.teams:
                        better = did_you_mean(team, directory.teams, "team")
                        said = remark(
                            "it names `{team}`, a team the directory does not have; {better}", team=team, better=better
                        )
                        found[Issue("error", name, step, said, "team")] = None
    return list(found)


def _named(route: Route) -> Iterator[str]:
    for effect in route.effects:
        if isinstance(effect, HandOff):
            yield effect.team
    for held in sorted(route.when.holds):
        kind, _, team = held.partition(":")
        if kind in ASKED:
            yield team
