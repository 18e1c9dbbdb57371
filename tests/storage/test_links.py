"""A keys folder or a master key behind a symbolic link: what it leads to is held to the same rules, or refused."""

from pathlib import Path

import pytest

from storage.errors import BadKeys
from storage.master import FILE, Masters


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """A keys folder that has its key."""
    Masters(tmp_path / "real")
    return tmp_path / "real"


def test_a_link_to_a_private_folder_is_that_folder(tmp_path: Path, real: Path) -> None:
    (tmp_path / "keys").symlink_to(real)
    assert Masters(tmp_path / "keys").now.id == Masters(real).now.id


def test_a_link_to_a_private_file_is_that_key(tmp_path: Path, real: Path) -> None:
    """As secrets are handed to containers."""
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    (keys / FILE).symlink_to(real / FILE)
    assert Masters(keys).now.id == Masters(real).now.id


@pytest.mark.parametrize("mode", [0o755, 0o770])
def test_a_link_to_a_folder_others_can_enter_is_refused(tmp_path: Path, real: Path, mode: int) -> None:
    (tmp_path / "keys").symlink_to(real)
    real.chmod(mode)
    with pytest.raises(BadKeys, match="chmod 700"):
        Masters(tmp_path / "keys")


def test_a_link_to_a_key_others_can_read_is_refused(tmp_path: Path, real: Path) -> None:
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    (keys / FILE).symlink_to(real / FILE)
    (real / FILE).chmod(0o644)
    with pytest.raises(BadKeys, match="chmod 600"):
        Masters(keys)


def test_a_link_to_a_key_in_a_folder_others_can_write_is_refused(tmp_path: Path, real: Path) -> None:
    """Whoever can write there could put another key in its place."""
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    (keys / FILE).symlink_to(real / FILE)
    real.chmod(0o777)
    with pytest.raises(BadKeys, match="writable"):
        Masters(keys)


def test_a_link_that_leads_nowhere_is_refused_and_no_key_is_made_beside_it(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    (keys / FILE).symlink_to(tmp_path / "gone")
    with pytest.raises(BadKeys, match="leads nowhere"):
        Masters(keys)
    assert [path.name for path in keys.iterdir()] == [FILE]
    assert not (tmp_path / "gone").exists()


def test_a_folder_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "keys").symlink_to(tmp_path / "gone")
    with pytest.raises(BadKeys, match="cannot be used"):
        Masters(tmp_path / "keys")
    assert not (tmp_path / "gone").exists()
