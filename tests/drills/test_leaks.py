"""Nothing a person sends lies open anywhere on disk: no database, journal, key store, log or metric."""

from pathlib import Path

import pytest

from emulator.server import Emulator
from tests.drills.canary import scan
from tests.drills.crash import until_sent
from tests.drills.everything import say_everything
from tests.drills.finding import Finding
from tests.drills.haven_process import HavenProcess
from tests.drills.looking import look
from tests.drills.nursery import Nursery
from tests.postgres import execute

#: The kind of each canary that lies open, and in which file.
Found = list[tuple[str, str]]


async def drill(
    folder: Path, mode: str, urls: tuple[str, str], places: list[Path], born: Nursery, *program: str
) -> Found:
    """Run Haven, say everything, kill it so that journals stay as they are, and scan what was written to meanwhile.
    Each canary is another one every time; there is no seed that would bring it back."""
    finding = Finding("canaries on disk", engine=urls[0].partition(":")[0], mode=mode)
    (began := folder / "began").touch()  # the clock of the files, not ours
    databases = dict(zip(("HAVEN_DATABASE_URL", "HAVEN_KEYSTORE_URL"), urls, strict=True))
    async with Emulator(pace=0.1) as emulator:
        haven = HavenProcess(emulator, folder / "haven", mode, databases, nursery=born)
        haven.program = program or haven.program
        try:
            await haven.start()
            canaries = await say_everything(emulator, haven)
            await until_sent(haven)
            (folder / "haven" / "metrics.txt").write_text(haven.get("/metrics") + haven.get("/healthz"))
        finally:
            haven.kill()
    if urls[0].startswith("postgresql"):
        await execute(urls[0], "CHECKPOINT")  # what it holds in memory goes to its files too
    kept = await look(urls[0], "SELECT (SELECT COUNT(*) FROM item), (SELECT COUNT(*) FROM line)")
    assert min(kept[0]) >= 3, "the drill must have kept something, or it proves nothing"
    kinds = {canary: kind for kind, canary in canaries.items()}
    finding.count, finding.seen["kept"] = len(canaries), sum(kept[0])
    for hit in (hits := scan([folder, *places], kinds, since=began.stat().st_mtime)):
        finding.add(kinds[hit.canary], [*canaries].index(kinds[hit.canary]))
    print(finding.done())
    return sorted({(kinds[hit.canary], hit.file) for hit in hits})


@pytest.fixture
def places(engine: str, request: pytest.FixtureRequest) -> list[Path]:
    """Where the engine itself keeps what it is told, besides Haven's own folder."""
    return [request.getfixturevalue("postgres_server").data] if engine == "postgresql" else []


@pytest.mark.timeout(600)
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_no_word_of_hers_lies_open_on_disk(
    tmp_path: Path, engine_urls: tuple[str, str], mode: str, places: list[Path], nursery: Nursery
) -> None:
    assert await drill(tmp_path, mode, engine_urls, places, nursery) == []


@pytest.mark.timeout(600)
async def test_the_scan_finds_a_field_whose_sealing_is_switched_off(
    tmp_path: Path, engine: str, engine_urls: tuple[str, str], places: list[Path], nursery: Nursery
) -> None:
    unsealed = str(Path(__file__).with_name("unsealed.py"))
    found = await drill(tmp_path, "webhook", engine_urls, places, nursery, unsealed)
    for kind in ("queue", "hash", "made", "picture"):
        where = {Path(file).parent.name for one, file in found if one == kind}
        assert where & {"data"} if engine == "sqlite" else {"pg_wal"} < where, "in the log, and in the table itself"
