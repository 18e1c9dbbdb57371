"""remarks: what the checker says, in the language of whoever reads it, and in the words of the forms she fills in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from babel import Locale

from console.draft_answers import Report
from console.pages import language_of
from console.parts import ConsoleParts
from flows.remark import Remark, Spoken, Term
from helpline import checking
from helpline.hours import LOCALES
from helpline.people import Visit

#: Of a text in English and its values, what it is in one language.
Say = Callable[..., str]
#: What forms call a field; they say it themselves, so that a test holds these against them.
FIELDS: Mapping[str, str] = {
    "say": "What Haven says",
    "label": "The button says",
    "also": "Other words people use for it, with commas between",
    "again": "Said when it comes back here",
    "more": "Said after each one that came in",
    "go": "Where does it lead?",
    "refused": "Where, if it cannot be done?",
    "empty": "Where, if there is nothing to show?",
    "choices": "Answers to choose from",
    "cases": "Cases; the first that fits is taken",
    "when": "If",
    "sets": "What is known then",
    "alert": "Tells colleagues at once that somebody is in danger",
    "note": "Note for colleagues and translators; contacts never see it",
    "flow": "Which part?",
    "team": "Which team?",
    "cards": "Whose numbers?",
    "scopes": "What is agreed to?",
    "keeps": "What is it about?",
    "max": "Longest answer, in characters",
    "yes": "Yes",
    "no": "No",
    "skip": "Not now",
    "done": "Done",
    "right": "That is right",
    "add": "Add more",
    "nowhere": "I do not know where",
}
CONSENTS: Mapping[str, str] = {
    "keep": "keeping a case",
    "links": "keeping links",
    "hashes": "keeping fingerprints",
    "words": "keeping own words",
    "handoff": "passing it on to people who help",
    "notice": "a notice to the platform",
    "contact_back": "writing back later",
}
FACTS: Mapping[str, str] = {
    "language": "the language",
    "for_whom": "for whom",
    "age": "the writer's age",
    "age_in_image": "the age in the image",
    "situation": "the situation",
    "material": "real or made",
    "partner": "a partner or former partner",
    "against_will": "against the person's will",
    "country": "the country",
    "relation": "how they know each other",
    "open": "open just now",
    "staff": "somebody is there of",
    "team": "this house has the team",
}
#: What forms call these is a saying of its own, which would be lost in a sentence.
_QUOTED = ("field", "consent")
_CALLED = {"field": FIELDS, "consent": CONSENTS, "fact": FACTS}


def report_for(parts: ConsoleParts, visit: Visit, report: checking.Report) -> Report:
    """What a check found, for her. Others read the same report in another language."""
    put, found = reader(parts, visit), Report.model_validate(report)
    issues = (
        shown.model_copy(update={"message": put(one.message)})
        for shown, one in zip(found.issues, report.issues, strict=True)
    )
    refuted = (
        shown.model_copy(update={"message": put(one.message), "conversation": tuple(map(put, one.conversation))})
        for shown, one in zip(found.refuted, report.refuted, strict=True)
    )
    return found.model_copy(update={"issues": tuple(issues), "refuted": tuple(refuted)})


def reader(parts: ConsoleParts, visit: Visit, *, filed: bool = False) -> Callable[[str], str]:
    """Puts remarks into her language. `filed`: of a file, where fields have the names they are written by."""
    language = language_of(parts, visit)
    return partial(in_language, say=partial(parts.say, language), language=language, filed=filed)


def in_language(text: str, say: Say, language: str, *, filed: bool = False) -> str:
    """A remark as this language says it; any other text as it stands. `say`: of this language."""
    if isinstance(text, Remark):
        put = partial(in_language, say=say, language=language, filed=filed)
        return say(text.template, **{name: _value(text.template, name, one, put) for name, one in text.values.items()})
    if isinstance(text, Spoken):
        return text.others.get(language, text)
    if isinstance(text, Term) and not (filed and text.kind == "field"):
        return _called(text, say, language)
    return text


def _value(template: str, name: str, value: object, put: Callable[[str], str]) -> object:
    """A field and a consent are told from the words around them by quotes, where the template has none."""
    said = put(value) if isinstance(value, str) else value
    bare = isinstance(value, Term) and value.kind in _QUOTED and f"`{{{name}}}`" not in template
    return f"`{said}`" if bare else said


def _called(term: Term, say: Say, language: str) -> str:
    """As the forms call it. Of a path such as `choices.minor.label`: its last name, and which one it is of."""
    if term.kind == "language":
        names = Locale.parse(LOCALES.get(language, "en_GB")).languages
        return str(names.get(str(term), term))
    *path, name = str(term).split(".")
    known = _CALLED[term.kind].get(name)
    word = say(known) if known else name
    return f"{word} ({path[-1]})" if path else word
