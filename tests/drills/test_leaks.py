"""Nothing a person sends lies open anywhere on disk: no database, journal, key store, log or metric."""

from pathlib import Path

import pytest

from emulator.server import Emulator
from tests.drills.canary import Hit, scan
from tests.drills.crash import until_sent
from tests.drills.everything import say_everything
from tests.drills.haven_process import HavenProcess
from tests.drills.looking import look


async def drill(folder: Path, mode: str, urls: tuple[str, str], places: list[Path], *program: str) -> list[Hit]:
    """Run Haven, say everything, kill it so that journals stay as they are, and scan what lies on disk."""
    databases = dict(zip(("HAVEN_DATABASE_URL", "HAVEN_KEYSTORE_URL"), urls, strict=True))
    async with Emulator(pace=0.1) as emulator:
        haven = HavenProcess(emulator, folder / "haven", mode, databases)
        haven.program = program or haven.program
        try:
            await haven.start()
            canaries = await say_everything(emulator, haven)
            await until_sent(haven)
            (folder / "haven" / "metrics.txt").write_text(haven.get("/metrics") + haven.get("/healthz"))
        finally:
            haven.kill()
    kept = await look(urls[0], "SELECT (SELECT COUNT(*) FROM item), (SELECT COUNT(*) FROM line)")
    assert min(kept[0]) >= 3, "the drill must have kept something, or it proves nothing"
    return scan([folder, *places], canaries.values())


@pytest.mark.timeout(180)
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_no_word_of_hers_lies_open_on_disk(
    tmp_path: Path, engine: str, engine_urls: tuple[str, str], mode: str, request: pytest.FixtureRequest
) -> None:
    places = [request.getfixturevalue("postgres_server").data] if engine == "postgresql" else []
    assert await drill(tmp_path, mode, engine_urls, places) == []


@pytest.mark.timeout(180)
async def test_the_scan_finds_a_field_whose_sealing_is_switched_off(tmp_path: Path) -> None:
    urls = (f"sqlite:///{tmp_path}/data/haven.db", f"sqlite:///{tmp_path}/keys/keys.db")
    hits = await drill(tmp_path, "polling", urls, [], str(Path(__file__).with_name("unsealed.py")))
    assert any("haven.db" in hit.file for hit in hits)
