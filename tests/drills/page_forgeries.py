"""What forgers bring to the page on which hashes are made: nearly what is good, or nothing like it. None of it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

from pages.app import MOST_BODY
from tests.drills.page_door import TOKEN, Door, Person

MADE = {"label": "md5", "value": "ab" * 16}
FILE = {"kind": "file", "size": "<1MB", "tool": "haven-page 1", "adults": True, "hashes": [MADE]}
#: Nobody with such a chat has ever been here.
STRANGERS = 1_000_000_000
Forger = Callable[[Door, Person, Random], bytes]


def body(**told: Any) -> bytes:
    return json.dumps(told).encode()


def mangled(good: str, chance: Random) -> str:
    """Nearly this; never this itself."""
    at = chance.randrange(len(good))
    flipped = chr(ord(good[at]) ^ (1 << chance.randrange(7)))
    bad = chance.choice((
        "", good[:at], good[at + 1 :], good + "A", good + "\0", good + good, " " + good, good + "\n", good.swapcase(),
        good[:at] + flipped + good[at + 1 :], good[:at] + "é" + good[at + 1 :], good[:at] + "\u202e" + good[at:],
        good[::-1], "".join(chance.choices("abcdefXYZ0123456789-_", k=len(good))), f"{good}=", good.encode().hex(),
        good[:at] + "ſ" + good[at + 1 :], "%", "*", "' OR '1'='1", good[: len(good) // 2] * 2, "\ud83d" + good,
    ))  # fmt: skip
    return bad if bad != good else good + "x"


def of_a_session(session: str, chance: Random) -> bytes:
    return chance.choice((
        body(act="keep", session=session, files=[FILE]), body(act="minor", session=session, fact="minor"),
        body(act="again", session=session),
    ))  # fmt: skip


# ── secrets and sessions ──────────────────────────────────────────────────────────────────────────────────────────
def wrong_secret(door: Door, one: Person, chance: Random) -> bytes:
    return body(act="open", secret=mangled(one.secret, chance))


def wrong_session(door: Door, one: Person, chance: Random) -> bytes:
    return of_a_session(mangled(one.session, chance), chance)


def was_good_once(door: Door, one: Person, chance: Random) -> bytes:
    old: list[bytes] = [body(act="open", secret=secret) for secret in one.spent[-3:]]
    old += [body(act="open", launch=launch) for launch in one.launches[-3:]]
    old += [of_a_session(session, chance) for session in one.ended[-3:]]
    return chance.choice(old)


def in_another_place(door: Door, one: Person, chance: Random) -> bytes:
    """Good in its own place, which this is not."""
    launch = door.launch(one.chat)
    return chance.choice((
        body(act="open", secret=one.session), of_a_session(one.secret, chance), body(act="open", secret=launch),
        body(act="open", launch=one.secret), body(act="open", launch=one.session), body(act="open", session=one.secret),
        body(act="open", secret=one.case_id), of_a_session(one.case_id, chance), body(act="open", secret=str(one.chat)),
        body(act="keep", secret=one.session, files=[FILE]), body(act="again", secret=one.session),
    ))  # fmt: skip


# ── what the messenger signs ──────────────────────────────────────────────────────────────────────────────────────
def changed_launch(door: Door, one: Person, chance: Random) -> bytes:
    """Of what opened her page once, or of what is a stranger's: written otherwise it is still the same."""
    stranger = STRANGERS + one.chat
    text = chance.choice(one.launches) if chance.random() < 0.5 else door.launch(stranger)
    other = str(chance.choice(door.people).chat)
    at, fields = chance.randrange(len(text)), text.split("&")
    bad = chance.choice((
        text.replace(str(stranger), other), text.replace(str(one.chat), other),
        text.replace(str(stranger), str(one.chat)),
        text.replace("auth_date=", "auth_date=1"), text[:at] + text[at + 1 :], text[:at], text + f"&user={one.chat}",
        text[:at] + chr(ord(text[at]) ^ (1 << chance.randrange(7))) + text[at + 1 :], text.replace("hash=", "hash=0"),
        "&".join(chance.sample(fields, len(fields) - 1)), text + "&" + chance.choice(fields), text.replace("&", ";"),
        "&".join(field for field in fields if not field.startswith("hash")) + "&hash=" + "é" * 64,
    ))  # fmt: skip
    return body(act="open", launch=bad)


