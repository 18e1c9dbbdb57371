"""What the documents say is there: links lead somewhere, commands and settings exist."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from haven.__main__ import parser

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)[^)]*\)|src=\"([^\"]+)\"")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"[^>]*?alt=\"([^\"]*)\"[^>]*>")
#: The same picture by night, beside one that says what is in it.
BY_NIGHT = re.compile(r'<picture><source media="\(prefers-color-scheme: dark\)" srcset="([^"]+)"><img ')
IMAGES = ROOT / "docs" / "images"
#: Bytes. Whoever reads on a slow line still sees them.
LARGEST = 250_000


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    found = ("".join(one) for one in LINK.findall(page.read_text(encoding="utf-8")))
    targets = [target for target in found if "://" not in target]
    assert not [target for target in targets if not (page.parent / target).exists()]


def test_every_make_target_the_documents_name_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"`make ([a-z]+)", page.read_text(encoding="utf-8"))}
    assert named <= targets


def test_every_command_the_documents_name_exists(capsys: pytest.CaptureFixture[str]) -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    named = set(re.findall(r"(?:^|`)haven ([a-z]+(?: [a-z]+)?)", text, re.MULTILINE))
    assert {"run", "staff add", "staff disable"} <= named
    for command in named:
        with pytest.raises(SystemExit) as told:
            parser().parse_args([*command.split(), "--help"])
        assert told.value.code == 0, command
    assert capsys.readouterr().out
    modules = set(re.findall(r"python -m ([a-z_.]+[a-z])", text))
    assert not [name for name in modules if not _is_module(name)]


def _is_module(name: str) -> bool:
    place = ROOT.joinpath(*name.split("."))
    return place.with_suffix(".py").exists() or (place / "__main__.py").exists()


def test_every_setting_the_documents_name_exists() -> None:
    known = set(re.findall(r"HAVEN_[A-Z_]+", (ROOT / ".env.example").read_text())) | {"HAVEN_CHROMIUM"}
    named = {name for page in PAGES for name in re.findall(r"HAVEN_[A-Z_]+", page.read_text(encoding="utf-8"))}
    assert named <= known


def test_every_file_the_documents_name_exists() -> None:
    named = re.compile(r"`((?:[\w-]+/)+[\w.-]+\.[a-z]+)(?::[^`]*)?`")
    found = {(page.name, one[1]) for page in PAGES for one in named.finditer(page.read_text(encoding="utf-8"))}
    ours = {path.name for path in ROOT.iterdir() if path.is_dir()}
    assert len(found) > 100
    missing = [one for one in found if one[1].split("/")[0] in ours and not (ROOT / one[1]).exists()]
    assert not [one for one in missing if one[1] != "web/console/openapi.d.ts"], "made by `make check`"


def test_the_way_to_read_the_hash_page_names_each_of_its_files_once() -> None:
    page = (ROOT / "docs" / "hash-page.md").read_text(encoding="utf-8").partition("**By reading.**")[2]
    first_cells = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    named = re.findall(r"`(\w+\.ts)`", "".join(first_cells))
    there = {path.name for path in (ROOT / "web" / "hash").glob("*.ts") if not re.search(r"\.test", path.name)}
    assert sorted(named) == sorted(there)


def test_the_glossary_and_every_decision_have_a_title() -> None:
    for page in PAGES:
        assert page.read_text(encoding="utf-8").startswith("# "), page


def test_every_picture_is_shown_somewhere_is_light_and_is_said_in_words() -> None:
    shown, counted = set(), 0
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        counted += text.count("<img") + text.count("![")
        for one in PICTURE.finditer(text):
            words, target = one[1] or one[4], one[2] or one[3]
            assert len(words) >= 15, f"{page.name}: {target} says too little to who cannot see it"
            shown.add((page.parent / target).resolve())
            counted -= 1
        shown |= {(page.parent / target).resolve() for target in BY_NIGHT.findall(text)}
    assert counted == 0, "a picture without words"
    assert shown == set(IMAGES.iterdir())
    assert not [path.name for path in IMAGES.iterdir() if path.stat().st_size > LARGEST]


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_page_for_counsellors_says_the_same_in_their_language(language: str) -> None:
    """The same parts, pictures and rows; and every button it names is called so in the console."""
    page, other = (ROOT / "docs" / "how-to" / f"answer-people{end}.md" for end in ("", f".{language}"))
    source, told = page.read_text(encoding="utf-8"), other.read_text(encoding="utf-8")
    assert [found[1] or found[2] for found in PICTURE.findall(told)] == [
        found[1] or found[2] for found in PICTURE.findall(source)
    ]
    for mark in ("\n## ", "\n| ", "\n- "):
        assert told.count(mark) == source.count(mark), mark
    with (ROOT / "locales" / language / "LC_MESSAGES" / "haven.po").open("rb") as file:
        words = {
            str(message.id): str(message.string) for message in read_po(file) if message.id and not message.context
        }
    named = {words[button] for button in re.findall(r"\*\*([^*]+)\*\*", source) if button in words}
    assert len(named) > 10
    assert not [button for button in named if f"**{button}**" not in told]
