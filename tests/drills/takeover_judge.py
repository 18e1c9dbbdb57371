"""The judge of the races: who had the case and when, by its events; what came in which order, by Telegram's ledger.

The rule of the ledger. Whoever a notice says is here now ("Mia is here with you now") is the only one heard from then
on, until a notice says that she is gone or that another is here. Besides, there comes only what the contact herself has
asked for by a command: the emergency numbers, or the last words when she empties the chat, erases or stops (`asked`).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from emulator.server import Emulator
from helpline.errors import AlreadyTaken, NotHers
from storage.statements import ask
from storage.store import Store
from tests.drills.finding import Finding
from tests.drills.takeover_race import SECRET, Race, Tried

#: What a notice says: who is here, or that nobody is any more.
HERE = re.compile(
    r"(?:^|: )(Mia|Noor|Sofie)(?: is here with you now| of our team goes on with you|\. You need not tell)"
)
GONE = re.compile(
    r"^(?:Mia|Noor|Sofie) has (?:left this chat|to go now|rounded off|asked colleagues)|^(?:Mia|Noor|Sofie) had to go"
    r"|^Our team has rounded off|^Nobody answered you here in time"
)
WRITES = re.compile(r"^(mia|noor|sofie) writes ")
#: What a verb leaves behind when it was done.
EVENTS = {
    "take_over": "case_taken_over",
    "reply": "staff_replied",
    "transfer": "case_transferred",
    "release": "case_released",
    "hand_back": "case_handed_back",
    "close": "case_closed",
    "note": "note_written",
}
#: Fates that say that it never arrived, and all there are once nothing is left to send.
NEVER = frozenset({"withdrawn", "kept_back", "refused", "blocked"})
KNOWN = NEVER | {"sent", "ambiguous", "deleted"}


@dataclass(frozen=True)
class Left:
    """What the database holds of one case. `row`: holder_kind, staff, holder_token; None where it is gone."""

    events: Sequence[tuple[str, Mapping[str, Any]]]
    row: tuple[str, str | None, int] | None
    fates: Mapping[str, str]
    notes: int


async def looked(store: Store, case: str) -> Left:
    read = store.database.read
    events = await read(lambda: ask("SELECT kind, about FROM event WHERE case_id = $1 ORDER BY position", case))
    rows = await read(lambda: ask("SELECT holder_kind, staff, holder_token FROM cases WHERE id = $1", case))
    lines = await read(lambda: ask("SELECT id, fate FROM line WHERE case_id = $1 AND fate IS NOT NULL", case))
    notes = await read(lambda: ask("SELECT COUNT(*) FROM note WHERE case_id = $1", case))
    told = [(row[0], json.loads(row[1] or "{}")) for row in events]
    found = (rows[0][0], rows[0][1], rows[0][2]) if rows else None
    return Left(told, found, {row[0]: row[1] for row in lines}, notes[0][0])


# ── who had it ────────────────────────────────────────────────────────────────────────────────────────────────────
class Holders:
    """The case's way from hand to hand, as its events tell it. `wrong`: steps nobody could have taken."""

    def __init__(self, left: Left, kind: str, staff: str, may_take_from: frozenset[str]) -> None:
        self.now, self.token, self.wrong = (kind, staff), 1, list[str]()
        self.ever, self.gone, self._may_take_from = {staff}, False, may_take_from
        for kind_of_event, about in left.events:
            self._follow(kind_of_event, about)

    def _follow(self, event: str, about: Mapping[str, Any]) -> None:
        who = str(about.get("staff", ""))
        match event:
            case "case_taken_over":
                if (about["before"], about["staff_before"]) != self.now:
                    self.wrong.append("taken from somebody who had it not")
                if self.now[0] == "staff" and who not in self._may_take_from:
                    self.wrong.append("taken by two")
                self._give("staff", who)
            case "case_transferred":
                self._by(who, or_nobody=True)
                self._give("staff" if about["to"] else "queue", str(about["to"]))
            case "case_released" | "hold_lapsed":
                self._by(who)
                self._give("queue", "")
            case "case_handed_back":
                self._by(who)
                self._give("bot", "")
            case "case_closed" if self.now[0] != "bot":
                self._by(who, or_nobody=True)
                self._give("bot", "")
            case "staff_replied":
                self._by(who)
            case "handoff_queued":
                self._give("queue", "")
            case "handoff_cancelled":
                self._give("bot", "")
            case "case_erased":
                self.gone = True

    def _by(self, who: str, or_nobody: bool = False) -> None:
        """By her who has it; some things by any of them, `or_nobody`, while it waits in line."""
        if self.now != ("staff", who) and not (or_nobody and self.now[0] == "queue"):
            self.wrong.append("done by somebody who had it not")

    def _give(self, kind: str, staff: str) -> None:
        self.now, self.token = (kind, staff), self.token + 1
        self.ever.add(staff)


def judge_holders(race: Race, left: Left, finding: Finding) -> None:
    staff = race.street.staff
    supervisors = frozenset(one.id for one in staff.values() if one.may("take_from"))
    holders = Holders(left, race.kind, staff[race.holder].id if race.holder else "", supervisors)
    for wrong in holders.wrong:
        finding.add(wrong, race.number)
    if left.row is None:
        if not holders.gone:
            finding.add("a case is gone that nobody erased", race.number)
    elif left.row != (holders.now[0], holders.now[1] or None, holders.token):
        finding.add("not who the events say has it", race.number)
    judge_told(race, left, holders, finding)


