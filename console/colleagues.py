"""Who works here: invited, changed, disabled and reset by whoever manages staff, having shown again who she is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from console.answers import Id, Member
from console.asked import Given
from console.me import member
from console.parts import ConsoleParts
from console.signed_in import needs, needs_step_up
from console.staff_answers import ChangedMember, Link, NewMember
from helpline.errors import BadAsk
from helpline.people import Visit

router = APIRouter(prefix="/console/api/staff")


async def manager(
    visit: Annotated[Visit, Depends(needs("manage_staff"))], again: Annotated[Visit, Depends(needs_step_up)]
) -> Visit:
    """Whoever manages staff, and has just shown again who she is: in this order, or others would be asked in vain."""
    return visit


Manager = Annotated[Visit, Depends(manager)]


@router.get("")
async def everyone(parts: Given, visit: Annotated[Visit, Depends(needs("see_staff"))]) -> list[Member]:
    """By alias. Whoever manages staff sees everyone; others see colleagues of their teams."""
    found = await parts.people.all()
    if not visit.staff.may("manage_staff"):
        found = tuple(one for one in found if one.teams & visit.staff.teams)
    return [member(one) for one in sorted(found, key=lambda one: (one.alias.casefold(), one.id))]


@router.post("")
async def invited(new: NewMember, parts: Given, visit: Manager) -> Link:
    """The link lets her in once; nobody sees it again."""
    _known_teams(parts, new.teams)
    _, token = await parts.people.add(
        new.login, new.alias, new.roles, new.teams, new.languages, visit.staff.id, parts.clock()
    )
    return _link(parts, token)


@router.post("/{staff}")
async def changed(staff: Id, change: ChangedMember, parts: Given, visit: Manager) -> Member:
    """What is not named stays. Disabling ends all her sign-ins."""
    _known_teams(parts, change.teams or ())
    after = await parts.people.change(
        staff,
        visit.staff.id,
        parts.clock(),
        alias=change.alias,
        roles=change.roles,
        teams=change.teams,
        languages=change.languages,
        active=change.active,
    )
    parts.presence.changed.set()
    return member(after)


@router.post("/{staff}/reset")
async def reset(staff: Id, parts: Given, visit: Manager) -> Link:
    """All that let her in is void at once; with this link she chooses anew."""
    return _link(parts, await parts.people.reset(staff, visit.staff.id, parts.clock()))


def _link(parts: ConsoleParts, token: str) -> Link:
    return Link(link=f"{parts.origin}/console/join/{token}")


def _known_teams(parts: ConsoleParts, teams: tuple[str, ...]) -> None:
    if not set(teams) <= set(parts.house().teams):
        raise BadAsk(field="teams", why="unknown")
