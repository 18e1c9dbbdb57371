"""Mangling: a sound tree of values in, a broken one out. Types swapped, fields gone, letters nobody expects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

Place = tuple[Any, Any]

NUMBERS = (0, -1, 1, 2**31, 2**52, -(2**52), 2**53, 2**63 - 1, 2**63, 2**64, 10**40, -(10**40), 1.5, 1e308, -0.0)
LETTERS = (
    "", " ", "\0", "a\0b", "\ud800", "x\udc00y", "\ude00\ud83d", "\u202egnp.exe", "\u200b\u200d\ufeff", "e\u0301" * 300,
    "👩‍👩‍👧‍👦" * 50, "ﷺ" * 100, "'; DROP TABLE contact; --", "{name} %s %(x)s {{7*7}}", "<b onclick=x>",
    "../../etc/passwd",
    "https://example.org/\u202e%00", "/start", "/start \0", "/human@", "//", "/" * 50, "0" * 500, "null", "NaN",
    "-5", "\U0010ffff",
)  # fmt: skip


def deep(chance: Random) -> Any:
    """Lists in mappings in lists, as deep as Python still writes them down without effort."""
    tree: Any = "bottom"
    for _ in range(chance.choice((2, 20, 120))):
        tree = [tree] if chance.random() < 0.5 else {"text": tree}
    return tree


STRANGE: Sequence[Callable[[Random], Any]] = (
    lambda chance: chance.choice(NUMBERS),
    lambda chance: chance.choice(LETTERS),
    lambda chance: chance.choice((None, True, False, [], {}, [[]], [None], {"": None}, {"id": 5}, float("nan"))),
    lambda chance: chance.getrandbits(chance.randint(1, 80)),
    lambda chance: "".join(chr(chance.choice((32, 0x41, 0xE9, 0x5D0, 0x1F600, 0xD83D, 0))) for _ in range(40)),
    lambda chance: chance.choice(("z", "é", "😢", "https://a.be/ ", "ik ben 15 ")) * chance.choice((10, 900, 9000)),
    deep,
)


def strange(chance: Random) -> Any:
    return chance.choice(STRANGE)(chance)


def places(tree: Any) -> list[Place]:
    """Every place in the tree that holds a value: (what holds it, its key or index)."""
    found: list[Place] = []
    todo = [tree]
    while todo:
        holder = todo.pop()
        keys = holder if isinstance(holder, dict) else range(len(holder))
        for key in keys:
            found.append((holder, key))
            if isinstance(holder[key], dict | list):
                todo.append(holder[key])
    return found


def mangle(tree: Any, chance: Random, odd: Callable[[Random], Any] = strange, most: int = 3) -> Any:
    """The tree, changed in place, at one to `most` places."""
    for _ in range(chance.randint(1, most)):
        found = places(tree)
        if not found:
            break
        holder, key = chance.choice(found)
        _do(chance.randrange(8), holder, key, chance, odd, found)
    return tree


def _do(deed: int, holder: Any, key: Any, chance: Random, odd: Callable[[Random], Any], found: list[Place]) -> None:
    value = holder[key]
    if deed == 0:
        del holder[key]
    elif deed == 1 and isinstance(holder, dict):
        holder[f"{key}x"] = holder.pop(key)
    elif deed == 2:
        holder[key] = [value]
    elif deed == 3:
        holder[key] = str(value) if isinstance(value, int | float) else {"text": value}
    elif deed == 4:
        other, name = chance.choice(found)
        if not isinstance(other[name], dict | list):
            holder[key] = other[name]
    elif deed == 5 and isinstance(value, str):
        at = chance.randint(0, len(value))
        holder[key] = value[:at] + str(chance.choice(LETTERS)) + value[at:]
    else:
        holder[key] = odd(chance)


def mangle_bytes(content: bytes, chance: Random) -> bytes:
    """The bytes, with some turned, cut, doubled, or others put in between."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, len(made))
        deed = chance.randrange(5)
        if deed == 0 and at < len(made):
            made[at] ^= 1 << chance.randrange(8)
        elif deed == 1:
            del made[at:]
        elif deed == 2:
            del made[at : at + chance.randint(1, 8)]
        elif deed == 3:
            made[at:at] = chance.choice(
                (b"\0", b"\xff\xfe", b"[" * 3000, b'"', b"\\ud800", b"{", b": ", b"\n", b"\t", b"\xc3")
            )
        else:
            made[at:at] = made[at : at + 20]
    return bytes(made)
