"""What happened with her case, each event as a sentence to her: above all who opened it and who had it."""

from __future__ import annotations

from collections.abc import Callable

from helpline.reception import Reception
from helpline.views import Custody, Happening

Say = Callable[..., str]


def sentence(reception: Reception, one: Happening) -> str:
    """Empty where the file tells of it elsewhere, or it says nothing to her."""
    say, alias = reception.phrase, one.alias or somebody(reception)
    return _holding(say, one.kind, alias) or _hers(say, one.kind) or _done(say, one.kind, alias)


def somebody(reception: Reception) -> str:
    return reception.phrase("A person of {operator}", operator=reception.house.operator)


def hand(reception: Reception, one: Custody) -> str:
    """What somebody did with one link or hash."""
    if one.act == "exported":
        return reception.phrase("You took a copy along.")
    alias = one.alias or somebody(reception)
    if one.act == "seen":
        return reception.phrase("{alias} opened it.", alias=alias)
    return reception.phrase("{alias} copied it.", alias=alias)


def _holding(say: Say, kind: str, alias: str) -> str:
    match kind:
        case "case_viewed":
            return say("{alias} opened it.", alias=alias)
        case "case_taken_over":
            return say("{alias} began to talk with you.", alias=alias)
        case "case_handed_back":
            return say("{alias} handed the talk back to the bot.", alias=alias)
        case "case_transferred":
            return say("{alias} handed it to a colleague or another team.", alias=alias)
        case "case_released":
            return say("{alias} put it back among those who wait.", alias=alias)
        case "hold_lapsed":
            return say("Nobody answered in time: it went back among those who wait.")
        case "case_closed":
            return say("It was closed.")
        case "case_reopened":
            return say("It was opened again.")
        case _:
            return ""


def _hers(say: Say, kind: str) -> str:
    match kind:
        case "case_opened":
            return say("You let us keep it.")
        case "handoff_queued":
            return say("You asked for a person.")
        case "handoff_cancelled":
            return say("You no longer waited for a person.")
        case "handoff_recalled":
            return say("The question for a person was taken back.")
        case "case_locked":
            return say("This chat forgot it; number and PIN open it again.")
        case "case_returned":
            return say("You came back with number and PIN.")
        case "case_exported":
            return say("You took a copy along.")
        case _:
            return ""


def _done(say: Say, kind: str, alias: str) -> str:
    match kind:
        case "item_copied":
            return say("{alias} copied a link or hash.", alias=alias)
        case "hashes_matched":  # that it was looked for, never what was found
            return say("{alias} looked for the same hashes among what this team keeps.", alias=alias)
        case "evidence_erased":
            return say("Links, hashes and your own words were erased.")
        case "urgency_set":
            return say("{alias} changed how urgent it is.", alias=alias)
        case "note_written":
            return say("{alias} wrote a note for colleagues.", alias=alias)
        case _:
            return ""
