"""How an address names a post: what is shipped is understood as ever, and nothing an editor can write takes long."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from helpline.links import find_links
from helpline.platforms import Platform, go_by, platforms_of
from helpline.post_patterns import LOOKED_AT, post_pattern

SHIPPED = yaml.safe_load(Path("directory/platforms.yaml").read_text("utf-8"))
PATTERNS = [one for platform in SHIPPED["platforms"].values() for one in platform.get("post", ())]
#: Addresses as they are, and such as nobody has.
PAGES = (
    "/jan/status/123?s=20", "/groups/1/posts/99/", "/watch?v=abcdefghijk&t=5", "/p/Cabc-12/", "/c/123456/78",
    "/s/kanaal/45",
    "/channels/@me/12/34", "/invite/abc", "/shorts/x-1", "/12345", "/12345/", "/12345?x",
    "/channel/" + "A" * 20, "/a/b/c/d",
    "/?story_fbid=1&v=2", "/" + "a" * 400, "/" + "1/" * 200, "", "/%F0%9F%A6%93/status/x1", "//status//1",
)  # fmt: skip
#: Signs and classes that may stand in a pattern, and all that can be made of them.
SIGN = st.sampled_from(["a", "/", r"\d", r"\w", "[^/]", "[a-z]", ".", r"\.", "=", "b"])
OFTEN = st.sampled_from(["", "+", "*", "{2,}", "{3}", "{0,900}", "?"])
PARTS = st.lists(st.tuples(SIGN, OFTEN).map("".join), max_size=9).map("".join)
WRITTEN = st.tuples(PARTS, PARTS, PARTS).map(lambda parts: f"{parts[0]}(?P<post>{parts[1]}){parts[2]}")
HARDEST = ("a" * LOOKED_AT, "/" * LOOKED_AT, "1a" * (LOOKED_AT // 2), "a/" * (LOOKED_AT // 2) + "!")


def seconds(pattern: re.Pattern[str], text: str) -> float:
    began = time.process_time()
    pattern.search(text)
    return time.process_time() - began


@pytest.mark.parametrize("written", PATTERNS)
def test_what_is_shipped_finds_what_it_says(written: str) -> None:
    for page in PAGES:
        ours, plain = post_pattern(written).search(page), re.search(written, page)
        assert (ours and ours["post"]) == (plain and plain["post"]), page


@pytest.mark.parametrize(
    "written",
    [
        "(?P<post>(a+)+)$", r"(?P<post>(?:\w+)+)x", r"(?P<post>\w)(?:a|aa)*", r"(?P<post>\w+)(?=x)",
        r"(?P<post>a)(?P=post)",
        "(?i)(?P<post>a)", r"(?P<post>\w+?)x", r"\w+", "(?P<post>a)(?P<post>b)", "(?P<post>", "(?P<post>a))",
        "(a)(?P<post>b)",
        r"\Z(?P<post>a)", r"(?P<post>a)\1", "(?P<post>[a--b])", "(?P<post>[z-a])", "a?" * 9 + "(?P<post>a)",
        "(?P<other>a)",
        "(?P<post>a{99999})", "(?P<post>a)" + "b" * 200, "(?P<post>a++)", "(?#x)(?P<post>a)", "", "(?P<post>\n)",
    ],
)  # fmt: skip
def test_what_could_take_long_or_names_no_post_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="no pattern"):
        post_pattern(written)


@settings(max_examples=60, deadline=None)
@given(WRITTEN)
def test_nothing_that_is_taken_takes_long(written: str) -> None:
    try:
        pattern = post_pattern(written)
    except ValueError:
        return
    assert sum(seconds(pattern, text) for text in HARDEST) < 2


def test_the_control_the_same_in_pythons_own_way_takes_very_long() -> None:
    written, text = r"\w*\w*\w*\w*\w*(?P<post>!)", "a" * 40
    assert seconds(re.compile(written), text) > 20 * seconds(post_pattern(written), text)


# ── where it is used ──────────────────────────────────────────────────────────────────────────────────────────────
def platform(**fields: object) -> Platform:
    given = {"label": "BeReal", "names": ["BeReal"], "hosts": ["bere.al"], "source": "x", "checked_on": "2026-11-21"}
    found = platforms_of({"platforms": {"bereal": given | {"confidence": "V", "reviewer": "none yet"} | fields}})
    go_by(found)
    return found.by_key["bereal"]


@pytest.fixture(autouse=True)
def put_back() -> object:
    yield
    go_by(None)


@pytest.mark.parametrize("typed", ["@anna op BeReal", "@anna op bereal", "@anna OP BEREAL", "Be real: @anna"])
def test_a_name_is_found_however_an_editor_and_a_contact_write_it(typed: str) -> None:
    platform(names=["BeReal", " Be  Real", ""])
    assert [link.platform for link in find_links(typed).links] == ["bereal"]


def test_a_platform_without_an_address_of_its_own_is_no_trouble() -> None:
    platform(hosts=[])
    assert [(link.host, link.normalised) for link in find_links("@anna op bereal").links] == [("bereal", "bereal:anna")]


@pytest.mark.parametrize("typed", ["@anna op ınsta", "@anna op inſta", "@anna op ſnap", "ſnap: @anna", "@a op İnsta"])
def test_letters_that_only_look_like_those_of_a_platform_name_none(typed: str) -> None:
    found = find_links(typed)
    assert [link.platform for link in found.links] in ([], ["instagram"], ["snapchat"])


@pytest.mark.parametrize(
    "profile", ["https://x.com/{name:>999999999}", "https://x.com/{name.__class__}", "https://x.com/{0}",
    "https://x.com/",
                "https://x.com/{other}", "https://x.com/{name}{name}", "{", "https://x.com/{name!r:>99}"],
)  # fmt: skip
def test_the_address_of_an_account_fills_in_its_name_and_does_nothing_else(profile: str) -> None:
    with pytest.raises(Exception, match="where its name stands"):
        platform(profile=profile)
    assert platform(profile="https://bere.al/{name}").account("anna{x}") == "https://bere.al/anna{x}"
