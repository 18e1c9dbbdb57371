"""What a draft says: its texts by key as they stand, and its translations, which follow every text or go with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flows.draft import Content
from flows.edits.edit import Spoken
from flows.shape import CLOSED, SAYS

#: The two that are kept by language and text key.
KEPT = ("translations", "made_from")


def says(step: Any) -> dict[str, str]:
    """Field → English text of a step as it stands, such as `say` or `minor.label`: what `Step.texts` says of a whole
    one. An entry of a list is named by its key alone."""
    return dict(_says(step))


def _says(step: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(step, Mapping):
        return
    for name, value in step.items():
        if name in SAYS and isinstance(value, str) and value:
            yield name, value
        elif isinstance(value, Mapping) and name not in CLOSED:
            yield from ((f"{name}.{part}", text) for part, text in _words(value))
        elif isinstance(value, list):
            for one in value:
                if isinstance(one, Mapping) and isinstance(one.get("key"), str):
                    yield from ((f"{one['key']}.{part}", text) for part, text in _words(one))


def _words(part: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    return ((name, text) for name, text in part.items() if name in SAYS and isinstance(text, str) and text)


def english(content: Content, key: str) -> str | None:
    """The English text of a key; None where no step says it."""
    flow, _, rest = key.partition(".")
    step, _, part = rest.partition(".")
    plain = content["flows"].get(flow)
    return says(plain["steps"].get(step)).get(part) if plain else None


def rekeyed(content: Content, old: str, new: str, *, copied: bool = False) -> Content:
    """All that is kept under text keys that begin with `old.`, under `new.` instead; or, `copied`, under both."""

    def key_of(key: str) -> str:
        return new + key[len(old) :] if key.startswith(old + ".") else key

    def of(words: Mapping[str, str]) -> dict[str, str]:
        moved = {key_of(key): text for key, text in words.items()}
        return {**words, **moved} if copied else moved

    return _each(content, of)


def followed(before: Content, after: Content, spoken: Spoken) -> Content:
    """The draft after an edit, with what follows for the translations: those of texts that are gone go as well, and
    where the English changed, it is noted from which English a translation was made. `spoken`: see there."""
    gone, changed = _texts_changed(before, after)
    if not gone and not changed:
        return after

    def kept(words: Mapping[str, str]) -> dict[str, str]:
        return {key: text for key, text in words.items() if key not in gone} if gone & words.keys() else dict(words)

    content = _each(after, kept)
    notes = {
        language: _noted(language, words, content["made_from"].get(language, {}), changed, spoken)
        for language, words in content["translations"].items()
    }
    known = {language: one for language, one in notes.items() if one or language in content["made_from"]}
    return {**content, "made_from": {**content["made_from"], **known}}


def _noted(
    language: str,
    words: Mapping[str, str],
    notes: Mapping[str, str],
    changed: Mapping[str, tuple[str, str]],
    spoken: Spoken,
) -> dict[str, str]:
    made = dict(notes)
    for key, (was, now) in changed.items():
        if key in words and (language, key) not in spoken and made.setdefault(key, was).strip() == now.strip():
            del made[key]
    return made


def _texts_changed(before: Content, after: Content) -> tuple[set[str], dict[str, tuple[str, str]]]:
    """The keys of texts that are gone, and those whose English changed: (was, is)."""
    gone: set[str] = set()
    changed: dict[str, tuple[str, str]] = {}
    for flow, plain in before["flows"].items():
        later = after["flows"].get(flow)
        if later is plain:
            continue
        for step, one in plain["steps"].items():
            now = later["steps"].get(step) if later else None
            if now is one:
                continue
            texts = says(now)
            for part, text in says(one).items():
                key = f"{flow}.{step}.{part}"
                if part not in texts:
                    gone.add(key)
                elif texts[part] != text:
                    changed[key] = (text, texts[part])
    return gone, changed


def _each(content: Content, of: Callable[[Mapping[str, str]], dict[str, str]]) -> Content:
    made = {kind: {language: of(words) for language, words in content[kind].items()} for kind in KEPT}
    return {**content, **made}
