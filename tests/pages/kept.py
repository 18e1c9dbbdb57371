"""A case with everything in it, as somebody takes it along; a whole year of talk where it is wanted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from helpline.case import Case, Holder
from helpline.consent import Consent
from helpline.contact import Words
from helpline.evidence import Item
from helpline.hers.everything import Everything
from helpline.views import Custody, Happening, SeenLine

THEN = datetime(2026, 3, 14, 20, 15, tzinfo=UTC)
LINK = "https://example.org/photos/her-name?id=7"
SAID = "hij heeft ze op een site gezet: https://example.org/x"
#: Words of every kind a phone can send.
SCRIPTS = (
    "Ik ben bang – €5, “echt”, ’s avonds",
    "مرحبا، هل يمكنكم مساعدتي؟",
    "שלום, אפשר לדבר?",
    "你好，请帮帮我",
    "Здравствуйте, ґ ї",
    "สวัสดี นี่คือข้อความ",
    "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 😀 🥹",
    "left\u202egnirts lamron\u202c right \u2066x\u2069",
    "half a character: \ud83d, a nought: \x00, a bell: \x07",
    "a" * 600,
    "z̴̢̛͓a̷̡̧l̸g̵o̶",
    "",
)


def consent(scope: str, withdrawn: datetime | None = None) -> Consent:
    text = f"Do you want us to keep this ({scope})? 100 % yours."
    return Consent(f"c-{scope}", scope, f"evidence.{scope}.say", 1, text, "nl", THEN, withdrawn)


def made_of_one_photo() -> tuple[Item, ...]:
    """Two hashes that her own device made of one file."""
    hers = Item("i-4", "hash", "cd" * 32, THEN, "hashes", algorithm="pdq", value="cd" * 32, quality=87, media="image")
    hers = replace(hers, origin="page", tool="haven-page 1", size="1-10MB", file="f-1")
    return hers, replace(hers, id="i-5", as_typed="ef" * 16, algorithm="md5", value="ef" * 16, quality=None)


def case(language: str = "nl") -> Case:
    items = (
        Item("i-1", "link", LINK, THEN, "links", normalised=LINK, platform=None, passage=(3, 95)),
        Item("i-2", "hash", "ab" * 16, THEN, "hashes", algorithm="md5", value="ab" * 16),
        Item("i-3", "place", "in the group of the club, with t.me/club", THEN, "words"),
        *made_of_one_photo(),
    )
    return Case(
        id="case-1",
        number="K7RM-2QXD",
        opened_at=THEN,
        language=language,
        holder=Holder("queue", "helpline", None, 2, THEN),
        waiting_since=THEN,
        facts={"for_whom": "self", "age": "adult", "situation": "online"},
        words={"story": SAID, "impact": SCRIPTS[6]},
        consents=(consent("keep"), consent("links"), consent("hashes", THEN + timedelta(hours=1))),
        items=items,
        wrote=2,
        wrote_at=THEN,
    )


def line(number: int, words: str, by: str = "contact", alias: str | None = None, fate: str = "none") -> SeenLine:
    return SeenLine(f"l-{number}", by, None, alias, Words(words), THEN + timedelta(minutes=number), fate)


def everything(language: str = "nl", lines: int = 0) -> Everything:
    said = [line(1, SAID), line(2, "Ik ben er nu, je mag rustig vertellen.", "staff", "Noor", "sent")]
    said += [line(3, "niet aangekomen", "bot", fate="withdrawn"), line(4, "wacht nog", "staff", "Noor", "kept_back")]
    said += [line(number, words) for number, words in enumerate(SCRIPTS, start=5)]
    said += [line(100 + number, f"{number}. {SCRIPTS[0]} {SAID}") for number in range(lines)]
    hands = (Custody("given", None, THEN), Custody("seen", "Noor", THEN), Custody("copied", "Noor", THEN))
    kinds = ("case_opened", "consent_given", "handoff_queued", "case_viewed", "case_taken_over", "case_exported")
    history = tuple(Happening(n, kind, THEN, "Noor", {"scope": "keep"}) for n, kind in enumerate(kinds))
    return Everything(case(language), tuple(said), dict.fromkeys(("i-1", "i-4", "i-5"), hands), history, notes=3)


def young(one: Everything) -> Everything:
    """Child Focus' own: kept for a month at most."""
    return replace(one, case=replace(one.case, route="child_focus", facts={"age": "minor"}, items=(), words={}))
