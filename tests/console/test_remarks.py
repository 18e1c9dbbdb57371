"""What the checker says reaches an editor in her own language, and in the words of the forms she fills in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from console.called import Called
from console.form_words import CONSENTS, FACTS, FIELDS, FLOWS, TYPES
from console.remarks import in_language
from flows.facts import CONSENTS as ALL_CONSENTS
from flows.facts import FACTS as ALL_FACTS
from flows.remark import Remark, Spoken, Term, all_of, remark
from flows.texts import placeholders
from haven import premises
from haven.messages import REMARKING, texts_in
from helpline.languages import load_catalogue
from tests.console.desk import opened
from tests.console.editors import Editor, editor

WORDS = load_catalogue(premises.LOCALES)
SOURCES = [path for room in ("flows", "helpline") for path in sorted((premises.ROOT / room).rglob("*.py"))]
REMARKS = sorted({text for path in SOURCES for text in texts_in(path.read_text("utf-8"), REMARKING)})


def said(text: str, language: str) -> str:
    return in_language(text, partial(WORDS.say, language), language)


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_every_remark_is_translated_and_fills_in_the_same(language: str) -> None:
    assert len(REMARKS) > 100
    words = WORDS.words[language]
    assert [one for one in REMARKS if one not in words] == []
    assert [one for one in REMARKS if sorted(placeholders(one)) != sorted(placeholders(words[one]))] == []


def test_every_remark_stands_where_translators_find_it() -> None:
    """Never made up of halves: the first thing handed to `remark` is a text itself."""
    calls = [call for path in SOURCES for call in _calls(path)]
    assert len(calls) > 100
    assert [ast.unparse(call) for call in calls if not isinstance(call.args[0], ast.Constant)] == []


def _calls(path: Path) -> Iterator[ast.Call]:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REMARKING:
            yield node


def test_forms_and_messages_call_a_field_the_same() -> None:
    named = (premises.ROOT / "web" / "console" / "editor" / "named.ts").read_text("utf-8")
    known = dict(re.findall(r'(\w+): \(\) => t\("([^"]+)"\)', named.partition("FIELDS")[2].partition("};")[0]))
    assert known == FIELDS
    assert dict(re.findall(r'(\w+): \[\(\) => t\("([^"]+)"\)', named.partition("TYPES")[2].partition("};")[0])) == TYPES
    flows = (premises.ROOT / "web" / "console" / "editor" / "flows_named.ts").read_text("utf-8")
    assert dict(re.findall(r'(\w+): \(\) => t\("([^"]+)"\)', flows)) == FLOWS
    assert [one for one in (*CONSENTS.values(), *FACTS.values()) if f't("{one}")' not in named] == []
    assert (CONSENTS.keys() >= set(ALL_CONSENTS), FACTS.keys() >= ALL_FACTS.keys()) == (True, True)


def test_names_are_those_of_the_forms_and_texts_of_a_flow_stay_as_they_are() -> None:
    field, language = Term("choices.minor.label"), Term("nl", "language")
    wrong = remark("not translated; translate “{text}”", text="Under 18")
    one = remark("{part} in {language}: {wrong}", part=field, language=language, wrong=wrong)
    assert one == "choices.minor.label in nl: not translated; translate “Under 18”"
    assert said(one, "nl") == "`Op de knop staat (minor)` in het Nederlands: niet vertaald; vertaal “Under 18”"
    assert said(one, "en") == "`The button says (minor)` in Dutch: not translated; translate “Under 18”"


def test_a_button_in_a_told_talk_is_called_as_it_stands_in_that_language() -> None:
    pressed = remark("contact presses ‘{label}’", label=Spoken("Under 18", {"nl": "Jonger dan 18"}))
    assert said(pressed, "nl") == "de persoon drukt op ‘Jonger dan 18’"
    assert said(pressed, "fr") == "la personne appuie sur « Under 18 »"


def test_consents_are_called_as_the_forms_call_them() -> None:
    consents = all_of(Term(one, "consent") for one in ("keep", "links"))
    one = remark("it hands over without consent to {consents}; ask for it earlier on this way", consents=consents)
    assert one.startswith("it hands over without consent to keep and links;")
    assert said(one, "en").startswith("it hands over without consent to `keeping a case` and `keeping links`;")
    assert said(one, "nl").startswith(
        "de stap geeft door zonder toestemming voor `een dossier bewaren` en `links bewaren`;"
    )


# ── what is in her draft is called by its words ───────────────────────────────────────────────────────────────────
DRAFT: dict[str, Any] = {
    "languages": ["en", "nl"],
    "flows": {
        "triage": {
            "flow": "triage",
            "start": "age",
            "steps": {
                "age": {
                    "type": "choose",
                    "say": "How old\nare `you`?",
                    "choices": [{"key": "minor", "label": "Under 18"}],
                },
                "helpers": {"type": "card", "cards": ["institute", "gone"]},
                "by": {"type": "branch", "cases": [{"when": {"age": "minor", "new": "x"}}, "junk"]},
                "people": {"type": "hand_off", "team": "helpline"},
                "to": {"type": "call", "flow": "danger"},
                "over": {"type": "end"},
                "junk": [1],
            },
        }
    },
    "translations": {"nl": {"triage.age.say": "Hoe oud ben je?", "triage.age.minor.label": "Jonger dan 18"}},
}


def called(language: str, draft: object = DRAFT) -> Called:
    entries, teams = {"institute": "The Institute"}, {"helpline": "De Haven"}
    return Called(partial(WORDS.say, language), language, draft, entries, teams).at("triage", "age")  # type: ignore[arg-type]


def test_a_step_is_called_by_what_it_says_or_does() -> None:
    steps = ("age", "helpers", "by", "people", "to", "over", "junk", "nowhere")
    assert [called("en").name(Term(one, "step")) for one in steps] == [
        "How old are ’you’?",
        "Shows: The Institute, gone",
        "Goes by the writer's age, new",
        "To the team: De Haven",
        "Goes through: Danger",
        "End of this part · over",
        "junk",
        "nowhere",
    ]
    assert called("nl").name(Term("age", "step")) == "Hoe oud ben je?"


def test_buttons_parts_entries_and_teams_are_called_as_she_sees_them() -> None:
    terms = (Term("minor", "choice"), Term("danger", "flow"), Term("institute", "entry"), Term("helpline", "team"))
    assert [called("nl").name(one) for one in terms] == ["Jonger dan 18", "Gevaar", "The Institute", "De Haven"]
    part = remark("{part}: {wrong}", part=Term("choices.minor.label"), wrong="?")
    assert in_language(part, partial(WORDS.say, "en"), "en", names=called("en")) == "`The button says (Under 18)`: ?"
    part = remark("{part}: {wrong}", part=Term("yes.label"), wrong="?")
    assert in_language(part, partial(WORDS.say, "nl"), "nl", names=called("nl")) == "`Op de knop staat (Ja)`: ?"


@pytest.mark.parametrize(
    "junk", [{}, {"flows": []}, {"flows": {"triage": 3}}, {"flows": {"triage": {"steps": "no"}}}, 7]
)
def test_whatever_stands_in_a_draft_everything_has_some_name(junk: object) -> None:
    for kind in ("step", "choice", "flow", "entry", "team"):
        assert called("nl", junk).name(Term("gone", kind)) == "gone"  # type: ignore[arg-type]


def test_what_is_no_remark_stays_as_it_stands() -> None:
    assert said("of nobody's making", "nl") == "of nobody's making"
    assert said(Remark("in no catalogue: {what}", {"what": 1}), "nl") == "in no catalogue: 1"


# ── over the console ──────────────────────────────────────────────────────────────────────────────────────────────
async def read_in(language: str, one: Editor, draft: str) -> Any:
    chosen = await one.browser.post("/console/api/me", {"language": language})
    assert chosen.status == 200, chosen.body
    report = await one.post(f"drafts/{draft}/check")
    assert report.status == 200, report.body
    return report.json


async def test_editors_of_one_draft_each_read_what_is_wrong_in_their_own_language(tmp_path: Path) -> None:
    async with opened(tmp_path) as desk:
        ann, bo = await editor(desk, "ann"), await editor(desk, "bo", "admin")
        await desk.parts.office.look()
        draft = await ann.begins()
        await ann.writes(draft, "triage.hello", "say", "Are you well? Is all well?")
        await ann.writes(draft, "intake.keep", "no.go", "hashes")
        english, dutch = await read_in("en", ann, draft), await read_in("nl", bo, draft)
        french = await read_in("fr", ann, draft)
        mistakes = [{one["message"] for one in report["issues"]} for report in (english, dutch, french)]
        wrong = "2 questions in one message; ask one, and the other in a step of its own"
        assert f"`What Haven says` in English: {wrong}" in mistakes[0]
        assert any(
            one.endswith("2 vragen in één bericht; stel er één, en de andere in een eigen stap") for one in mistakes[1]
        )
        assert any(one.startswith("`Ce que dit Haven` en anglais : 2 questions") for one in mistakes[2])
        broken = [
            next(one for one in report["refuted"] if one["promise"] == "P2") for report in (english, dutch, french)
        ]
        assert broken[0]["conversation"][0] == "begin"
        assert all(line.startswith(("begin", "de persoon ", "de hulplijn ")) for line in broken[1]["conversation"])
        assert all(line.startswith(("début", "la personne ", "la ligne ")) for line in broken[2]["conversation"])
        assert "asks for consent to" in broken[0]["message"]
        assert "vraagt toestemming voor" in broken[1]["message"]
        assert "demande l'accord pour" in broken[2]["message"]


async def test_no_message_names_a_step_or_a_card_by_its_short_name(tmp_path: Path) -> None:
    async with opened(tmp_path) as desk:
        ann = await editor(desk, "ann")
        await desk.parts.office.look()
        draft = await ann.begins()
        await ann.writes(draft, "triage.age", "choices.minor.go", "institute")
        await ann.writes(draft, "triage.for_whom", "choices.self.label", "About someone else")
        report = await read_in("en", ann, draft)
        told = " | ".join(one["message"] for one in (*report["issues"], *report["refuted"]))
        assert "Child Focus" in told
        assert "It's about someone else" in told or "About someone else" in told
        assert [name for name in ("`child_focus`", "`institute`", "`self`", "`other`") if name in told] == []


async def test_why_a_draft_cannot_be_tried_is_told_in_the_editors_language(tmp_path: Path) -> None:
    async with opened(tmp_path) as desk:
        ann = await editor(desk, "ann")
        draft = await ann.begins()
        await ann.browser.post("/console/api/me", {"language": "nl"})
        await ann.writes(draft, "triage.age", "choices", [])
        talk = {"at": "2026-11-23T09:30:00Z", "moves": [{"move": "say", "words": "hallo"}]}
        played = (await ann.post("play", {"draft": draft, "talk": talk})).json
        assert [one["message"] for one in played["problems"]] == [
            "`Antwoorden om uit te kiezen` is leeg; voeg er minstens één toe"
        ]
