"""The master key: made once, for us alone, and refused with one clear sentence where it is not."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.errors import BadKeys
from storage.master import FILE, master_keys


def test_the_first_start_makes_a_key_nobody_else_can_read(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    master_keys(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600
    assert len((folder / FILE).read_bytes()) == 32
    assert sorted(path.name for path in folder.iterdir()) == [FILE]


def test_the_same_folder_gives_the_same_keys_and_another_folder_others(tmp_path: Path) -> None:
    one, again, other = master_keys(tmp_path / "a"), master_keys(tmp_path / "a"), master_keys(tmp_path / "b")
    assert one.lookup("telegram", "1") == again.lookup("telegram", "1")
    assert one.lookup("telegram", "1") != other.lookup("telegram", "1")
    assert one.pin_digest("case", "12345678") == again.pin_digest("case", "12345678")


def test_each_purpose_has_a_key_of_its_own(tmp_path: Path) -> None:
    keys = master_keys(tmp_path / "keys")
    assert len({keys.index, keys.pins, keys.audit, (tmp_path / "keys" / FILE).read_bytes()}) == 4
    assert keys.index.hex() not in repr(keys)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666])
def test_a_key_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    master_keys(tmp_path / "keys")
    (tmp_path / "keys" / FILE).chmod(mode)
    with pytest.raises(BadKeys, match="chmod 600"):
        master_keys(tmp_path / "keys")


def test_a_folder_others_can_enter_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    with pytest.raises(BadKeys, match="chmod 700"):
        master_keys(folder)


@pytest.mark.parametrize("size", [0, 31, 33])
def test_half_a_key_is_refused_and_not_replaced(tmp_path: Path, size: int) -> None:
    master_keys(tmp_path / "keys")
    path = tmp_path / "keys" / FILE
    path.write_bytes(bytes(size))
    with pytest.raises(BadKeys, match="32 bytes"):
        master_keys(tmp_path / "keys")
    assert len(path.read_bytes()) == size


def test_a_folder_that_is_a_file_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("")
    with pytest.raises(BadKeys, match="cannot be used"):
        master_keys(tmp_path / "keys")


def test_many_starting_at_once_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as crowd:
        found = list(crowd.map(lambda _: master_keys(tmp_path / "keys").index, range(32)))
    assert len(set(found)) == 1
