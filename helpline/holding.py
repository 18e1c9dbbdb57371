"""holding: what time brings while people have a case: nobody answered in time, who had it left, or her safe hour came.

Each of these is decided under the case's lock, and does nothing where things have moved on since it fell due.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from helpline import when_safe
from helpline.ages import kept_promise
from helpline.case import Case
from helpline.expected import answer_limit, expected_words
from helpline.letting_go import left
from helpline.ports import Changes, DecideCase, House, Loaded
from helpline.reaching import reached
from helpline.reception import CHORE, NOTICE, Reception, open_case
from helpline.safe_time import may_write, next_time
from helpline.wording import numbers, short_crisis

#: So long somebody may take to answer despair before the numbers come by themselves.
NUMBERS_AFTER = timedelta(minutes=3)


def held_by_staff(case: Case | None) -> bool:
    return case is not None and case.holder.kind == "staff"


# ── what she wrote starts the clock ───────────────────────────────────────────────────────────────────────────────
def awaits_answer(reception: Reception) -> Reception:
    """Last look at what she wrote: from now on somebody has so long to answer it, and what waited for her may come."""
    case, before = reception.case, reception.loaded.case
    if case is None or before is None:
        return reception
    if _is_back(reception, case, before):
        reception = reception.but(give_out=True)
    if not (held_by_staff(case) and case.wrote > before.wrote and case.answer_by is None):
        return reception
    limit = answer_limit(reception.house.directory, case.holder.team)
    return reception.but(case=replace(case, answer_by=reception.now + limit))


def _is_back(reception: Reception, case: Case, before: Case) -> bool:
    """She writes, so she is looking; unless it is to leave, or to be left alone."""
    goes = reception.lock or reception.wipe or case.holder.token != before.holder.token
    return not goes and case.safe_time is not None and reception.incoming.kind in ("text", "press", "media")


def numbers_later(reception: Reception) -> Reception:
    """Despair, while one of the staff has the case: the numbers come when she has not answered in time."""
    case = reception.case
    if case is None or case.numbers_by is not None:
        return reception
    return reception.but(case=replace(case, numbers_by=reception.now + NUMBERS_AFTER))


# ── what is decided when it falls due ─────────────────────────────────────────────────────────────────────────────
def lapse(loaded: Loaded, now: datetime, house: House) -> Changes:
    """Whoever has the case did not answer in time: back in line, and she is told so."""
    reception = open_case(loaded, CHORE, now, house)
    case = loaded.case
    if case is not None and case.answer_by is not None and case.answer_by <= now:
        reception = _tell_truth(_back_in_line(reception, case, case.answer_by))
    return _looked_at(reception)


def _back_in_line(reception: Reception, case: Case, answer_by: datetime) -> Reception:
    """As long in line as she has waited: since the words nobody answered, or since the takeover."""
    holder, now = case.holder, reception.now
    if not held_by_staff(case):  # let go in the same moment: nobody owes her an answer any more
        return reception.but(case=replace(case, answer_by=None))
    since = min(now, answer_by - answer_limit(reception.house.directory, holder.team))
    waiting = replace(case.given("queue", now, holder.team), waiting_since=since, numbers_by=None)
    about = {"staff": holder.staff or "", "team": holder.team or ""}
    others = replace(reception.house, here=reception.house.here - {holder.staff or ""})  # she is not there, it seems
    # What she or a colleague before her did write, and waits for a safe hour or a slow network, is lost to nobody.
    return reception.but(case=waiting, house=others, carry_over=True).happened("hold_lapsed", **about).alert("lapsed")


def _tell_truth(reception: Reception) -> Reception:
    """In words that are true whenever she reads them."""
    case = reception.case
    if case is None or not case.is_waiting or reception.loaded.locked:
        return reception
    now = may_write(case, reception.now)
    text = reception.phrase("Nobody answered you here in time, and we are sorry. You are in line again.")
    if now:
        text = reception.phrase(
            "Nobody answered you here in time, and we are sorry. You are in line again; when someone goes on with you: "
            "{expected}.",
            expected=expected_words(reception),
        )
    reception = reception.tell(f"{text}\n{numbers(reception)}", cause=NOTICE)
    return when_safe.ask(reception) if now else reception


def send_numbers(loaded: Loaded, now: datetime, house: House) -> Changes:
    """Nobody answered her despair in time: the numbers, and staff are told once more."""
    reception = open_case(loaded, CHORE, now, house)
    case = loaded.case
    if case is None or case.numbers_by is None or case.numbers_by > now:
        return _looked_at(reception)
    reception = reception.but(case=replace(case, numbers_by=None))
    if not (loaded.locked or reception.contact.blocked):
        reception = short_crisis(reception).happened("numbers_sent", reason="no_answer", team=case.holder.team or "")
    return _looked_at(reception.alert("crisis"))


def give_out(loaded: Loaded, now: datetime, house: House) -> Changes:
    """Her safe time has begun: what was kept back until now is sent. Where it cannot be, it waits on."""
    reception = open_case(loaded, CHORE, now, house)
    case = loaded.case
    if case is None:
        return _looked_at(reception)
    if loaded.locked or reception.contact.blocked:
        return _looked_at(reception.but(keep_back=True))  # until she is back
    until = next_time(case, now)
    safe = until is not None and until <= now
    return _looked_at(reception.but(give_out=safe, keep_back=not safe, keep_back_until=None if safe else until))


def _looked_at(reception: Reception) -> Changes:
    return reached(kept_promise(reception)).changes()


#: Why a case falls due → what is decided then.
WHEN_DUE: Mapping[str, DecideCase] = MappingProxyType(
    {"lapse": lapse, "numbers": send_numbers, "give_out": give_out, "left": left}
)
