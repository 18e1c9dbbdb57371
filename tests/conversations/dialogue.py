"""A dialogue on paper: reads it, holds the same talk with the engine, and writes down what Haven answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from flows import engine
from flows.flow import Revision
from flows.move import (
    Alert,
    Answered,
    Button,
    ChangeItem,
    Decline,
    Effect,
    Grant,
    HandOff,
    KeepHashes,
    KeepLinks,
    KeepWords,
    Moment,
    Notice,
    Pressed,
    Reply,
    Said,
    Say,
    ShowCards,
    ShowReview,
    Turn,
)
from flows.session import Session
from flows.source import plain_yaml

HERS = ("them", "them_press")
USUAL = datetime(2026, 11, 18, 14, 0)
BRUSSELS = ZoneInfo("Europe/Brussels")
ANSWERS = {
    Grant: "given", Decline: "declined", KeepLinks: "kept", KeepHashes: "kept", KeepWords: "kept",
    ShowReview: "shown", ChangeItem: "changed", HandOff: "queued", Alert: "done",
}  # fmt: skip

Line = dict[str, Any]


@dataclass(frozen=True)
class Dialogue:
    """What is in the file: what it is about, its language, and all lines of both sides in order."""

    about: str
    language: str
    talk: tuple[Line, ...]
    at: datetime = USUAL
    #: The flow it begins with, and what is known by then.
    begins: str = "triage"
    knows: Mapping[str, str] = field(default_factory=dict)
    #: The teams of the house, where it is not the one alone.
    teams: tuple[str, ...] = ()

    @property
    def hers(self) -> tuple[Line, ...]:
        """Only what the contact says, presses, or what happens to her."""
        return tuple(line for line in self.talk if any(key in line for key in HERS))


def read(path: Path) -> Dialogue:
    plain = plain_yaml(path.read_text(encoding="utf-8"))
    at = datetime.fromisoformat(str(plain["at"])) if "at" in plain else USUAL
    known = {name: plain[name] for name in ("begins", "knows") if name in plain}
    known |= {"teams": tuple(plain["teams"])} if "teams" in plain else {}
    return Dialogue(plain["about"], plain["language"], tuple(plain["talk"]), at, **known)


def hold(revision: Revision, dialogue: Dialogue) -> tuple[Line, ...]:
    """The whole talk again, with what Haven says now; between any two replies the session goes through JSON."""
    return Talk(revision, dialogue).lines()


class Talk:
    """One talk under way. The helpline is a stand-in: it says yes to everything, unless the dialogue says otherwise."""

    def __init__(self, revision: Revision, dialogue: Dialogue) -> None:
        self.revision = revision
        self.dialogue = dialogue
        holds = frozenset(f"team:{team}" for team in dialogue.teams)
        self.moment = Moment(dialogue.at.replace(tzinfo=BRUSSELS), holds)
        self.buttons: tuple[Button, ...] = ()
        self.session: Session | None = None

    def lines(self) -> tuple[Line, ...]:
        flow, language = self.dialogue.begins, self.dialogue.language
        begun = engine.begin(self.revision, flow, language, self.moment, "paper", self.dialogue.knows)
        written = list(self._haven(begun, {}))
        for line in self.dialogue.hers:
            written.append(line)
            written += self._haven(self._turn(line), line.get("answers", {}))
        return tuple(written)

    def _turn(self, line: Line) -> Turn:
        assert self.session is not None
        session = Session.from_json(self.session.to_json())
        if "learns" in line:
            return engine.correct(self.revision, session, line["learns"], self.moment, line["opens"])
        if "opens" in line:
            return engine.interrupt(self.revision, session, line["opens"], self.moment)
        return engine.advance(self.revision, session, self._reply(line), self.moment)

    def _reply(self, line: Line) -> Reply:
        if "them" in line:
            return Said(str(line["them"]))
        data = {button.label: button.data for button in self.buttons}
        assert line["them_press"] in data, f"there is no button {line['them_press']!r}; there are {list(data)}"
        return Pressed(data[line["them_press"]])

    def _haven(self, turn: Turn, answers: Mapping[str, str]) -> Iterator[Line]:
        """All that Haven says and does until it is her turn."""
        while True:
            self.session = turn.session
            for spoken in turn.says:
                yield self._spoken(spoken)
            if not turn.effects:
                break
            answer = ""
            for effect in turn.effects:
                answer = answers.get(type(effect).__name__, ANSWERS[type(effect)])
                yield {"does": _done(effect, answer)}
            turn = engine.advance(self.revision, turn.session, Answered(answer), self.moment)
        if turn.session.ended:
            yield {"ends": True}

    def _spoken(self, spoken: object) -> Line:
        if isinstance(spoken, ShowCards):
            return {"shows": list(spoken.entries)}
        if isinstance(spoken, Notice):
            return {"notice": spoken.name}
        assert isinstance(spoken, Say)
        if not spoken.prompt:
            return {"haven": spoken.text}
        self.buttons = spoken.buttons
        return {"haven": spoken.text, "buttons": [button.label for button in spoken.buttons]}


def _done(effect: Effect, answer: str) -> str:
    """What the helpline was asked to do, in a counsellor's words."""
    match effect:
        case Grant():
            said = f"notes the yes to {', '.join(effect.scopes)}"
        case Decline():
            said = f"notes the no to {', '.join(effect.scopes)}"
        case KeepLinks():
            said = "keeps links"
        case KeepHashes():
            said = "keeps hashes"
        case KeepWords():
            said = f"keeps her words: {effect.answer}"
        case ShowReview():
            said = "shows all that was left"
        case ChangeItem():
            said = "changes what was left"
        case HandOff():
            said = f"puts the case into the queue of {effect.team}"
        case Alert():
            said = f"alerts staff, without content: {effect.kind}"
    return said if answer == ANSWERS[type(effect)] else f"{said} – {answer}"


# ── on paper again ────────────────────────────────────────────────────────────────────────────────────────────────
class _Row(list[Any]):
    """A list written on one line."""


class _Paper(yaml.SafeDumper):
    """YAML as people would type it."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


_Paper.add_representer(_Row, lambda paper, row: paper.represent_sequence("tag:yaml.org,2002:seq", row, flow_style=True))


def write(path: Path, dialogue: Dialogue, lines: tuple[Line, ...]) -> None:
    """The dialogue with these lines, for someone to read and to approve."""
    talk = [{key: _Row(said) if isinstance(said, list) else said for key, said in line.items()} for line in lines]
    plain: dict[str, Any] = {"about": dialogue.about, "language": dialogue.language}
    if dialogue.at != USUAL:
        plain["at"] = dialogue.at.isoformat()
    if dialogue.begins != "triage":
        plain |= {"begins": dialogue.begins, "knows": dict(dialogue.knows)}
    if dialogue.teams:
        plain |= {"teams": _Row(dialogue.teams)}
    text = yaml.dump(plain | {"talk": talk}, Dumper=_Paper, sort_keys=False, allow_unicode=True, width=110)
    path.write_text(text, encoding="utf-8")
