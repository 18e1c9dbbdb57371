"""remarks: what the checker says, in the language of whoever reads it, and in the words of the forms she fills in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from babel import Locale

from console.called import Called, called
from console.draft_answers import Report
from console.form_words import CONSENTS, FACTS, FIELDS
from console.pages import language_of
from console.parts import ConsoleParts
from flows.remark import Remark, Spoken, Term
from helpline import checking
from helpline.drafts import Content
from helpline.hours import LOCALES
from helpline.people import Visit

#: Of a text in English and its values, what it is in one language.
Say = Callable[..., str]
#: What forms call these is a saying of its own, which would be lost in a sentence.
_QUOTED = ("field", "consent")
_KNOWN = {"field": FIELDS, "consent": CONSENTS, "fact": FACTS}


def report_for(parts: ConsoleParts, visit: Visit, report: checking.Report, content: Content) -> Report:
    """What a check found in this draft, for her. Others read the same report in another language."""
    put, found = reader(parts, visit, content), Report.model_validate(report)
    issues = (
        shown.model_copy(update={"message": put(one.message, one.flow, one.step)})
        for shown, one in zip(found.issues, report.issues, strict=True)
    )
    refuted = (
        shown.model_copy(
            update={
                "message": put(one.message, one.flow, one.step),
                "conversation": tuple(put(line, one.flow, one.step) for line in one.conversation),
            }
        )
        for shown, one in zip(found.refuted, report.refuted, strict=True)
    )
    return found.model_copy(update={"issues": tuple(issues), "refuted": tuple(refuted)})


def reader(parts: ConsoleParts, visit: Visit, content: Content) -> Callable[[str, str | None, str | None], str]:
    """Puts remarks on a draft into her language, with what she calls things there: remark, flow and step."""
    names = called(parts, visit, content)

    def put(text: str, flow: str | None, step: str | None) -> str:
        return in_language(text, names.say, names.language, names=names.at(flow, step))

    return put


def filed(parts: ConsoleParts, visit: Visit) -> Callable[[str], str]:
    """Puts remarks on a file into her language; what stands there has the names it is written by."""
    language = language_of(parts, visit)
    return partial(in_language, say=partial(parts.say, language), language=language, filed=True)


def in_language(text: str, say: Say, language: str, *, names: Called | None = None, filed: bool = False) -> str:
    """A remark as this language says it; any other text as it stands. `say`: of this language."""
    if isinstance(text, Remark):
        put = partial(in_language, say=say, language=language, names=names, filed=filed)
        return say(text.template, **{name: _value(text.template, name, one, put) for name, one in text.values.items()})
    if isinstance(text, Spoken):
        return text.others.get(language, text)
    if isinstance(text, Term) and not (filed and text.kind == "field"):
        return _called(text, say, language, names)
    return text


def _value(template: str, name: str, value: object, put: Callable[[str], str]) -> object:
    """A field and a consent are told from the words around them by quotes, where the template has none."""
    said = put(value) if isinstance(value, str) else value
    bare = isinstance(value, Term) and value.kind in _QUOTED and f"`{{{name}}}`" not in template
    return f"`{said}`" if bare else said


def _called(term: Term, say: Say, language: str, names: Called | None) -> str:
    """As she sees it. Of a path such as `choices.minor.label`: its last name, and which one it is of."""
    if term.kind == "language":
        spoken = Locale.parse(LOCALES.get(language, "en_GB")).languages
        return str(spoken.get(str(term), term))
    if term.kind not in _KNOWN:
        return names.name(term) if names else str(term)
    *path, name = str(term).split(".")
    known = _KNOWN[term.kind].get(name)
    word = say(known) if known else name
    return f"{word} ({_which(path[-1], say, names)})" if path else word


def _which(key: str, say: Say, names: Called | None) -> str:
    """A button of the step: one of its choices, by what it says, or one that every such step has."""
    known = FIELDS.get(key)
    return say(known) if known else names.name(Term(key, "choice")) if names else key
