"""Links as people type them: found wherever they stand, read as browsers read them, never opened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.links import MOST, defang, find_links, platform_of

#: What she types → every link as (normalised, platform, post, passage).
TYPED = [
    # as people type them
    ("https://instagram.com/p/Cabc-12/?igsh=abc", [("https://instagram.com/p/Cabc-12/", "instagram", "Cabc-12")]),
    ("het staat op instagram.com/reel/XYZ", [("https://instagram.com/reel/XYZ", "instagram", "XYZ")]),
    ("zie (t.me/kanaal/45), en ook x.com/jan/status/123?s=20 !",
     [("https://t.me/kanaal/45", "telegram", "45"), ("https://x.com/jan/status/123", "x", "123")]),
    ("c'est ici : «https://exemple.fr/page».", [("https://exemple.fr/page", None, None)]),
    ("hij zei:https://a.be/x", [("https://a.be/x", None, None)]),
    ("www.site.be.", [("https://www.site.be/", None, None)]),
    ("site.be", [("https://site.be/", None, None)]),
    ("a.be/x,b.be/y;https://c.be/z",
     [("https://a.be/x", None, None), ("https://b.be/y", None, None), ("https://c.be/z", None, None)]),
    ("https://a.be/xhttps://b.be/y", [("https://a.be/x", None, None), ("https://b.be/y", None, None)]),
    ("https://archive.org/web/1/https://x.com/a", [("https://archive.org/web/1/https://x.com/a", None, None)]),
    ("(https://nl.wikipedia.org/wiki/A_(b))", [("https://nl.wikipedia.org/wiki/A_(b)", None, None)]),
    ("**https://a.be/x**", [("https://a.be/x", None, None)]),
    ("tg://resolve?domain=kanaal&post=3", [("https://t.me/kanaal/3", "telegram", "3")]),
    ("t.me/+AbC-12", [("https://t.me/+AbC-12", "telegram", None)]),
    ("https://t.me/c/123456/78", [("https://t.me/c/123456/78", "telegram", "123456/78")]),
    # accounts
    ("@jan_p op insta", [("https://www.instagram.com/jan_p", "instagram", None)]),
    ("hij heet @jan.p. op zijn snap", []),
    ("@marie sur snap", [("https://www.snapchat.com/add/marie", "snapchat", None)]),
    ("@joe on TikTok", [("https://www.tiktok.com/@joe", "tiktok", None)]),
    ("Instagram: @jan.peeters.", [("https://www.instagram.com/jan.peeters", "instagram", None)]),
    ("@a on discord", [("discord:a", "discord", None)]),
    ("@a op insta en @b op snap", [("https://www.instagram.com/a", "instagram", None),
                                   ("https://www.snapchat.com/add/b", "snapchat", None)]),
    ("https://www.tiktok.com/@joe/video/77", [("https://www.tiktok.com/@joe/video/77", "tiktok", "77")]),
    # as browsers read them
    ("HTTPS://Bücher.Example:443/a/../ü", [("https://xn--bcher-kva.example/%C3%BC", None, None)]),
    ("http://user:secret@site.be/x", [("http://site.be/x", None, None)]),
    ("https://a.be/x?utm_source=1&b=%20+2&fbclid=z#deel", [("https://a.be/x?b=%20+2#deel", None, None)]),
    ("https://youtu.be/abcdefghijk?si=tracker&t=5", [("https://youtu.be/abcdefghijk?t=5", "youtube", "abcdefghijk")]),
    ("https://site.be/x?s=20&t=5", [("https://site.be/x?s=20&t=5", None, None)]),
    ("https://m.facebook.com/groups/1/posts/99/", [("https://m.facebook.com/groups/1/posts/99/", "facebook", "99")]),
    ("8.8.8.8/x", [("https://8.8.8.8/x", None, None)]),
    # no links at all
    ("mijn mail is mijn.naam@site.be", []),
    ("ik was bang.en toen", []),
    ("foto.jpg en video.mp4", []),
    ("om 12.30 of 13.00", []),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TYPED)
def test_links_are_found_as_people_type_them(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert [(link.normalised, link.platform, link.post) for link in find_links(text).links] == expected


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("https://a.be/v 0:10-0:16", (10, 16)),
        ("https://a.be/v van 1:05 tot 1:20", (65, 80)),
        ("https://a.be/v de 1:02:03 à 1:02:10", (3723, 3730)),
        ("https://a.be/v from 2m30 to 2m45", (150, 165)),
        ("https://a.be/v à 2m30", (150, 150)),
        ("op 1:05 in https://a.be/v", (65, 65)),
        ("https://a.be/v 0:16-0:10", (10, 16)),
        ("https://a.be/v van 45s tot 50s", (45, 50)),
        ("https://a.be/v gepost om 20:15", None),
        ("https://a.be/v à 20h15", None),
        ("https://a.be/v?t=1:05-1:10", None),
    ],
)
def test_a_time_code_names_the_passage(text: str, passage: tuple[int, int] | None) -> None:
    (link,) = find_links(text).links
    assert link.passage == passage


def test_each_time_code_belongs_to_the_link_before_it() -> None:
    found = find_links("https://a.be/1 0:10-0:16 en https://b.be/2 en https://c.be/3 0:01-0:02")
    assert [link.passage for link in found.links] == [(10, 16), None, (1, 2)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("javascript:alert(1)", "not the address of a web page"),
        ("data:text/html,hallo", "not the address of a web page"),
        ("mailto:jan@site.be", "not the address of a web page"),
        ("file:///home/x", "not the address of a web page"),
        ("whatsapp://send?x=1", "not the address of a web page"),
        ("http://localhost/x", "only on one device or network"),
        ("http://192.168.1.7/x", "only on one device or network"),
        ("http://0x7f.1/", "only on one device or network"),
        ("http://[::1]/", "only on one device or network"),
        ("http://printer/x", "only on one device or network"),
        ("https://x.com\u202e/abc", "could not be read"),
        ("https://a.be/" + "x" * 2000, "longer than {most}"),
        ("@iemand", "where this account is"),
    ],
)
def test_what_cannot_be_kept_says_why_and_the_rest_of_the_message_is_kept(text: str, why: str) -> None:
    found = find_links(f"{text} en https://site.be/goed")
    assert why in found.refused[0].why
    assert [link.normalised for link in found.links] == ["https://site.be/goed"]


def test_a_link_of_two_thousand_characters_is_kept_as_typed() -> None:
    long = "https://a.be/" + "x" * 1987
    assert find_links(long).links[0].as_typed == long


def test_twenty_links_fit_in_a_message_and_more_are_told() -> None:
    twenty = " ".join(f"https://a.be/{number}" for number in range(MOST))
    assert len(find_links(twenty).links) == 20
    assert find_links(twenty).refused == ()
    more = find_links(f"{twenty} https://a.be/21 https://a.be/22")
    assert len(more.links) == 20
    assert more.refused[0].values == {"most": "20", "left": "2"}


def test_the_same_link_twice_is_one_link_but_two_passages_are_two() -> None:
    assert len(find_links("https://a.be/x en HTTPS://A.be/x?utm_source=q").links) == 1
    assert len(find_links("https://a.be/x 0:01-0:02 en https://a.be/x 0:05-0:09").links) == 2


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.com/a.html", "hxxps://example[.]com/a[.]html"),
        ("HTTP://Example.com", "hxxp://example[.]com/"),
        ("https://bücher.example/", "hxxps://xn--bcher-kva[.]example/"),
        ("bücher.example/x", "xn--bcher-kva[.]example/x"),
        ("t.me/naam", "t[.]me/naam"),
        ("@naam", "[@]naam"),
        ("javascript:\u202ealert", "javascript:\\u202ealert"),
    ],
)
def test_a_link_is_shown_so_that_nobody_can_tap_it(url: str, shown: str) -> None:
    assert defang(url) == shown


@pytest.mark.parametrize(
    ("host", "platform"),
    [("m.facebook.com", "facebook"), ("x.com", "x"), ("notx.com", None), ("x.com.evil.be", None), ("T.ME", "telegram")],
)
def test_a_platform_is_known_by_its_own_hosts_alone(host: str, platform: str | None) -> None:
    assert platform_of(host) == platform


def test_nothing_she_typed_is_printed_by_accident() -> None:
    found = find_links("https://geheim.be/x javascript:geheim(1) @geheim")
    assert found.links  # control
    assert found.refused
    assert "geheim" not in repr(found) + repr(found.links) + repr(found.refused)


@given(st.text(max_size=400) | st.text(alphabet="ahtps:/.@,()[]{}\"' \n0123456789-t.meinsta", max_size=400))
def test_no_text_whatever_breaks_it(text: str) -> None:
    found = find_links(text)
    assert len(found.links) <= MOST
    for link in found.links:
        assert find_links(link.normalised).links or link.normalised.count(":") == 1
        shown = defang(link.normalised)
        assert "://" not in shown or shown.startswith("hxxp")
        assert "." not in shown.replace("[.]", "")
