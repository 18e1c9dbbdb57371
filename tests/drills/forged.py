"""The forgery drill: calls that are not Telegram's, each with a sound update and a canary in it; none may get in.

In between come Telegram's own calls, and each of those must be heard. What got in is counted in the database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bot.telegram.webhook import MOST_BYTES, SECRET_HEADER
from storage.statements import ask
from tests.drills.assembled import GOOD, PATH, Assembled, assembled, written
from tests.drills.canary import make, scan_bytes
from tests.drills.finding import Finding, chance_of, trouble
from tests.drills.payloads import said
from tests.haven.running import SECRET

#: Of so many calls one is Telegram's own; so many are under way at once.
SOUND, AT_ONCE = 10, 40
#: The first update of each kind: what is in the table of seen updates says which calls got in.
FORGED_FROM, SOUND_FROM = 500_000_000, 900_000_000
REFUSALS = frozenset({400, 401, 403, 404, 405, 413, 415})
JSON = GOOD[1]
Header = tuple[bytes, bytes]


@dataclass(frozen=True)
class Call:
    """One HTTP call, as a forger makes it."""

    body: bytes
    headers: tuple[Header, ...] = GOOD
    method: str = "POST"
    path: str = PATH


def with_secret(call: Call, *secrets: bytes, name: bytes = SECRET_HEADER) -> Call:
    return replace(call, headers=(*((name, secret) for secret in secrets), JSON))


def wrong_secret(call: Call, chance: Random) -> Call:
    """Nearly the secret, or nothing like it."""
    good = SECRET.encode()
    at = chance.randrange(len(good))
    bit = bytes([good[at] ^ (1 << chance.randrange(8))])
    bad = chance.choice((
        b"", b" ", good[:at], good[at + 1 :], good + b"\0", good + good, b" " + good, good + b"\r\n", good.swapcase(),
        good.title(), good[:at] + bit + good[at + 1 :], chance.randbytes(len(good)), b"\xff" * len(good),
        SECRET.replace("s", "ſ").encode(), SECRET.encode("utf-16"), b'"' + good + b'"', b"*", b"%", b"Bearer " + good,
    ))  # fmt: skip
    return with_secret(call, bad)


def no_secret(call: Call, chance: Random) -> Call:
    """The secret left out, said twice, or said in another place."""
    good = SECRET.encode()
    return chance.choice((
        replace(call, headers=(JSON,)), replace(call, headers=()), with_secret(call, good, good),
        with_secret(call, b"x", good), with_secret(call, good, b""), with_secret(call, good, name=b"authorization"),
        with_secret(call, good, name=SECRET_HEADER + b" "),
        with_secret(call, good, name=b"x_telegram_bot_api_secret_token"),
        replace(call, headers=(JSON, (b"cookie", good), (b"x-forwarded-for", b"149.154.167.220"))),
    ))  # fmt: skip


def wrong_place(call: Call, chance: Random) -> Call:
    """Telegram's own headers at another path or with another method."""
    if chance.random() < 0.5:
        return replace(
            call, method=chance.choice(("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "post", ""))
        )
    at = chance.randrange(len(PATH))
    return replace(call, path=chance.choice((
        "/", "", "//", PATH + "/", "/" + PATH, PATH.upper(), PATH[:at], PATH + "\0", PATH[:at] + "é" + PATH[at:],
        PATH + "/../" + PATH, "/telegram", f"/{SECRET}", "/metrics", "/healthz", "/\udcff", PATH.replace("/", "\\"),
    )))  # fmt: skip


def wrong_type(call: Call, chance: Random) -> Call:
    kind = chance.choice(
        (b"", b"text/plain", b"application/jsonx", b"application/x-www-form-urlencoded", b"\xff", b";")
    )
    return replace(call, headers=(GOOD[0], *chance.choice(((), ((b"content-type", kind),)))))


def huge(call: Call, chance: Random) -> Call:
    """Too long, or said to be so, or said to be of a length that is none."""
    length = chance.choice((str(MOST_BYTES + 1), str(10**30), "-1", "many", "1e3", "", "²", "0x10"))
    said_so = replace(call, headers=(*GOOD, (b"content-length", length.encode())))
    is_so = replace(call, body=call.body + b" " * MOST_BYTES)
    return is_so if chance.random() < 0.05 else said_so


def no_update(call: Call, chance: Random) -> Call:
    """The right secret, by a thief perhaps, but not an update."""
    return replace(
        call, body=chance.choice((b"", b"{", b"[]", b"null", b"1", b'{"update_id": null}', b"\xff", call.body[:-1]))
    )


WAYS: tuple[Callable[[Call, Random], Call], ...] = (
    wrong_secret,
    wrong_secret,
    no_secret,
    wrong_place,
    wrong_type,
    huge,
    no_update,
)


def at_the_door(cases: range, seed: int) -> Finding:
    """`drill` in a folder and a loop of its own."""
    with TemporaryDirectory() as folder:
        return asyncio.run(drill(cases, seed, Path(folder)))


async def drill(cases: range, seed: int, folder: Path) -> Finding:
    """A forgery each, with Telegram's own calls between them."""
    finding, canary = Finding("forged webhooks", seed=seed, mode="webhook"), make("forged")
    async with assembled(folder) as house:
        for begin in range(0, len(cases), AT_ONCE):
            at_once = cases[begin : begin + AT_ONCE]
            await asyncio.gather(*(_one(house, case, seed, canary, finding) for case in at_once))
        await house.sent()
        await _judge(house, canary, {SOUND_FROM + case for case in cases if case % SOUND == 0}, finding)
    return finding.done()


async def _one(house: Assembled, case: int, seed: int, canary: str, finding: Finding) -> None:
    chance = chance_of(seed, case)
    forged = chance.choice(WAYS)(Call(written(said(FORGED_FROM + case, 7_000_000_000 + case, canary))), chance)
    try:
        status = (await house.call(forged.body, forged.headers, forged.method, forged.path)).status
        if case % SOUND == 0:
            own = written(said(SOUND_FROM + case, 8_000_000_000 + case % 500, "/help"))
            if (await house.call(own)).status != 200:
                finding.add("a sound one was refused", case)
            finding.seen["sound"] += 1
    except Exception as error:
        finding.add(trouble(error), case)
    else:
        finding.seen[str(status)] += 1
        if status not in REFUSALS and not (status == 200 and forged.path in ("/metrics", "/healthz")):
            finding.add(f"answered {status}", case)
    finding.count += 1


async def _judge(house: Assembled, canary: str, own: set[int], finding: Finding) -> None:
    """What the database and the log say. `own`: the updates that are Telegram's."""
    rows = await house.parts.store.database.read(lambda: ask("SELECT update_id FROM seen"))
    seen = {row[0] for row in rows}
    contacts = await house.parts.store.database.read(lambda: ask("SELECT COUNT(*) FROM contact"))
    finding.wrong["forged ones in the database"] += len(seen - own)
    finding.wrong["sound ones not in the database"] += len(own - seen)
    finding.wrong["contacts nobody knows"] += max(0, contacts[0][0] - len({update % 500 for update in own}))
    log = house.log.getvalue().encode()
    finding.wrong["canaries and secrets in the log"] += len([*scan_bytes("log", [log], [canary, SECRET, PATH])])
    for kind, times in house.troubles().items():
        finding.wrong[kind] += times
    finding.wrong = +finding.wrong