def foreign_launch(door: Door, one: Person, chance: Random) -> bytes:
    """Signed, but not by Telegram for this bot."""
    token = chance.choice(
        ("", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), TOKEN.partition(":")[2], "WebAppData", "1:other")
    )
    return body(act="open", launch=door.launch(one.chat, token))


def launch_of_another_time(door: Door, one: Person, chance: Random) -> bytes:
    past, ahead = chance.uniform(901, 10**9), -chance.uniform(62, 10**9)
    if chance.random() < 0.7:
        return body(act="open", launch=door.launch(one.chat, age=chance.choice((900, 901, past, -62, ahead))))
    said = chance.choice(("now", "1e9", "-1", "0", "9" * 30, "١٧٦٣٨٠٥٦٠٠", "0x10", " 1", "1\n", "nan", "²"))
    return body(act="open", launch=door.launch(one.chat, auth_date=said))


def signed_nonsense(door: Door, one: Person, chance: Random) -> bytes:
    who = chance.choice((
        "", "{", "[]", "null", "4711", '"x"', "{}", '{"id":null}', '{"id":"4711"}',
        '{"id":true}', '{"id":-1}', '{"id":0}',
        f'{{"id":{one.chat}.0}}', f'{{"id":"{one.chat}"}}', f'{{"id":[{one.chat}]}}', f'[{{"id":{one.chat}}}]',
        f'{{"ID":{one.chat}}}', f'{{"id":{-one.chat}}}', f'{{"id":1{"0" * 400}}}', "[" * 900, "\x00",
        f'{{"id":{one.chat}',
    ))  # fmt: skip
    return body(act="open", launch=door.launch(one.chat, user=who))


# ── bodies ────────────────────────────────────────────────────────────────────────────────────────────────────────
def wrong_act(door: Door, one: Person, chance: Random) -> bytes:
    """With what is good, but nothing the page would ever say."""
    good = {"secret": one.secret}
    return chance.choice((
        body(**good), body(act="OPEN", **good), body(act="open ", **good), body(act=["open"], **good),
        body(act=None, **good),
        body(act="open", secret=[one.secret]), body(act="open", secret={"x": one.secret}),
        body(act="open", more=1, **good),
        body(act="open", launch="x", **good), body(act="open", **{"secret ": one.secret}), body(act="keep", **good),
        body(act="minor", session=one.session), body(act="minor", session=one.session, fact="adult"),
        body(act="again", session=[one.session]), body(act="again", session=one.session, files=[FILE]),
        body(acts="again", session=one.session), body(act="erase", session=one.session),
        body(act="", session=one.session),
    ))  # fmt: skip


def wrong_json(door: Door, one: Person, chance: Random) -> bytes:
    whole = wrong_secret(door, one, chance)
    at = chance.randrange(len(whole))
    return chance.choice((
        b"", whole[:at], whole[at:], whole + whole, chance.randbytes(chance.randrange(1, 200)),
        whole.decode().encode("utf-16"),
        b"[" * chance.randrange(1, 8000), b'{"a":' * 2000, b"null", b"[]", b"0", b'"open"', b"NaN",
        b"\xef\xbb\xbf" + whole,
        whole[:at] + chance.randbytes(1) + whole[at + 1 :], b"act=open&secret=" + one.secret.encode(), b"\x00" * 100,
        b"[" + body(act="open", secret=one.secret) + b"]", body(act="open", secret=one.secret)[:-1],
    ))  # fmt: skip


def huge(door: Door, one: Person, chance: Random) -> bytes:
    """What is good, and too much of it."""
    good = chance.choice((body(act="open", secret=one.secret), body(act="again", session=one.session)))
    return good + b" " * (MOST_BODY - len(good) + chance.choice((1, 2, 1000, 100_000)))


WAYS: tuple[Forger, ...] = (
    wrong_secret, wrong_session, was_good_once, in_another_place, changed_launch, changed_launch, foreign_launch,
    launch_of_another_time, signed_nonsense, wrong_act, wrong_json, huge,
)  # fmt: skip
