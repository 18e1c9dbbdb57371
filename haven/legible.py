"""What each setting may look like: text in, value out, or a ValueError that says what it must be ("a number").

No message repeats what was given: it may be a secret.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit


def text(value: str) -> str:
    return value


def token(value: str) -> str | None:
    if value and not re.fullmatch(r"\d{1,20}:[A-Za-z0-9_-]{3,100}", value):
        raise ValueError("a bot token as BotFather gives it, digits, a colon and letters")
    return value or None


def url(*schemes: str) -> Callable[[str], str | None]:
    def parse(value: str) -> str | None:
        if value:
            parts = split(value)
            if parts is None or parts.scheme not in schemes or not parts.hostname or more_than_a_place(parts):
                raise ValueError(f"an address that begins with {' or '.join(f'{scheme}://' for scheme in schemes)}")
        return value.rstrip("/") or None

    return parse


def split(value: str) -> SplitResult | None:
    """None where it is no address. What `urlsplit` says then repeats the value, and with it a password."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return None
    return parts


def more_than_a_place(parts: SplitResult) -> bool:
    return bool(parts.query or parts.fragment or parts.username or "@" in parts.path)


def secret(value: str) -> str | None:
    if value and not re.fullmatch(r"[A-Za-z0-9_-]{32,256}", value):
        raise ValueError("32 to 256 characters out of A-Z, a-z, 0-9, _ and -")
    return value or None


def chat(value: str) -> int | None:
    if value and not re.fullmatch(r"-\d{1,15}", value):
        raise ValueError("the chat id of a Telegram group, a number that begins with -")
    return int(value) if value else None


def port(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 65535:
        raise ValueError("a number from 1 to 65535")
    return int(value)


#: The usual reason why an address with a password cannot be read.
ENCODED = ", with # / ? @ % in a password written as %23 %2F %3F %40 %25"


def database(value: str) -> str | None:
    if not value or (value.startswith("sqlite:///") and value != "sqlite:///"):
        return value or None
    parts = split(value)
    if parts is None or parts.scheme not in ("postgresql", "postgres") or "://" not in value:
        raise ValueError(f"an address that begins with postgresql:// or sqlite:///{ENCODED}")
    # What follows a # / or ? of a password would be taken for something else, and shown as such.
    if parts.fragment or "@" in parts.path + parts.query or (parts.username and not parts.hostname):
        raise ValueError(f"an address as in postgresql://user:password@host/database{ENCODED}")
    return value


def languages(value: str) -> tuple[str, ...]:
    found = tuple(part.strip().lower() for part in value.split(",") if part.strip())
    if not found or len(set(found)) != len(found) or not all(re.fullmatch(r"[a-z]{2,3}", part) for part in found):
        raise ValueError("language codes with commas between them, such as nl,fr,en")
    return found


def teams(value: str) -> tuple[str, ...]:
    found = tuple(part.strip().lower() for part in value.split(",") if part.strip())
    if len(set(found)) != len(found) or not all(re.fullmatch(r"[a-z][a-z_]{0,39}", part) for part in found):
        raise ValueError("names of teams with commas between them, as they stand in directory/teams.yaml")
    if found[:1] != ("helpline",):
        raise ValueError("a list of teams that begins with helpline, such as helpline,child_focus")
    return found


def command(value: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(value))
    except ValueError:
        raise ValueError("a command as you would type it, with its quotes closed") from None


def named(value: str) -> str:
    if not value or len(value) > 80 or not value.isprintable():
        raise ValueError("a name of at most 80 characters")
    return value


def on(value: str) -> bool:
    if value not in ("on", "off"):
        raise ValueError("on or off")
    return value == "on"


def recipients(value: str) -> tuple[str, ...]:
    found = tuple(value.split())
    if not all(re.fullmatch(r"age1[02-9ac-hj-np-z]{58}", one) for one in found):
        raise ValueError("public keys as haven backup key and age-keygen print them: age1 and 58 letters and digits")
    return found
