"""called: what a step, a button, a part, an entry or a team is called by whoever edits: by its words, as she sees them.

The browser calls them so in its lists (`web/console/editor/steps.ts`); a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from console.form_words import FACTS, FLOWS, TYPES
from console.pages import language_of, teams
from console.parts import ConsoleParts
from flows.changes import at
from flows.remark import Term
from flows.texts import SOURCE
from helpline.drafts import Content
from helpline.people import Visit

#: So much of what a step says stands in a message.
LONGEST = 70


@dataclass(frozen=True)
class Called:
    """Names in one draft, for one reader. A draft may say anything anywhere; what has no name is called by its key.

    `say`: of her language. `entries`, `teams`: names by key. `flow`, `step`: where it is spoken of them."""

    say: Callable[..., str]
    language: str
    content: Content
    entries: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)
    flow: str = ""
    step: str = ""

    def at(self, flow: str | None, step: str | None) -> Called:
        return replace(self, flow=flow or "", step=step or "")

    def name(self, term: Term) -> str:
        key = str(term)
        match term.kind:
            case "flow":
                return self.part(key)
            case "step":
                return self.title(self.flow, key)
            case "choice":
                return self._short(self._words(self.flow, self.step, f"choices.{key}.label")) or key
            case "entry":
                return self.entries.get(key, key)
            case "team":
                return self.teams.get(key, key)
            case _:
                return key

    def part(self, flow: str) -> str:
        """A part of the conversation."""
        return self.say(FLOWS[flow]) if flow in FLOWS else flow.replace("_", " ")

    def title(self, flow: str, key: str) -> str:
        """A step: by its first words, or by what it does."""
        step = at(self.content, ("flows", flow, "steps", key))
        if not isinstance(step, Mapping):
            return key
        kind = str(step.get("type"))
        does = self._short(self._words(flow, key, "say")) or self._does(kind, step)
        return does or f"{self.say(TYPES[kind]) if kind in TYPES else kind} · {key.replace('_', ' ')}"

    def _does(self, kind: str, step: Mapping[str, Any]) -> str:
        match kind:
            case "card":
                shown = ", ".join(self.entries.get(one, one) for one in _strings(step.get("cards")))
                return self._short(self.say("Shows: {names}", names=shown)) if shown else ""
            case "call":
                return self.say("Goes through: {name}", name=self.part(str(step.get("flow") or "…")))
            case "hand_off":
                team = ", ".join(self.teams.get(one, one) for one in _strings(step.get("team")))
                return self.say("To the team: {name}", name=team) if team else ""
            case "branch":
                return self.say("Goes by {facts}", facts=self._decides(step) or "…")
            case _:
                return ""

    def _decides(self, step: Mapping[str, Any]) -> str:
        cases = step.get("cases")
        tested = [one.get("when") for one in cases if isinstance(one, Mapping)] if isinstance(cases, list) else []
        facts = dict.fromkeys(str(fact) for when in tested if isinstance(when, Mapping) for fact in when)
        return ", ".join(self.say(FACTS[fact]) if fact in FACTS else fact for fact in facts)

    def _words(self, flow: str, step: str, path: str) -> str:
        """In her language; where it is not translated, as it was written."""
        key = f"{flow}.{step}.{path.removeprefix('choices.')}"
        translated = None if self.language == SOURCE else at(self.content, ("translations", self.language, key))
        source = at(self.content, ("flows", flow, "steps", step, *path.split(".")))
        return next((one for one in (translated, source) if isinstance(one, str) and one), "")

    @staticmethod
    def _short(words: str) -> str:
        """On one line, and without the quotes that names are told by."""
        line = " ".join(words.replace("`", "’").split())
        return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def _strings(value: object) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def called(parts: ConsoleParts, visit: Visit, content: Content) -> Called:
    """Names in this draft, for her."""
    language = language_of(parts, visit)
    known = {one.key: one.name for one in teams(parts, parts.house().teams)}
    return Called(partial(parts.say, language), language, content, entry_names(parts, language), known)


def entry_names(parts: ConsoleParts, language: str) -> dict[str, str]:
    """All that a step can show, by its name; an alias by what stands behind it."""
    book, now = parts.house().directory, parts.clock()
    names = {key: entry.name.get(language, key) for key, entry in book.entries.items()}
    for key in book.aliases:
        behind = dict.fromkeys(one.name.get(language, one.key) for one in book.resolve(key, language, now))
        names[key] = ", ".join(behind) or key
    return names


def name_in(content: Content, section: str, key: str, language: str) -> str:
    """An entry of the directory, by its name in this language, as the directory says it."""
    path = ("platforms", "platforms", key) if section == "platforms" else (section, key)
    named = at(content, (*path, "name"))
    if isinstance(named, Mapping):
        named = named.get(language) or named.get(SOURCE)
    return named if isinstance(named, str) and named else key.replace("_", " ")
