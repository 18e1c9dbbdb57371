"""The skeleton of a draft: languages, flows of steps, words by language and key. Steps may be broken, this never is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flows.draft import MOST_LANGUAGES, MOST_WORDS, Content
from flows.edits.edit import EditRefused
from flows.edits.spoken import KEPT

#: A flow's key is the name of its file as well: whatever an edit says, it never leads out of a folder.
_FLOW = re.compile(r"[a-z0-9_]{1,16}")


def well_made(content: Any) -> Content:
    """The very same. Raises EditRefused where a draft has no skeleton that can be worked on."""
    if not isinstance(content, dict) or not all(_bones(content)):
        raise EditRefused("shape")
    return content


def _bones(content: dict[str, Any]) -> Iterator[bool]:
    yield set(content) == {"languages", "flows", *KEPT}
    languages, flows = content["languages"], content["flows"]
    yield isinstance(languages, list) and 0 < len(languages) <= MOST_LANGUAGES
    yield all(isinstance(one, str) and one.isascii() and one.isalpha() and len(one) < 4 for one in languages)
    yield isinstance(flows, dict) and bool(flows)
    for key, flow in flows.items():
        yield isinstance(key, str) and bool(_FLOW.fullmatch(key))
        yield isinstance(flow, dict) and isinstance(flow.get("steps"), dict)
        yield bool(flow["steps"]) and all(isinstance(one, dict) for one in flow["steps"].values())
        yield all(isinstance(step, str) for step in flow["steps"])
    for kind in KEPT:
        yield isinstance(content[kind], dict)
        for language, words in content[kind].items():
            yield isinstance(language, str) and isinstance(words, dict) and len(words) <= MOST_WORDS
            yield all(isinstance(key, str) and isinstance(text, str) for key, text in words.items())
