"""The platforms Haven knows: each with its source, found by host and by the names people give it."""

from pathlib import Path

import pytest

from helpline.entries import DirectoryErrors
from helpline.platforms import load_platforms, shipped


def test_every_platform_says_where_its_facts_come_from() -> None:
    for platform in shipped().by_key.values():
        assert platform.source
        assert platform.reviewer == "none yet"
        assert platform.report is None or platform.report.startswith("https://")
        assert platform.profile is None or platform.account("jan").endswith("jan")


@pytest.mark.parametrize(
    ("key", "stopncii", "take_it_down"),
    [("instagram", "yes", "yes"), ("x", "unknown", "unknown"), ("telegram", "no", "no"), ("bing", "yes", "unknown")],
)
def test_where_sources_conflict_taking_part_is_unknown(key: str, stopncii: str, take_it_down: str) -> None:
    platform = shipped().by_key[key]
    assert (platform.stopncii, platform.take_it_down) == (stopncii, take_it_down)


def test_two_platforms_with_one_name_are_told(tmp_path: Path) -> None:
    sound = Path("directory/platforms.yaml").read_text("utf-8")
    (tmp_path / "platforms.yaml").write_text(sound, "utf-8")
    load_platforms(tmp_path)  # control: the copy is sound
    (tmp_path / "platforms.yaml").write_text(sound.replace("names: [threads]", "names: [threads, insta]"), "utf-8")
    with pytest.raises(DirectoryErrors) as raised:
        load_platforms(tmp_path)
    assert "insta stands at two platforms; keep one" in str(raised.value)


def test_a_pattern_that_cannot_be_read_is_told_with_its_platform(tmp_path: Path) -> None:
    sound = Path("directory/platforms.yaml").read_text("utf-8")
    (tmp_path / "platforms.yaml").write_text(sound.replace("'/post/(?P<post>[\\w-]+)'", "'/post/(?P<post>'"), "utf-8")
    with pytest.raises(DirectoryErrors) as raised:
        load_platforms(tmp_path)
    assert "platforms.yaml, entry threads, post.0" in str(raised.value)
