"""One case, as whoever opened it sees it: everything storage holds, and what she may do with it next."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from functools import partial

from console.answers import Answer, Colleague, Consent, Happening, Item, Line, Note, Page, Row, Team
from console.known import facts
from console.may import may
from console.parts import ConsoleParts
from helpline.adults import CHILD_FOCUS, team_may_have
from helpline.case import Case
from helpline.handing_back import choices
from helpline.matching import comparable
from helpline.people import Visit
from helpline.ports import House
from helpline.retention import ends_of
from helpline.views import CasePage


def language_of(parts: ConsoleParts, visit: Visit) -> str:
    """The first language of hers that the house speaks."""
    return next((one for one in visit.staff.languages if one in parts.languages), parts.languages[0])


def teams(parts: ConsoleParts, keys: Iterable[str]) -> tuple[Team, ...]:
    """By name: the first team of the house is shown as who runs it."""
    house = parts.house()
    return tuple(Team(key=key, name=_name(parts, house, key)) for key in house.teams if key in set(keys))


def _name(parts: ConsoleParts, house: House, key: str) -> str:
    if key == house.teams[0]:
        return parts.operator
    return {CHILD_FOCUS: "Child Focus"}.get(key, key.replace("_", " ").capitalize())


def page_for(parts: ConsoleParts, visit: Visit, page: CasePage) -> Page:
    """`page` as it is shown to her."""
    house, case = parts.house(), page.case
    return Page(
        row=Row.model_validate(page.row),
        lines=tuple(Line.model_validate(line) for line in page.lines),
        facts=facts(case.facts, partial(parts.say, language_of(parts, visit))),
        words=tuple(Answer(key=key, text=text) for key, text in case.words.items()),
        consents=tuple(Consent.model_validate(consent) for consent in case.consents),
        items=tuple(Item.model_validate(item) for item in page.items),
        history=tuple(Happening.model_validate(event) for event in page.history),
        notes=tuple(Note.model_validate(note) for note in page.notes),
        safe_time=case.safe_time,
        kept_back=page.kept_back,
        drafts=b64encode(page.drafts).decode(),
        kept_until=ends_of(case, house).case,
        kept_for=case.kept_for,
        barred_until=page.barred_until if page.barred_until and page.barred_until > parts.clock() else None,
        blocked=page.blocked,
        may=may(case, visit.staff),
        match=parts.matching and visit.staff.may("match") and bool(comparable(case.items)),
        handback=choices(house, case),
        colleagues=_colleagues(house, case, visit),
        teams=teams(parts, _may_have(house, case)),
    )


def _may_have(house: House, case: Case) -> tuple[str, ...]:
    """The teams this case may be with: no other is offered, since the desk would refuse it."""
    return tuple(team for team in house.teams if team_may_have(case, team))


def _colleagues(house: House, case: Case, visit: Visit) -> tuple[Colleague, ...]:
    """Whom the case can be handed to now: who is there, talks, and is of a team it may go to."""
    there = (house.colleagues[one] for one in sorted(house.here) if one in house.colleagues)
    return tuple(
        Colleague(id=one.id, alias=one.alias, teams=tuple(sorted(one.teams)))
        for one in there
        if one.id != visit.staff.id and one.may("talk") and one.teams & set(_may_have(house, case))
    )
