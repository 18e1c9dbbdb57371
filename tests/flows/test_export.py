"""What is written out can be read back, word for word; and a flow can be drawn."""

from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po

from flows.draft import content_of
from flows.draw import draw
from flows.exchange import files_of
from flows.flow import Revision
from flows.load import load_library
from flows.messages import messages
from tests.flows.talking import loaded, revision

ROOT = Path(__file__).parents[2]

DRAWN = """\
flowchart TD
    start(( )) --> s_end
    s_end{{"end · choose<br>Say #34;when#34; #60;3"}}
    s_over["over · end"]
    s_end -->|"Now #38; here"| s_over
    s_over -->|"end"| over
    over(((end)))
"""


def export(known: Revision) -> dict[str, str]:
    return files_of(content_of(known))


def written(known: Revision, folder: Path) -> Path:
    for name, text in export(known).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_what_is_exported_is_imported_unchanged(small: Revision, tmp_path: Path) -> None:
    read = loaded(written(small, tmp_path), small.languages)
    assert (read, read.checksum) == (small, small.checksum)


def test_the_shipped_library_survives_the_same_road(tmp_path: Path) -> None:
    found = {path.parts[-3]: path for path in (ROOT / "locales").glob("*/LC_MESSAGES/haven.po")}
    shipped = load_library(ROOT / "flows" / "library", found)
    assert loaded(written(shipped, tmp_path), shipped.languages).checksum == shipped.checksum


def test_equal_content_is_an_equal_file(small: Revision) -> None:
    assert export(small) == export(Revision.from_json(small.to_json()))


def test_awkward_words_survive_too(tmp_path: Path) -> None:
    words = [
        "yes",
        "1",
        "~",
        "a: b",
        "- c",
        '"quoted"',
        "two\nlines",
        "# hash",
        "{operator}",
        "é 😢 \\ %s",
        "null",
        "x " * 90,
    ]
    steps = {f"s{number}": {"type": "end", "say": text} for number, text in enumerate(words)}
    known = revision({"flow": steps}, {"nl": {f"flow.s{n}.say": text + "!" for n, text in enumerate(words)}})
    assert loaded(written(known, tmp_path)).checksum == known.checksum


def test_translators_are_told_what_the_author_noted(small: Revision) -> None:
    notes = {message.key: message.notes for message in messages(small)}
    assert notes["talk.age.unsaid.label"] == ("Asked before anything is kept.", "Always there.")
    assert notes["talk.hello.say"] == ()


def test_a_catalogue_holds_every_text_as_others_read_it(small: Revision) -> None:
    catalogue = read_po(BytesIO(export(small)["nl.po"].encode()), abort_invalid=True)
    found = {str(one.context): (str(one.id), str(one.string)) for one in catalogue if one.id}
    assert found == {key: (text, small.texts.translated(key, "nl") or "") for key, text in small.texts.source.items()}
    assert "python-brace-format" in catalogue.get("Hello, this is {operator}.", "talk.hello.say").flags


def test_a_drawing_escapes_what_mermaid_would_read() -> None:
    step = {"type": "choose", "say": 'Say "when" <3', "choices": [{"key": "a", "label": "Now & here", "go": "over"}]}
    assert draw(revision({"flow": {"end": step, "over": {"type": "end"}}}), "flow") == DRAWN


def test_a_drawing_speaks_the_language_asked_for_and_shows_every_way(small: Revision) -> None:
    drawn = draw(small, "talk", "nl")
    for part in (
        's_age{{"age · choose<br>Hoe oud ben je?"}}',
        's_age -->|"Jonger dan 18"| s_numbers',
        's_which -->|"age: adult and staff:team"| s_details',
        's_which -->|"otherwise"| s_numbers',
        's_details[["details · call<br>→ details"]]',
        's_human -->|"refused"| s_numbers',
        's_numbers["numbers · card<br>Zij kunnen je helpen.<br>☎ child_focus, emergency"]',
    ):
        assert part in drawn
    assert 's_keep -->|"Ja · given"| s_links' in draw(small, "details", "nl")
