"""Markup becomes plain text and places in it, counted as Telegram counts: in UTF-16."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.entities import read_text
from emulator.errors import ApiError

HTML = [
    ("<b>Hoi</b> 😀 <i>x</i>", "Hoi 😀 x", [("bold", 0, 3), ("italic", 7, 1)]),
    ("<b>a<i>b</i></b>c", "abc", [("bold", 0, 2), ("italic", 1, 1)]),
    ("  <u> x </u> ", "x", [("underline", 0, 1)]),
    ('<a href="https://e.be/?a=1&amp;b=2">e</a>', "e", [("text_link", 0, 1)]),
    ("<pre><code class='language-py'>x = 1</code></pre>", "x = 1", [("pre", 0, 5)]),
    ("<span class='tg-spoiler'>s</span><tg-spoiler>t</tg-spoiler>", "st", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
    ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
    ("&lt;&#101;&#x1F600;&amp;&nbsp;", "<e😀&&nbsp;", []),
]
MARKDOWN = [
    (
        "*Hoi* _x_ __u__ ~s~ ||p||",
        "Hoi x u s p",
        [("bold", 0, 3), ("italic", 4, 1), ("underline", 6, 1), ("strikethrough", 8, 1), ("spoiler", 10, 1)],
    ),
    ("[e](https://e\\.be/\\)x)", "e", [("text_link", 0, 1)]),
    ("`a*b` ```py\nx\n```", "a*b x", [("code", 0, 3), ("pre", 4, 2)]),
    (">q\n>r\ns", "q\nr\ns", [("blockquote", 0, 3)]),
    ("1\\.5 \\- 2\\!", "1.5 - 2!", []),
]
FOUND = [
    ("/start now", [("bot_command", 0, 6)]),
    ("see https://e.be/a?b, ok", [("url", 4, 16)]),
    ("@haven_bot #help", [("mention", 0, 10), ("hashtag", 11, 5)]),
    ("and/or 1/2", []),
    ("op childfocus.be.", [("url", 3, 13)]),
    ("a@b.be", [("email", 0, 6)]),
]


def places(entities):
    return [(one["type"], one["offset"], one["length"]) for one in entities]


@pytest.mark.parametrize(("source", "plain", "marks"), HTML)
def test_html(source, plain, marks):
    text, entities = read_text(source, "HTML", None)
    assert (text, places(entities)) == (plain, marks)


@pytest.mark.parametrize(("source", "plain", "marks"), MARKDOWN)
def test_markdown_v2(source, plain, marks):
    text, entities = read_text(source, "MarkdownV2", None)
    assert text == plain
    assert [(kind, at) for kind, at, _ in places(entities)] == [(kind, at) for kind, at, _ in marks]


@pytest.mark.parametrize(("source", "marks"), FOUND)
def test_found_without_markup(source, marks):
    assert places(read_text(source, None, None)[1]) == marks


def test_the_older_markdown():
    text, entities = read_text("*a* _b_ [c](http://d.be) e\\_f", "Markdown", None)
    assert (text, places(entities)) == ("a b c e_f", [("bold", 0, 1), ("italic", 2, 1), ("text_link", 4, 1)])


def test_a_link_and_a_language_keep_what_they_name():
    assert read_text('<a href="https://e.be/?a=1&amp;b">e</a>', "HTML", None)[1][0]["url"] == "https://e.be/?a=1&b"
    assert read_text("<pre><code class='language-py'>x</code></pre>", "HTML", None)[1][0]["language"] == "py"


SCRAPS = st.text(alphabet="ab<>/&;b=\"'*_[]()`~|\\>. é😀\n", max_size=60)


@given(SCRAPS, st.sampled_from(["HTML", "MarkdownV2", "Markdown"]))
def test_any_text_is_read_or_refused_and_every_mark_lies_inside(source, mode):
    try:
        text, entities = read_text(source, mode, None)
    except ApiError as problem:
        refused = problem.description
        text, entities = "", []
    else:
        refused = "Bad Request: can't parse entities: "
    assert refused.startswith("Bad Request: can't parse entities: ")
    length = len(text.encode("utf-16-le")) // 2
    for one in entities:
        assert 0 <= one["offset"] < one["offset"] + one["length"] <= length
