"""as_published: whether something published still is, letter for letter, what it was when it was published."""

from __future__ import annotations

import hashlib
import json


def checksum_of(content: str) -> str:
    """SHA-256 of all it says, in hexadecimal; its number and the order of its keys do not count. Of a revision as it
    was written down it is `Revision.checksum`, also when later versions read it otherwise. Raises ValueError where it
    is no longer JSON."""
    plain = json.loads(content)
    if isinstance(plain, dict):
        plain.pop("number", None)
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_as_published(content: str, checksum: str) -> bool:
    try:
        return checksum_of(content) == checksum
    except ValueError:
        return False
