"""Cases in every state a counsellor may meet, for the tests that look at the case page."""

from __future__ import annotations

from typing import Any

from tests.web.stage import Json, held_by, row

MINE = held_by("s-noor", "Noor")
SAMS = held_by("s-sam", "Sam")
BOT = {"kind": "bot", "staff": None, "alias": None, "since": None}
HERS = [
    *("reply", "hand_back", "transfer", "release", "close", "minor", "block"),
    *("urgent", "safe_time", "note", "keep", "erase"),
]
FATES = ["queued", "trying", "sent", "ambiguous", "refused", "blocked", "withdrawn", "deleted", "kept_back"]


def line(name: str, by: str, text: str, minute: int = 0, **said: Any) -> Json:
    usual = {"staff": None, "alias": None, "fate": "none" if by == "contact" else "sent", "hard": False}
    if by == "staff":
        usual |= {"staff": "s-noor", "alias": "Noor"}
    return {"id": name, "by": by, "text": text, "at": f"2026-11-22T20:{minute:02}:00Z"} | usual | said


TALK = [
    line("l1", "bot", "Hallo. Je bent hier veilig. Wat is er gebeurd?", 0),
    line("l2", "contact", "mijn ex zet foto's van mij op telegram", 1),
    line("l3", "contact", "ik weet niet wat ik moet doen", 1),
    line("l4", "bot", "Wat je schrijft, blijft hier. Wil je met een mens praten?", 2, fate="withdrawn"),
    line("l5", "contact", "hij zegt dat hij alles naar mijn werk stuurt. ik kan niet meer", 3, hard=True),
    line("l6", "staff", "Dag, ik ben Noor. Ik lees met je mee, en we doen dit samen.", 5, fate="ambiguous"),
    line("l7", "contact", "dank je", 6),
]
FACTS = [
    {"key": "age", "value": "adult", "label": "18 or older"},
    {"key": "age_in_image", "value": "adult", "label": "18 or older in the image"},
    {"key": "situation", "value": "threat", "label": "Somebody threatens to share it"},
]
CONSENTS = [
    {
        "id": "k1",
        "scope": "keep",
        "text": "Mag ik bewaren wat je antwoordde?",
        "language": "nl",
        "given_at": "2026-11-22T20:01:00Z",
        "withdrawn_at": None,
    },
    {
        "id": "k2",
        "scope": "links",
        "text": "Mogen je links bewaard worden?",
        "language": "nl",
        "given_at": "2026-11-22T20:02:00Z",
        "withdrawn_at": "2026-11-22T20:04:00Z",
    },
]
ITEMS = [
    {
        "id": "i1",
        "kind": "link",
        "platform": "Telegram",
        "shown": "hxxps://t[.]me/example/12",
        "state": "kept",
        "algorithm": None,
        "quality": None,
        "label": None,
        "given_at": "2026-11-22T20:02:00Z",
        "custody": [{"act": "copied", "alias": "Sam", "at": "2026-11-22T20:04:00Z"}],
    },
    {
        "id": "i2",
        "kind": "hash",
        "platform": None,
        "shown": "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22",
        "state": "kept",
        "algorithm": "pdq",
        "quality": 88,
        "label": "PDQ",
        "given_at": "2026-11-22T20:02:00Z",
        "custody": [],
    },
]
HISTORY = [
    ("case_opened", None, {}),
    ("consent_given", None, {"scope": "keep"}),
    ("handoff_queued", None, {"team": "helpline"}),
    ("case_viewed", "Sam", {"reason": "asked"}),
    ("case_taken_over", "Noor", {"staff": "s-noor", "team": "helpline"}),
]


def case_page(name: str = "7K2M", may: list[str] | None = None, **said: Any) -> Json:
    """What the server says of a case: Noor has it, unless said otherwise. The rest is of its row."""
    happened = [
        {"seq": number, "kind": kind, "at": f"2026-11-22T20:0{number}:00Z", "alias": alias, "about": about}
        for number, (kind, alias, about) in enumerate(HISTORY)
    ]
    page: Json = {
        "lines": TALK,
        "facts": FACTS,
        "words": [{"key": "summary", "text": "ze dreigen met foto's"}],
        "consents": CONSENTS,
        "items": ITEMS,
        "history": happened,
        "notes": [{"id": "n1", "alias": "Sam", "text": "Belt liever niet.", "at": "2026-11-22T20:04:00Z"}],
        "match": False,
        "safe_time": "evening",
        "kept_back": 0,
        "drafts": "aGF2ZW4gaGF2ZW4gaGF2ZW4gaGF2ZW4gaGF2ZW4gaGE=",
        "kept_until": "2027-11-22T20:00:00Z",
        "kept_for": None,
        "barred_until": None,
        "blocked": False,
        "may": HERS if may is None else may,
        "handback": ["welcome", "intake", "more", "partner", "finish", "rest"],
        "colleagues": [{"id": "s-sam", "alias": "Sam", "teams": ["helpline"]}],
        "teams": [{"key": "helpline", "name": "Helpline De Haven"}, {"key": "child_focus", "name": "Child Focus"}],
    }
    of_row = {key: value for key, value in said.items() if key not in page}
    page |= {key: value for key, value in said.items() if key in page}
    return page | {"row": row(name, **({"holder": MINE} | of_row))}


#: Every state, by name.
STATES: dict[str, Json] = {
    "mine": case_page(answer_by="2026-11-22T20:13:00Z"),
    "waiting": case_page(
        may=["take_over", "transfer", "close", "minor", "urgent", "safe_time", "note"],
        holder=row("x")["holder"],
        urgency="urgent",
        unseen=2,
        looking=[{"id": "s-sam", "alias": "Sam"}],
    ),
    "a colleague's": case_page(may=["note"], holder=SAMS, notes=[]),
    "with the bot": case_page(may=["take_over", "close", "minor", "note"], holder=BOT, items=[], facts=[], words=[]),
    "closed": case_page(may=["reopen", "note"], holder=BOT, state="closed", outcome="helped"),
    "crisis": case_page(urgency="crisis", numbers_by="2026-11-22T20:10:00Z", route="both"),
    "danger, late": case_page(urgency="danger", answer_by="2026-11-22T20:10:00Z"),
    "locked": case_page(locked=True, kept_back=2),
    "to be read only": case_page(may=[], holder=SAMS, consents=[], history=[], safe_time=None),
    "every fate": case_page(lines=[line(f"f-{fate}", "staff", f"dit is {fate}", 1, fate=fate) for fate in FATES]),
    "blocked by her": case_page(blocked=True),
    "shut out": case_page(barred_until="2126-11-23T20:00:00Z"),
    "empty": case_page(lines=[], items=[], consents=[], notes=[], facts=[], words=[], history=[]),
}
