"""`haven flows`: the conversation out of the house and back, by the rules of the house, whether it runs or not."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from emulator.server import Emulator
from haven.flows_acts import packed, unpacked
from haven.premises import DIRECTORY
from haven.settings import Settings, read_settings
from haven.side_door import at_the_house
from haven.wiring import open_database
from helpline import book
from helpline.book.edits import tidy
from helpline.drafting import begun
from tests import looked_at, shipped  # noqa: F401  what is shipped is read once, what is checked is checked once
from tests.haven.commanding import Done, commanded
from tests.haven.running import running, settings_for
from tests.soon import until


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the operator stands: `data` and `keys` are made below it."""
    return tmp_path


def flows(folder: Path, *words: str) -> Done:
    return commanded(folder, "flows", *words, settings={})


def put(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def draft_of(done: Done) -> str:
    return done.stdout.rsplit(maxsplit=1)[1]


def hired(folder: Path, *logins: str) -> None:
    """Editors work here from now on."""
    for login in logins:
        done = commanded(folder, "staff", "add", login, "--role", "editor", "--team", "helpline", settings={})
        assert done.returncode == 0, done.stderr


def test_files_go_out_and_come_back_the_same_and_then_nothing_is_kept(folder: Path) -> None:
    assert flows(folder, "export", "out").stdout == "revision 1 is in out\n"
    assert {path.suffix for path in (folder / "out").iterdir()} == {".yaml", ".po"}
    same = flows(folder, "import", "out")
    assert (same.returncode, same.stdout) == (0, "Nothing is other than in what runs. Nothing was kept.\n")
    assert flows(folder, "drafts").stdout.startswith("there is no draft")


def test_nothing_in_a_strangers_file_or_a_drafts_name_steers_the_terminal(folder: Path) -> None:
    """A translator's file may hold what moves the cursor, fills the clipboard or turns a line around."""
    flows(folder, "export", "out")
    put(folder / "out" / "abroad.yaml", "start: ", 'note: "\\e]52;c;aGk=\\a\\u202Eoff \\u009B2J for é"\nstart: ')
    brought = flows(folder, "import", "out", "--draft", "A\x1b[2Jname")
    listed = flows(folder, "drafts")
    assert "note: nothing → “\\u001b]52;c;aGk=\\u0007\\u202eoff \\u009b2J for é”" in brought.stdout
    assert "A\\u001b[2Jname" in listed.stdout
    assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(brought.stdout + listed.stdout)


def test_what_files_change_is_shown_first_and_kept_as_a_draft_until_somebody_publishes(folder: Path) -> None:
    flows(folder, "export", "out")
    put(folder / "out" / "abroad.yaml", "start: ", "note: For editors.\nstart: ")
    brought = flows(folder, "import", "out", "--draft", "Notes")
    assert "flow abroad: changed\n    note: nothing → “For editors.”\n" in brought.stdout
    draft = draft_of(brought)
    assert flows(folder, "drafts").stdout.split()[:2] == [draft, "Notes"]
    assert "revision 1 " in flows(folder, "export", "again").stdout
    assert flows(folder, "export", "draft", "--draft", draft).stdout == "draft Notes is in draft\n"
    assert flows(folder, "publish", draft).stdout == "revision 2 is published; new conversations begin in it\n"
    assert "revision 2 " in flows(folder, "export", "again").stdout
    assert (folder / "again" / "abroad.yaml").read_bytes() == (folder / "draft" / "abroad.yaml").read_bytes()
    assert "For editors." in (folder / "again" / "abroad.yaml").read_text()
    gone = flows(folder, "publish", draft)
    assert (gone.returncode, "no such draft" in gone.stderr) == (2, True)


def test_a_house_of_one_publishes_what_is_said_to_a_child_and_a_house_of_two_does_not_from_here(folder: Path) -> None:
    flows(folder, "export", "out")
    put(folder / "out" / "triage.yaml", "How old are you?", "How old?")
    hired(folder, "ann")
    assert "revision 2 is published" in flows(folder, "import", "out", "--publish").stdout
    hired(folder, "bo")
    put(folder / "out" / "triage.yaml", "How old?", "Your age?")
    refused = flows(folder, "import", "out", "--publish")
    assert refused.returncode == 1
    assert "two people publish it, in the console" in refused.stdout
    assert "revision 2 " in flows(folder, "export", "again").stdout
    assert flows(folder, "publish", draft_of(refused)).returncode == 1


def test_so_it_is_with_what_is_said_of_the_number_in_danger(folder: Path) -> None:
    flows(folder, "drafts")
    hired(folder, "ann")
    asyncio.run(begin_to_say(folder, "first", "Ambulance, fire brigade or police."))
    assert flows(folder, "drafts").stdout.startswith("first ")
    assert flows(folder, "publish", "first").stdout == "edition 1 is published; contacts see it at once\n"
    hired(folder, "bo")
    asyncio.run(begin_to_say(folder, "second", "Help in danger."))
    refused = flows(folder, "publish", "second")
    assert (refused.returncode, "two people publish it, in the console" in refused.stdout) == (1, True)


async def begin_to_say(folder: Path, draft: str, words: str) -> None:
    """A draft of the directory, in which the emergency number is told in these words."""
    content = tidy(book.shipped(DIRECTORY))
    content["lines"]["emergency"] |= {"what": content["lines"]["emergency"]["what"] | {"en": words}}
    store = await open_database(read_settings({"HAVEN_DATA": f"{folder}/data", "HAVEN_KEYS": f"{folder}/keys"}), "test")
    try:
        await store.begin_draft(begun(draft, "directory", "In danger", None, content, "ann", datetime.now(UTC)))
    finally:
        await store.close()


def test_nobody_publishes_from_here_what_breaks_a_promise_and_the_conversation_is_shown(folder: Path) -> None:
    flows(folder, "export", "out")
    put(folder / "out" / "triage.yaml", "go: minor\n", "go: online\n")
    refused = flows(folder, "import", "out", "--publish")
    assert refused.returncode == 1
    assert "P1" in refused.stdout or "P7" in refused.stdout
    assert "Nothing was published. The draft stays:" in refused.stdout
    assert "revision 1 " in flows(folder, "export", "again").stdout


def test_files_that_cannot_be_understood_are_named_and_nothing_of_them_goes_to_work(folder: Path) -> None:
    flows(folder, "export", "out")
    (folder / "out" / "danger.yaml").write_text("steps: [")
    done = flows(folder, "import", "out", "--publish")
    assert (done.returncode, "danger.yaml, line 1" in done.stdout) == (1, True)
    put(folder / "out" / "abroad.yaml", "start: ", "note: For editors.\nstart: ")
    done = flows(folder, "import", "out", "--publish")
    assert (done.returncode, "Not everything in these files was understood." in done.stdout) == (1, True)
    assert "revision 1 " in flows(folder, "export", "again").stdout
    (folder / "out" / "nl.po").write_bytes(b"\xff\xfe\x00")
    assert "not text" in flows(folder, "import", "out").stderr


# ── while the house runs ──────────────────────────────────────────────────────────────────────────────────────────
async def test_what_is_published_from_here_runs_at_once_in_the_house_that_runs(tmp_path: Path) -> None:
    async with Emulator() as emulator:
        settings = settings_for(emulator, tmp_path)
        async with running(settings, emulator) as house:
            files = unpacked(str((await at_the_house(settings, "flows_export", {"draft": ""}))["files"]))
            files["abroad.yaml"] = files["abroad.yaml"].replace("start: ", "note: For editors.\nstart: ", 1)
            told = {"files": packed(files), "name": "Notes", "publish": "yes"}
            assert (await at_the_house(settings, "flows_import", told))["number"] == 2
            await until(lambda: '"revision_loaded"' in house.log.getvalue(), seconds=2)
        assert await kinds(settings) >= {"draft_begun", "flow_published"}


async def kinds(settings: Settings) -> set[str]:
    """What the record says was done."""
    store = await open_database(settings, "test")
    try:
        await store.number_events()
        return {one.kind for one in await store.news_since(0, 100)}
    finally:
        await store.close()
