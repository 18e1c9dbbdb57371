"""action: what every staff action has in common: what it may be asked of, by whom, and what may be typed.

An action is one file in `helpline/actions/`. It knows its fields and its rule, and looks at everything anew, from what
was loaded: a colleague or the contact may have been faster.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from helpline.adults import may_join_transcript
from helpline.case import Case
from helpline.errors import AlreadyTaken, BadAsk, ColleagueAway, NotHers, WrongState
from helpline.expected import answer_limit
from helpline.handoff import at_rest
from helpline.reception import NOTICE, Reception
from helpline.safe_time import may_write
from helpline.staff import Staff

#: The longest text a colleague may write at once, to her or to other colleagues.
LONGEST_TEXT = 4000
#: How a case may end.
Outcome = Literal["helped", "referred", "no_answer", "her_wish", "duplicate", "misuse"]
OUTCOMES: tuple[str, ...] = get_args(Outcome)
#: An id made in the browser, so that doing something twice is noticed.
OwnId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{12,40}$")]
#: Kinds of signs nobody can see; a text of nothing else is empty.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"


class Action(BaseModel):
    """Unchangeable, strict about fields it does not know, and silent about what was typed."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    #: What whoever asks must be allowed.
    permission: ClassVar[str] = "talk"

    verb: str

    @property
    def once(self) -> str | None:
        """An id that must be new; None where doing it twice does no harm."""
        return None

    def apply(self, reception: Reception, by: Staff) -> Reception:
        """All that comes of it. Raises Declined, with nothing changed."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    __str__ = __repr__


# ── whom and what it may be asked of ──────────────────────────────────────────────────────────────────────────────
def the_case(reception: Reception) -> Case:
    """The case, which the desk has seen to be there."""
    assert reception.case is not None
    return reception.case


def open_one(reception: Reception) -> Case:
    """A case that is still open. Raises WrongState."""
    case = the_case(reception)
    if case.state != "open":
        raise WrongState(state=case.state)
    return case


def agreed_to(case: Case) -> Case:
    """A case in which she agreed to be helped by people, and still does. Raises WrongState."""
    if not may_join_transcript(case):
        raise WrongState(state="not_agreed")
    return case


def not_a_colleagues(case: Case, by: Staff) -> Case:
    """Nobody else is talking with her. Raises NotHers."""
    if case.holder.kind == "staff" and case.holder.staff != by.id:
        raise NotHers(holder="staff", staff=case.holder.staff or "")
    return case


def hers(case: Case, by: Staff) -> Case:
    """She who asks is the one talking with the contact. Raises NotHers."""
    if case.holder.kind != "staff":
        raise NotHers(holder=case.holder.kind)
    return not_a_colleagues(case, by)


def takeable(reception: Reception, case: Case, by: Staff) -> Case:
    """Nobody else has it, or she may take it from a colleague. Raises AlreadyTaken."""
    holder = case.holder
    if holder.kind != "staff" or holder.staff == by.id or by.may("take_from"):
        return case
    since = holder.since.isoformat() if holder.since else ""
    raise AlreadyTaken(staff=holder.staff or "", alias=alias(reception, holder.staff), since=since)


def colleague_there(reception: Reception, staff: str, team: str, by: Staff) -> Staff:
    """A colleague of the team who is there and takes cases. Raises BadAsk or ColleagueAway."""
    colleague = reception.house.colleagues.get(staff)
    if staff == by.id or colleague is None:
        raise BadAsk(field="staff", why="herself" if staff == by.id else "unknown")
    if team not in colleague.teams or not colleague.may("talk"):
        raise BadAsk(field="staff", why="not_of_team")
    if staff not in reception.house.here:
        raise ColleagueAway(staff=staff)
    return colleague


def reachable(reception: Reception) -> None:
    """Words can reach the contact, now or later. Raises WrongState where she has blocked the bot."""
    if reception.contact.blocked:
        raise WrongState(state="blocked")


# ── what is typed, and what she is told ───────────────────────────────────────────────────────────────────────────
def written(text: str, field: str) -> str:
    """A text that can be sent or kept. Raises BadAsk."""
    if len(text) > LONGEST_TEXT:
        raise BadAsk(field=field, why="too_long")
    if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):  # half a sign is none
        raise BadAsk(field=field, why="not_text")
    if all(unicodedata.category(sign) in _UNSEEN or sign in _BLANK for sign in text):
        raise BadAsk(field=field, why="empty")
    return text


def given_to(reception: Reception, case: Case, team: str | None, staff: str) -> Reception:
    """One of the staff has the case from now on, and so long to write. Who has emptied her chat waits for nothing in
    it. Raises WrongState where words cannot reach her."""
    reachable(reception)
    if reception.session is not None and reception.session.place.flow == "danger":
        reception = at_rest(reception)  # she has the numbers; her next `no` answers a person
    until = reception.now + answer_limit(reception.house.directory, team)
    given = case.given("staff", reception.now, team, staff)
    return reception.but(case=replace(given, answer_by=None if reception.loaded.locked else until))


def alias(reception: Reception, staff: str | None) -> str:
    """What a colleague is called; empty where she is not known any more."""
    colleague = reception.house.colleagues.get(staff or "")
    return colleague.alias if colleague else ""


def reaches_now(reception: Reception) -> bool:
    """Whether what is said is read now. Else it waits, and must still be true when she reads it."""
    case = reception.case or reception.loaded.case
    return not reception.loaded.locked and case is not None and may_write(case, reception.now)


def introduced(reception: Reception, alias: str) -> Reception:
    """A person is with her now: by alias, and in words that are true whenever she reads them."""
    if reaches_now(reception):
        text = reception.phrase(
            "{alias} is here with you now: a person of our team, not the bot. You can just write.", alias=alias
        )
    else:
        text = reception.phrase(
            "{alias} of our team goes on with you in this chat: a person, not the bot. Write whenever you like.",
            alias=alias,
        )
    return notice(reception, text)


def without(reception: Reception, by: Staff) -> Reception:
    """As things stand once she has gone: whoever leaves is not somebody who is there."""
    house = reception.house
    return reception.but(house=replace(house, here=house.here - {by.id}))


def notice(reception: Reception, text: str) -> Reception:
    """What she is told about who is talking with her."""
    return reception.tell(text, cause=NOTICE)