def judge_told(race: Race, left: Left, holders: Holders, finding: Finding) -> None:
    """Each was told the truth: what is said to be done was done, and who lost knows who has it."""
    happened = Counter(kind for kind, _ in left.events)
    for verb, event in EVENTS.items():
        tried = [one for one in race.tried if one.verb == verb]
        done = sum(one.told is None and one.fresh and not one.again for one in tried)
        # pressed again by her who has it already, it does nothing more; tried again, nobody knows which try did it
        least = 0 if verb == "take_over" else done
        if not least <= happened[event] <= done + sum(one.again for one in tried) and event != "case_closed":
            finding.add(f"{verb} was done otherwise than told", race.number)
    for one in race.tried:
        about = one.told.about if one.told is not None else {}
        if isinstance(one.told, AlreadyTaken) and not (about["staff"] in holders.ever and about["alias"]):
            finding.add("a loser does not know who has it", race.number)
        if isinstance(one.told, NotHers) and about.get("staff", "") not in holders.ever:
            finding.add("a loser does not know who has it", race.number)


# ── what came ─────────────────────────────────────────────────────────────────────────────────────────────────────
def heard(race: Race) -> list[tuple[int, str]]:
    """What arrived at her phone: its place in the ledger, and the text."""
    ledger, chat = race.street.emulator.ledger, race.phone.chat_id
    return [
        (at, str(entry.params["text"]))
        for at, entry in enumerate(ledger)
        if entry.ok and entry.chat_id == chat and entry.method == "sendMessage"
    ]


def judge_order(race: Race, finding: Finding) -> None:
    """The rule of the ledger, message by message. The same message once more is a repeat, and counted as one."""
    here, before, words = race.holder.capitalize(), "", set[str]()
    for _, text in heard(race):
        who = WRITES.match(text)
        if notice := HERE.search(text):
            here = notice[1]
            finding.seen["notices"] += 1
        elif GONE.search(text):
            here = ""
        elif who is not None:
            if who[1].capitalize() != here and text not in words:
                finding.add("words of one who had it not", race.number)
            words.add(text)
        elif here and not text.startswith(race.asked or "\n") and text != before:
            finding.add("the bot after the notice", race.number)
        before = text


def judge_withdrawn(race: Race, finding: Finding) -> None:
    """What had not left the house when one took over never does. Where two houses are at it, the other hears of it a
    moment later, and the notice waits for that: then the rule of the ledger is all there is."""
    if len(race.houses) > 1:
        return
    said = heard(race)
    for one in race.tried:
        if one.verb != "take_over" or one.told is not None or not one.fresh or not one.mark:
            continue
        later = [text for at, text in said if at >= one.mark]
        notice = next((n for n, text in enumerate(later) if _of(text, one)), None)
        if notice is None:
            continue
        passed = [text for text in dict.fromkeys(later[:notice]) if not text.startswith(race.asked or "\n")]
        finding.seen["on the wire"] += len(passed)
        if len(passed) > 1:
            finding.add("what waited came all the same", race.number)


def _of(text: str, one: Tried) -> bool:
    notice = HERE.search(text)
    return notice is not None and notice[1] == one.who.capitalize()


# ── what staff wrote ──────────────────────────────────────────────────────────────────────────────────────────────
def judge_words(race: Race, left: Left, finding: Finding) -> None:
    arrived = Counter(text for _, text in heard(race) if WRITES.match(text))
    done = {one.own_id for one in race.tried if one.verb == "reply" and one.told is None}
    for own_id, words in race.said.items():
        fate = left.fates.get(own_id)
        finding.seen[f"words {fate or ('erased' if own_id in done else 'declined')}"] += 1
        for wrong in wrong_with(arrived[words], fate, own_id in done, left.row is None):
            finding.add(wrong, race.number)
        finding.seen["repeated"] += max(0, arrived[words] - 1)
    # in these races a note goes along whenever a case is handed on
    if left.row is not None and left.notes != happened(left, "note_written") + happened(left, "case_transferred"):
        finding.add("a note is lost or doubled", race.number)


def wrong_with(times: int, fate: str | None, done: bool, erased: bool) -> list[str]:
    """`times`: so often the words arrived."""
    if not done:
        return ["words that were declined"] * bool(times or fate)
    if fate is None:
        return [] if erased else ["words lost"]
    if fate not in KNOWN:
        return ["words of unknown fate"]
    if fate in NEVER and times:
        return ["words that were withdrawn and came"]
    return ["words said to be sent that did not come"] if fate == "sent" and not times else []


def happened(left: Left, event: str) -> int:
    return sum(1 for kind, _ in left.events if kind == event)


async def judge(race: Race, store: Store, finding: Finding) -> None:
    left = await looked(store, race.case)
    judge_holders(race, left, finding)
    judge_order(race, finding)
    judge_withdrawn(race, finding)
    judge_words(race, left, finding)
    finding.seen["acts"] += len(race.tried)
    finding.seen["refused"] += sum(one.told is not None for one in race.tried)


async def judge_all(emulator: Emulator, store: Store, finding: Finding) -> None:
    """What is counted over all of them: notes, repeats, and that every attempt in doubt is flagged."""
    finding.wrong["notes told to a contact"] += sum(SECRET in str(entry.params) for entry in emulator.ledger)
    tally = await store.database.read(lambda: ask("SELECT name, amount FROM tally"))
    told = dict(tally)
    finding.seen["withdrawn"], finding.seen["ambiguous"] = told.get("withdrawn", 0), told.get("ambiguous", 0)
    finding.wrong["repeats not flagged"] += max(0, finding.seen["repeated"] - finding.seen["ambiguous"])
    finding.wrong += Counter()  # what was not found is not named
