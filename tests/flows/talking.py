"""Holds a talk with the engine, writing the session down and reading it back between any two replies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows import engine
from flows.flow import Flow, Revision
from flows.load import load_library
from flows.move import Answered, Effect, Moment, Notice, Pressed, Reply, Said, Say, ShowCards, Spoken
from flows.session import Session

TOKEN = "tok12345"
USUAL = datetime(2026, 11, 18, 14, 0, tzinfo=UTC)


def revision(flows: Mapping[str, Any], translations: Mapping[str, Any] | None = None) -> Revision:
    """A revision of flows written as plain data, by key: {flow: {step: {...}}}; the first step is the start."""
    made = {
        key: Flow.model_validate({"flow": key, "start": next(iter(steps)), "steps": steps})
        for key, steps in flows.items()
    }
    return Revision.of(1, made, translations or {})


def loaded(folder: Path, languages: Iterable[str] | None = None) -> Revision:
    """The flows of a folder in which the translations lie beside them."""
    return load_library(folder, {path.stem: path for path in sorted(folder.glob("*.po"))}, languages)


class Talk:
    """One talk under way; every turn of it checks that nothing is lost on paper."""

    def __init__(self, known: Revision, flow: str, language: str = "en", **given: Any) -> None:
        self.revision = known
        self.moment = Moment(USUAL, frozenset(given.pop("holds", ())))
        self.turn = engine.begin(known, flow, language, self.moment, TOKEN, **given)

    @property
    def session(self) -> Session:
        written = self.turn.session.to_json()
        read = Session.from_json(written)
        assert read == self.turn.session
        return read

    def reply(self, reply: Reply) -> Talk:
        self.turn = engine.advance(self.revision, self.session, reply, self.moment)
        return self

    def say(self, *words: str) -> Talk:
        for one in words:
            self.reply(Said(one))
        return self

    def press(self, key: str) -> Talk:
        return self.reply(Pressed(f"{TOKEN}:{self.session.place}:{key}"))

    def answer(self, route: str) -> Talk:
        return self.reply(Answered(route))

    def interrupt(self, flow: str) -> Talk:
        self.turn = engine.interrupt(self.revision, self.session, flow, self.moment)
        return self

    @property
    def at(self) -> str:
        return "over" if self.session.ended else str(self.session.place)

    @property
    def heard(self) -> list[str]:
        return [heard(one) for one in self.turn.says]

    @property
    def asked(self) -> list[dict[str, Any]]:
        return [asked(effect) for effect in self.turn.effects]


def heard(spoken: Spoken) -> str:
    """What a spoken thing is called in the tests: its text; cards by name; a notice in brackets."""
    match spoken:
        case Say(text=text):
            return text
        case ShowCards(entries=entries):
            return "cards: " + ", ".join(entries)
        case Notice(name=name):
            return f"({name})"


def asked(effect: Effect) -> dict[str, Any]:
    """An effect as plain data: {its name: {its fields}}."""
    fields = {name: list(value) if isinstance(value, tuple) else value for name, value in vars(effect).items()}
    return {type(effect).__name__: fields}
