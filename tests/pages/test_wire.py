"""What a page that makes hashes may say: exactly this, and everything else is not heard."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpline.contact import Words
from helpline.on_device.made import MadeFile, MadeHash
from pages import wire
from pages.app import hashes_csp
from pages.wire import Again, Keep, Minor, Open, read

ATTEMPT = "0b6c7e0e-0000-4000-8000-000000000001"
PDQ, MD5, SHA = "0f" * 32, "ab" * 16, "cd" * 32
FILE: dict[str, Any] = {
    "kind": "image",
    "size": "<1MB",
    "tool": "haven-page 1",
    "hashes": [
        {"label": "pdq", "value": PDQ, "quality": 50},
        {"label": "pdq", "value": SHA, "quality": 100, "raw": True},
        {"label": "md5", "value": MD5},
        {"label": "sha256", "value": SHA},
    ],
    "adults": True,
}


def kept(*files: Any, **more: Any) -> Any:
    return read(orjson.dumps({"act": "keep", "session": "s", "files": list(files)} | more))


def with_hash(**of_it: Any) -> dict[str, Any]:
    return FILE | {"hashes": [{"label": "md5", "value": MD5} | of_it]}


def test_each_act_is_read() -> None:
    assert read(b'{"act":"open","secret":"x"}') == Open(secret=Words("x"))
    assert read(b'{"act":"open","launch":"' + b"y" * 9000 + b'"}') == Open(launch=Words("y" * 9000))
    assert read(b'{"act":"minor","session":"s","fact":"unsure"}') == Minor(Words("s"), "unsure")
    assert read(b'{"act":"again","session":"s"}') == Again(Words("s"))
    hashes = (MadeHash("pdq", PDQ, 50), MadeHash("pdq", SHA, 100, True), MadeHash("md5", MD5), MadeHash("sha256", SHA))
    assert kept(FILE) == Keep(Words("s"), (MadeFile("image", "<1MB", "haven-page 1", hashes),))
    assert kept(FILE, attempt=ATTEMPT) == Keep(Words("s"), kept(FILE).files, Words(ATTEMPT))
    assert len(kept(*[with_hash()] * 20).files) == 20
    assert kept(FILE | {"kind": "video", "hashes": FILE["hashes"][2:]}).files


BAD_FILES: dict[str, Any] = {
    "nothing": None,
    "text": "x",
    "a list": [],
    "nothing in it": {},
    "a name": FILE | {"name": "photo.jpg"},
    "no word of adults": {name: FILE[name] for name in FILE if name != "adults"},
    "not adults": FILE | {"adults": False},
    "adults in words": FILE | {"adults": "true"},
    "adults as 1": FILE | {"adults": 1},
    "another kind": FILE | {"kind": "document"},
    "no kind": FILE | {"kind": None},
    "a kind in a list": FILE | {"kind": ["image"]},
    "the size in bytes": FILE | {"size": 4711},
    "another size": FILE | {"size": "2MB"},
    "a long tool": FILE | {"tool": "haven-page 1000"},
    "a tool that says something": FILE | {"tool": "she lies"},
    "no tool": FILE | {"tool": ""},
    "a tool with a line": FILE | {"tool": "a\nb"},
    "a tool in letters of others": FILE | {"tool": "é"},
    "no hashes": FILE | {"hashes": []},
    "hashes as text": FILE | {"hashes": PDQ},
    "hashes by name": FILE | {"hashes": {"md5": MD5}},
    "many hashes": FILE | {"hashes": [{"label": "md5", "value": f"{n:032x}"} for n in range(9)]},
    "another label": with_hash(label="sha1", value="ab" * 20),
    "a label in capitals": with_hash(label="MD5"),
    "a label that is none": with_hash(label=None),
    "a label in a list": with_hash(label=["md5"]),
    "a short value": with_hash(value=MD5[:-1]),
    "a long value": with_hash(value=MD5 + "a"),
    "capitals": with_hash(value=MD5.upper()),
    "no hex": with_hash(value="g" * 32),
    "other digits": with_hash(value="٣" * 32),
    "a line behind it": with_hash(value=MD5[:-1] + "\n"),
    "a number": with_hash(value=4711),
    "no value": with_hash(value=None),
    "a quality of MD5": with_hash(quality=80),
    "an empty quality of MD5": with_hash(quality=None),
    "a comment": with_hash(comment="x"),
    "MD5 of a raw one": with_hash(raw=True),
    "PDQ without a quality": with_hash(label="pdq", value=PDQ),
    "PDQ of a video": FILE | {"kind": "video"},
    "low quality": with_hash(label="pdq", value=PDQ, quality=49),
    "too good": with_hash(label="pdq", value=PDQ, quality=101),
    "quality with a point": with_hash(label="pdq", value=PDQ, quality=80.0),
    "quality that is true": with_hash(label="pdq", value=PDQ, quality=True),
    "quality in words": with_hash(label="pdq", value=PDQ, quality="80"),
    "no quality": with_hash(label="pdq", value=PDQ, quality=None),
    "not raw, and said so": with_hash(label="pdq", value=PDQ, quality=80, raw=False),
    "raw as 1": with_hash(label="pdq", value=PDQ, quality=80, raw=1),
}


@pytest.mark.parametrize("what", BAD_FILES)
def test_a_file_that_is_not_as_it_must_be_takes_all_with_it(what: str) -> None:
    assert kept(FILE, BAD_FILES[what]) == Keep(Words("s"), None)
    assert kept(FILE, FILE).files


@pytest.mark.parametrize(
    "more",
    [
        {"files": []}, {"files": [FILE] * 21}, {"files": FILE}, {"files": None}, {"name": "x"}, {"attempt": None},
        {"attempt": 1}, {"attempt": ""}, {"attempt": ATTEMPT.upper()}, {"attempt": ATTEMPT + "0"},
        {"attempt": "she lies"}, {"attempt": ATTEMPT, "name": "x"},
    ],
)  # fmt: skip
def test_as_it_is_with_too_few_too_many_or_more_than_was_asked(more: dict[str, Any]) -> None:
    assert kept(FILE).files
    assert kept(*([] if "files" in more else [FILE]), **more) == Keep(Words("s"), None)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"1",
        b'"open"',
        b"\xff\xfe",
        b"{}",
        b'{"act":"open"}',
        b'{"act":"open","secret":""}',
        b'{"act":"open","secret":null}',
        b'{"act":"open","secret":"x","launch":"y"}',
        b'{"act":"open","session":"x"}',
        b'{"act":"open","secret":"x","more":1}',
        b'{"act":["open"],"secret":"x"}',
        b'{"act":"shut","secret":"x"}',
        b'{"act":"keep","files":[]}',
        b'{"act":"keep","session":7,"files":[]}',
        b'{"act":"minor","session":"s"}',
        b'{"act":"minor","session":"s","fact":"adult"}',
        b'{"act":"minor","session":"s","fact":["minor"]}',
        b'{"act":"again"}',
        b'{"act":"again","session":"s","fact":"x"}',
        b'{"act":"again","session":"\\ud83d"}',
        b'{"act":"again","session":"' + b"s" * 201 + b'"}',
        b'{"act":"again","session":NaN}',
        b"[" * 5000,
        b'{"a":' * 3000,
    ],
)
def test_what_is_no_act_is_not_heard(body: bytes) -> None:
    assert read(body) is None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from([MD5, PDQ, "md5", "pdq", "image", "<1MB"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*FILE, "label", "value"]) | st.text(), inner)
    ),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(ANYTHING, st.sampled_from([*FILE, "label", "value", "quality", "raw", "more"]))
def test_whatever_stands_in_a_file_it_is_read_or_not_without_an_error(anything: Any, name: str) -> None:
    """And what is read stands in it as it was told."""
    of_a_hash = name in ("label", "value", "quality", "raw")
    changed = with_hash(**{name: anything}) if of_a_hash else FILE | {name: anything}
    for told in (anything, changed):
        found = wire.files([told])
        assert found is None or ([one.value for one in found[0].hashes] == [one["value"] for one in told["hashes"]])


def test_nothing_of_it_prints_itself() -> None:
    told = repr(kept(FILE)) + repr(read(b'{"act":"open","secret":"canary"}'))
    assert not [one for one in (PDQ, MD5, "canary") if one in told]


def test_the_policy_is_the_one_that_was_tried_in_a_browser() -> None:
    assert hashes_csp("https://HOST") == (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self';"
        " img-src 'self' blob:; connect-src https://HOST/api/hashes; form-action 'none'; base-uri 'none';"
        " frame-ancestors https://web.telegram.org; sandbox allow-scripts allow-same-origin"
    )
