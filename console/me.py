"""Who is signed in: what she may do, which teams are hers, whether she takes cases, and her ways in."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Depends

from console.answers import REASONS, Id, Me, Member, MyWish, Ok, PasskeyId
from console.asked import Given
from console.pages import language_of, teams
from console.parts import ConsoleParts
from console.refusals import Refused
from console.signed_in import Visitor, needs_step_up
from console.staff_answers import Passkey, SignIn
from helpline.action import OUTCOMES
from helpline.errors import BadAsk
from helpline.people import Visit
from helpline.safe_time import CODES
from helpline.staff import Staff

router = APIRouter(prefix="/console/api")


@router.get("/me")
async def me(parts: Given, visit: Visitor) -> Me:
    """Everything the console needs to begin."""
    return await _me(parts, visit, language_of(parts, visit))


@router.post("/me")
async def changed(wish: MyWish, parts: Given, visit: Visitor) -> Me:
    """Another language for the console, or whether she takes cases from now on."""
    language, now = language_of(parts, visit), parts.clock()
    if wish.language is not None and wish.language != language:
        if wish.language not in parts.languages:
            raise BadAsk(field="language", why="unknown")
        language = wish.language
        others = tuple(one for one in visit.staff.languages if one != language)
        staff = await parts.people.change(visit.staff.id, visit.staff.id, now, languages=(language, *others))
        visit = replace(visit, staff=staff)
    if wish.available is not None:
        await parts.presence.set_available(visit, wish.available, now)
    return await _me(parts, visit, language)


def member(staff: Staff) -> Member:
    return Member(
        id=staff.id,
        login=staff.login,
        alias=staff.alias,
        roles=tuple(sorted(staff.roles)),
        permissions=tuple(sorted(staff.permissions)),
        teams=tuple(sorted(staff.teams)),
        languages=staff.languages,
        active=staff.active,
    )


async def _me(parts: ConsoleParts, visit: Visit, language: str) -> Me:
    return Me(
        staff=member(visit.staff),
        language=language,
        operator=parts.operator,
        teams=teams(parts, visit.staff.teams),
        all_teams=teams(parts, parts.house().teams),
        all_languages=parts.languages,
        exposures=visit.exposures,
        stepped_up_until=visit.stepped_up_until,
        available=await parts.presence.available(visit, parts.clock()),
        demo=parts.demo,
        outcomes=OUTCOMES,
        safe_times=CODES,
        reasons=REASONS,
    )


# ── her ways in ───────────────────────────────────────────────────────────────────────────────────────────────────
@router.get("/sign-ins")
async def sign_ins(parts: Given, visit: Visitor) -> list[SignIn]:
    """Where she is signed in."""
    return [
        SignIn(
            id=one.id,
            way=one.way,
            agent=one.device,
            started_at=one.began_at,
            used_at=one.used_at,
            expires_at=one.until,
            current=one.id == visit.sign_in,
        )
        for one in await parts.people.sign_ins(visit.staff.id, parts.clock())
    ]


@router.post("/sign-ins/{sign_in}/revoke")
async def revoked(sign_in: Id, parts: Given, visit: Visitor) -> Ok:
    """One of her own ends now, with every open console of it."""
    if not await parts.people.revoke(sign_in, visit.staff.id, parts.clock()):
        raise Refused(404, "not_found")
    return Ok()


@router.get("/passkeys")
async def passkeys(parts: Given, visit: Visitor) -> list[Passkey]:
    """What she signs in with."""
    return [
        Passkey(id=one.id, name=one.label, added_at=one.added_at, used_at=one.used_at)
        for one in await parts.people.passkeys(visit.staff.id)
    ]


@router.post("/passkeys/{passkey}/remove", dependencies=[Depends(needs_step_up)])
async def removed(passkey: PasskeyId, parts: Given, visit: Visitor) -> Ok:
    """One of her own lets nobody in any more; never the last way in."""
    await parts.people.remove_passkey(visit.staff.id, passkey, parts.clock())
    return Ok()
