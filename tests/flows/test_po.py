"""Catalogues, however a translator's program lays them out, are read alike; and written in one way that all read."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from hypothesis import given
from hypothesis import strategies as st

from flows.po import Catalogue, Entry, NotAPo, decoded, parse, write

WORDS = st.text(st.sampled_from('ab é😢"\\\n\t{}#~|,.:-ç\u2028'), max_size=140)


@given(texts=st.lists(st.tuples(WORDS.filter(bool), WORDS, WORDS), max_size=5))
def test_what_is_written_is_read_again_by_us_and_by_others(texts: list[tuple[str, str, str]]) -> None:
    entries = [
        Entry(context=f"a.s{number}.say", id=text, string=words, flags=("fuzzy",), was={"msgid": was})
        for number, (text, words, was) in enumerate(texts)
    ]
    written = write({"Language": "nl", "Content-Type": "text/plain; charset=UTF-8"}, entries)
    read = parse(written)
    assert read.header["language"] == "nl"
    assert [(one.context, one.id, one.string, one.was) for one in read.entries] == [
        (one.context, one.id, one.string, one.was) for one in entries
    ]
    assert all(len(line) <= 79 or " " not in line.strip('"') for line in written.split("\n") if line.startswith('"'))
    theirs = [one for one in read_po(BytesIO(written.encode()), abort_invalid=True) if one.id]
    assert [(one.context, one.id, one.string, one.fuzzy) for one in theirs] == [
        (one.context, one.id, one.string, True) for one in entries
    ]


@given(texts=st.lists(st.tuples(WORDS.filter(str.strip), WORDS), max_size=5), width=st.sampled_from([20, 76, 110]))
def test_what_others_write_is_read(texts: list[tuple[str, str]], width: int) -> None:
    catalogue = Catalog(locale="fr", fuzzy=False)
    for number, (text, words) in enumerate(texts):
        catalogue.add(text, words, context=f"a.s{number}.say", locations=[("a.yaml", 3)], auto_comments=["A note."])
    held = BytesIO()
    write_po(held, catalogue, width=width)
    read = parse(decoded(held.getvalue()))
    assert {one.context: (one.id, one.string) for one in read.entries} == {
        f"a.s{number}.say": texts[number] for number in range(len(texts))
    }


def test_marks_of_the_programs_in_use_are_understood() -> None:
    read = parse(
        "\n".join(
            [
                'msgid ""',
                'msgstr "Language: nl_BE\\n"',
                "",
                "#. For whom translates.",
                "#: flows/library/a.yaml:3",
                "# The translator's own.",
                "#, fuzzy, python-brace-format",
                '#| msgctxt "a.old.say"',
                '#| msgid ""',
                '#| "How "',
                '#| "old?"',
                'msgctxt "a.age.say"',
                'msgid "Age?"',
                'msgstr "Hoe oud?"',
                'msgid "Next, without a line between"',
                'msgid_plural "Nexts"',
                'msgstr[0] "Volgende"',
                'msgstr[1] "Volgenden"',
                "",
                '#~ msgctxt "a.gone.say"',
                '#~ msgid "Gone"',
                '#~ msgstr "Weg"',
                "",
            ]
        )
    )
    first, second = read.entries
    assert (first.line, first.fuzzy, first.notes, first.comments) == (12, True, ("For whom translates.",), 1)
    assert first.was == {"msgctxt": "a.old.say", "msgid": "How old?"}
    assert (second.plural, second.string, second.context) == (True, "Volgende", None)
    assert (read.header["language"], read.obsolete) == ("nl_BE", 1)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("nonsense", 1),
        ('msgid "a"\n\nmsgid "b"\nmsgstr "c"', 1),
        ('msgstr "a"', 1),
        ('"alone"', 1),
        ('msgid "a"\nmsgid "b"\nmsgstr "c"', 2),
        ('msgid "a\nmsgstr "b"', 1),
        ('msgctxt "a"\nmsgstr "b"', 2),
        ('#| "alone"', 1),
        ('msgid "a"\nmsgstr "b" c', 2),
    ],
)
def test_what_is_no_catalogue_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(NotAPo) as found:
        parse(text)
    assert found.value.line == line


@given(text=st.text(st.sampled_from('msgidtrcx[]01"\\n \n#|~,é'), max_size=80), raw=st.binary(max_size=60))
def test_anything_at_all_is_read_or_told(text: str, raw: bytes) -> None:
    for read in (lambda: parse(text), lambda: parse(decoded(raw))):
        assert line_told(read) >= 0


def line_told(read: Callable[[], Catalogue]) -> int:
    """0: it was read."""
    try:
        read()
    except NotAPo as told:
        return told.line or -1
    return 0


def test_other_character_sets_are_read_by_their_name() -> None:
    text = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n\nmsgid "Yes"\nmsgstr "Évidemment"\n'
    assert parse(decoded(text.encode("latin-1"))).entries[0].string == "Évidemment"
    assert parse(decoded(b"\xef\xbb\xbf" + text.replace("ISO-8859-1", "UTF-8").encode())).entries[0].string
    for broken in (
        text.replace("ISO-8859-1", "UTF-8").encode("latin-1"),
        text.replace("ISO-8859-1", "KLINGON").encode(),
    ):
        with pytest.raises(NotAPo):
            decoded(broken)
