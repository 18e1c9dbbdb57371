"""Whatever stands in the way, each command says it in one sentence, ends with 2, and repeats no secret."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest

from haven.refusing import refusal
from haven.settings import WrongSetting, read_settings
from storage.errors import SealBroken
from storage.sqlite import hold_alone
from tests.haven.commanding import commanded
from tests.haven.test_commands import haven
from tests.ports import free_port

TOKEN = {"HAVEN_TELEGRAM_TOKEN": "1:CANARY"}
NOBODY = "postgresql://haven:CANARY@127.0.0.1:1"
UNREACHABLE = {"HAVEN_DATABASE_URL": f"{NOBODY}/a", "HAVEN_KEYSTORE_URL": f"{NOBODY}/b"}
#: Every command that opens the database.
OPENING = (("run",), ("migrate",), ("flows", "export", "out"), ("flows", "import", "out"))


def refused(folder: Path, *words: str, **settings: str) -> str:
    return sentence(commanded(folder, *words, settings={"HAVEN_PORT": str(free_port()), **TOKEN, **settings}))


def sentence(done: Any) -> str:
    """Fails where there is more than one, or another exit code."""
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert done.stderr.startswith("haven: ")
    assert done.stderr.endswith(".\n")
    assert done.stderr.count("\n") == 1
    assert "CANARY" not in done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Flows to import, as an editor has them."""
    here = tmp_path_factory.mktemp("exported")
    assert commanded(here, "flows", "export", "out", settings={}).returncode == 0
    return here / "out"


@pytest.fixture
def folder(tmp_path: Path, exported: Path) -> Path:
    """Where the operator stands, with an editor's flows in `out`."""
    shutil.copytree(exported, tmp_path / "out")
    return tmp_path


@pytest.mark.parametrize("words", OPENING)
def test_a_database_that_cannot_be_reached(folder: Path, words: tuple[str, ...]) -> None:
    assert "HAVEN_DATABASE_URL" in refused(folder, *words, **UNREACHABLE)


@pytest.mark.parametrize("words", [OPENING[0], OPENING[-1]])
def test_a_process_of_its_own_says_it_no_other_way(folder: Path, words: tuple[str, ...]) -> None:
    (folder / "data").write_text("x")
    assert sentence(haven(folder, *words, **TOKEN)) == refused(folder, *words)


def test_a_proxy_of_the_machine_that_cannot_be_used(folder: Path) -> None:
    assert "HTTPS_PROXY" in refused(folder, "run", https_proxy="socks5://CANARY@127.0.0.1:1")


@pytest.mark.parametrize("words", OPENING)
def test_a_file_that_is_no_database(folder: Path, words: tuple[str, ...]) -> None:
    (folder / "data").mkdir(mode=0o700)
    (folder / "data" / "haven.db").write_bytes(b"CANARY of another program" * 300)
    assert "HAVEN_DATA" in refused(folder, *words)


@pytest.mark.parametrize("words", OPENING)
def test_a_folder_that_is_a_file(folder: Path, words: tuple[str, ...]) -> None:
    (folder / "data").write_text("x")
    assert "data cannot be used" in refused(folder, *words)


@pytest.mark.parametrize("words", OPENING)
def test_another_haven_at_the_same_database(folder: Path, words: tuple[str, ...]) -> None:
    (folder / "data").mkdir(mode=0o700)
    with hold_alone(folder / "data" / "haven.db"):
        assert "stop it first" in refused(folder, *words)


@pytest.mark.parametrize(("content", "mode", "says"), [(b"short", 0o600, "32 bytes"), (b"x" * 32, 0o644, "chmod 600")])
def test_a_master_key_that_cannot_be_used(folder: Path, content: bytes, mode: int, says: str) -> None:
    (folder / "keys").mkdir(mode=0o700)
    key = folder / "keys" / "master.key"
    key.write_bytes(content)
    key.chmod(mode)
    assert says in refused(folder, "run")


def test_keys_that_lie_open_beside_a_master_key_are_not_simply_closed(folder: Path) -> None:
    assert commanded(folder, "migrate", settings={}).returncode == 0
    (folder / "keys").chmod(0o755)
    assert "chmod 700" in refused(folder, "run")


def test_the_master_key_of_another_house(folder: Path) -> None:
    assert commanded(folder, "migrate", settings={}).returncode == 0
    (folder / "keys" / "master.key").write_bytes(b"y" * 32)
    assert "does not open" in refused(folder, "migrate")
    assert refusal(ExceptionGroup("two", [SealBroken("x"), ValueError("CANARY")]))[0] == 2


def test_a_command_for_alerts_that_is_not_there(folder: Path) -> None:
    (folder / "letter").touch(mode=0o600)
    for wrong in ("no-such-program-here --now", "./letter"):
        assert "HAVEN_ALERT_COMMAND" in refused(folder, "run", HAVEN_ALERT_COMMAND=wrong)


@pytest.mark.parametrize("words", [("run",), ("flows", "export", "new"), ("check",), ("talk",), ("draw",)])
def test_a_language_nobody_has_translated(folder: Path, words: tuple[str, ...]) -> None:
    assert "HAVEN_LANGUAGES" in refused(folder, *words, HAVEN_LANGUAGES="xx")


def test_a_folder_to_write_into_that_cannot_be(folder: Path) -> None:
    (folder / "file").write_text("x")
    assert "file cannot be used" in refused(folder, "flows", "export", "file")
    assert "below cannot be used" in refused(folder, "flows", "export", "file/below")


@pytest.mark.parametrize("password", ["pa#CANARY", "12#CANARY", "pa/CANARY", "12/CANARY", "pa?CANARY", "pa℀CANARY"])
@pytest.mark.parametrize("name", ["HAVEN_DATABASE_URL", "HAVEN_KEYSTORE_URL", "HAVEN_PUBLIC_URL", "HAVEN_TELEGRAM_API"])
def test_a_password_that_breaks_its_address_is_not_repeated(password: str, name: str) -> None:
    scheme = "postgresql" if "URL" in name and "PUBLIC" not in name else "https"
    with pytest.raises(WrongSetting) as raised:
        read_settings({name: f"{scheme}://haven:{password}@db.example/haven"})
    assert str(raised.value).startswith(f"{name} must be ")
    assert "CANARY" not in str(raised.value)


def test_an_error_of_our_own_is_told_without_its_words() -> None:
    try:
        raise ValueError("CANARY")
    except ValueError as error:
        code, said = refusal(error)
    assert (code, "CANARY" in said, "ValueError" in said) == (1, False, True)


def test_after_the_demo_the_real_house_starts_in_the_same_folder_and_all_is_closed_to_others(tmp_path: Path) -> None:
    for old in ("data/demo", "keys/demo"):  # as a demo left them that did not close the folders above its own
        (tmp_path / old).mkdir(parents=True)
        (tmp_path / old).parent.chmod(0o755)
    before = os.umask(0o022)
    try:
        done = haven(tmp_path, "migrate")
    finally:
        os.umask(before)
    assert done.returncode == 0, done.stderr
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data", tmp_path / "keys")}
    modes |= {path: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("*/*.db*")}
    assert len(modes) >= 4
    assert not {path.name: oct(mode) for path, mode in modes.items() if mode & 0o077}


def test_a_folder_of_someone_elses_things_is_not_closed_behind_their_back(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o755)
    (tmp_path / "home" / "letters").touch()
    assert "chmod 700" in refused(tmp_path, "run", HAVEN_DATA="home")
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o755
