"""The wire: how a call looks as HTTP, in each of the four ways Telegram accepts it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import orjson

from emulator.errors import bad_request
from emulator.methods import (
    BOOL_FIELDS,
    EITHER_FIELDS,
    FILE_FIELDS,
    FLOAT_FIELDS,
    INT_FIELDS,
    JSON_FIELDS,
    LIST_FIELDS,
    Method,
)

_DISPOSITION = re.compile(rb'(?<![a-z])(name|filename)="?([^";\r\n]*)"?', re.I)
_BOUNDARY = re.compile(rb'boundary="?([^";]+)"?', re.I)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes

    def __repr__(self) -> str:
        return f"<file of {len(self.content)} bytes>"


def read_raw(query: bytes, content_type: bytes, body: bytes) -> dict[str, Any]:
    """The parameters as sent: from the URL and from a JSON, urlencoded or multipart body. Raises ApiError."""
    raw: dict[str, Any] = dict(parse_qsl(query.decode("utf-8", "replace"), keep_blank_values=True))
    kind = content_type.split(b";")[0].strip().lower()
    if not body:
        return raw
    if kind == b"application/json":
        raw.update(_read_json(body))
    elif kind == b"multipart/form-data":
        raw.update(_read_multipart(content_type, body))
    elif kind == b"application/x-www-form-urlencoded":
        raw.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    else:
        raise bad_request(f"the emulator cannot read a body of type {kind.decode('latin-1')!r}")
    return raw


def _read_json(body: bytes) -> dict[str, Any]:
    try:
        fields = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(fields, dict):
        raise bad_request("expected an Object as request body")
    return {name: value for name, value in fields.items() if value is not None}


def _read_multipart(content_type: bytes, body: bytes) -> dict[str, Any]:
    found = _BOUNDARY.search(content_type)
    if found is None:
        raise bad_request("boundary not found in a multipart body")
    fields: dict[str, Any] = {}
    for part in body.split(b"--" + found.group(1))[1:]:
        if part.startswith(b"--"):
            break
        head, _, content = part.partition(b"\r\n\r\n")
        disposition = next((line for line in head.split(b"\r\n") if line.lower().startswith(b"content-disp")), b"")
        names = {key.lower(): value.decode("utf-8", "replace") for key, value in _DISPOSITION.findall(disposition)}
        content = content.removesuffix(b"\r\n")
        name = names.get(b"name", "")
        is_file = b"filename" in names
        fields[name] = Upload(names[b"filename"], content) if is_file else content.decode("utf-8", "replace")
    return fields


def read_params(method: Method, raw: dict[str, Any]) -> dict[str, Any]:
    """The parameters with the types Telegram gives them. Raises ApiError for one the method does not have."""
    params = {}
    for name, value in raw.items():
        if name in method.known:
            params[name] = _with_files(_typed(name, _attached(name, value, raw)), raw)
        elif not isinstance(value, Upload):
            raise bad_request(f'the method {method.name} has no parameter "{name}"')
    for name in sorted(method.required - params.keys()):
        raise bad_request(
            {"chat_id": "chat_id is empty", "text": "message text is empty"}.get(
                name, f'parameter "{name}" is required'
            )
        )
    return params


def _attached(name: str, value: Any, raw: dict[str, Any]) -> Any:
    """A file may be sent under a name of its own, with attach://name in its place."""
    if name in FILE_FIELDS and isinstance(value, str) and value.startswith("attach://"):
        return raw.get(value.removeprefix("attach://"), value)
    return value


def _with_files(value: Any, raw: dict[str, Any]) -> Any:
    """An album names its files inside its JSON."""
    if not isinstance(value, list):
        return value
    return [
        item | {"media": _attached("photo", item["media"], raw)} if isinstance(item, dict) and "media" in item else item
        for item in value
    ]


def _typed(name: str, value: Any) -> Any:
    if isinstance(value, Upload):
        return value
    try:
        if name in JSON_FIELDS:
            return _shaped(name, orjson.loads(value) if isinstance(value, str) and value else value)
        if name in BOOL_FIELDS:
            return value if isinstance(value, bool) else str(value).lower() in ("true", "yes", "1")
        if name in INT_FIELDS:
            return _integer(value)
        if name in FLOAT_FIELDS:
            return _number(value)
    except (ValueError, TypeError, OverflowError):
        shown = "an integer" if name in INT_FIELDS else "a JSON object" if name in JSON_FIELDS else "a number"
        raise bad_request(f"can't parse {name}: expected {shown}") from None
    if name in ("chat_id", "from_chat_id"):
        return _chat_id(value)
    return value if isinstance(value, str) else str(value)


def _integer(value: Any) -> int:
    """Raises ValueError or OverflowError for what does not fit in the 64 bits Telegram gives a number."""
    number = int(value)
    if not -(2**63) <= number < 2**63:
        raise ValueError
    return number


def _number(value: Any) -> float:
    """Raises ValueError for infinity and for what is not a number: no JSON can carry them."""
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    return number


def _shaped(name: str, value: Any) -> Any:
    """JSON of the right outer shape: a list of the right things, or an object. The keyboard is checked on its own."""
    if name in LIST_FIELDS:
        kind = LIST_FIELDS[name]
        if not isinstance(value, list) or any(not isinstance(one, kind) or isinstance(one, bool) for one in value):
            names = {"dict": "Object", "str": "String", "int": "Integer"}
            shown = names.get(getattr(kind, "__name__", ""), "Object or String")
            raise bad_request(f"can't parse {name}: expected an Array of {shown}")
    elif name not in EITHER_FIELDS and not isinstance(value, dict):
        raise bad_request(f"can't parse {name}: expected a JSON object")
    return value


def _chat_id(value: Any) -> int | str:
    text = str(value).strip()
    return int(text) if re.fullmatch(r"-?\d{1,18}", text) else text


def shown(params: dict[str, Any]) -> dict[str, Any]:
    """The parameters as the ledger keeps them: files by name and size."""
    return {name: _shown(value) for name, value in params.items()}


def _shown(value: Any) -> Any:
    if isinstance(value, Upload):
        return {"file": value.name, "bytes": len(value.content)}
    if isinstance(value, list):
        return [shown(item) if isinstance(item, dict) else item for item in value]
    return value
