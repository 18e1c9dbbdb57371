"""What `haven staff` does in the house: invite somebody, list who works here, disable, reset. The side door asks it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from haven.settings import WrongSetting
from helpline.errors import BadAsk, LastAdmin, LoginTaken, NoSuchStaff, Refusal
from helpline.staff import ROLES, Staff
from storage.people import HOUSE
from storage.store import Store

#: What somebody types wrong, and what to type instead.
SAID = {
    "login": "a login has 2 to 40 small letters or digits, with dots, dashes or underscores between",
    "alias": "an alias has 1 to 40 letters",
    "roles": f"roles are {', '.join(ROLES)}",
    "teams": "a team is named by its key, such as helpline",
    "languages": "a language is named by its code, such as nl",
}
Did = Mapping[str, object]


async def add(store: Store, told: Mapping[str, str]) -> Did:
    """`token`: of the link with which she joins."""
    roles, teams, languages = (told[name].split() for name in ("roles", "teams", "languages"))
    try:
        _, token = await store.people.add(told["login"], told["alias"], roles, teams, languages, HOUSE, _now())
    except Refusal as refused:
        raise _told(refused) from None
    return {"token": token}


async def everyone(store: Store, told: Mapping[str, str]) -> Did:
    """`staff`: everybody, each as plain values."""
    return {"staff": [_shown(one) for one in await store.people.all()]}


async def disable(store: Store, told: Mapping[str, str]) -> Did:
    try:
        await store.people.disable((await _known(store, told["login"])).id, HOUSE, _now())
    except Refusal as refused:
        raise _told(refused) from None
    return {}


async def reset(store: Store, told: Mapping[str, str]) -> Did:
    """`token`: of the link with which she chooses anew what lets her in."""
    try:
        return {"token": await store.people.reset((await _known(store, told["login"])).id, HOUSE, _now())}
    except Refusal as refused:
        raise _told(refused) from None


async def _known(store: Store, login: str) -> Staff:
    found = await store.people.by_login(login)
    if found is None:
        raise NoSuchStaff
    return found


def _told(refused: Refusal) -> WrongSetting:
    """The refusal as a sentence for who typed it."""
    if isinstance(refused, BadAsk):
        return WrongSetting(f"{SAID[str(refused.about['field'])]}.")
    if isinstance(refused, LoginTaken):
        return WrongSetting("somebody has this login already; see haven staff list.")
    if isinstance(refused, LastAdmin):
        return WrongSetting("she is the last admin who can sign in; make another one first.")
    if isinstance(refused, NoSuchStaff):
        return WrongSetting("nobody who works here has this login; see haven staff list.")
    raise refused


def _shown(one: Staff) -> Mapping[str, object]:
    return {
        "login": one.login,
        "alias": one.alias,
        "roles": sorted(one.roles),
        "teams": sorted(one.teams),
        "active": one.active,
    }


def _now() -> datetime:
    return datetime.now(UTC)
