"""The house itself: small rooms, no drawers, locks without addresses, nothing of anyone's machine."""

import ast
import re
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("haven", "bot", "console", "pages", "emulator", "helpline", "flows", "storage")
LONGEST_FILE, MEDIAN_FILE = 300, 90
LONGEST_FUNCTION, MOST_FUNCTIONS = 40, 25


def tracked(*endings: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = sorted(set(listed.stdout.splitlines()))
    return [ROOT / name for name in names if name.endswith(endings) and (ROOT / name).is_file()]


def budgeted() -> list[Path]:
    return [path for path in tracked(".py", ".ts", ".js", ".svelte") if "migrations/versions" not in path.as_posix()]


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(paths: list[Path]) -> Iterator[tuple[str, int]]:
    for path in paths:
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def test_no_file_is_longer_than_a_sitting() -> None:
    too_long = {str(path.relative_to(ROOT)): lines(path) for path in budgeted() if lines(path) > LONGEST_FILE}
    assert not too_long


def test_the_usual_file_is_short() -> None:
    ours = [path for path in budgeted() if path.relative_to(ROOT).parts[0] in PACKAGES]
    assert statistics.median(lines(path) for path in ours) <= MEDIAN_FILE


def test_no_function_is_longer_than_a_screen() -> None:
    measured = list(functions(budgeted()))
    assert not {name: length for name, length in measured if length > LONGEST_FUNCTION}
    assert sum(length <= MOST_FUNCTIONS for _, length in measured) >= 0.9 * len(measured)


def test_no_file_is_a_drawer() -> None:
    drawers = re.compile(r"(^|/)(utils?|helpers?|misc|common|services?|manager)(\.|/|$)")
    assert not [path for path in budgeted() if drawers.search(path.relative_to(ROOT).as_posix())]


def test_every_module_says_what_lives_in_it() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in tracked(".py")
        if "versions" not in path.parts
        and path.read_text().strip()
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not silent


ORACLE = [f"tests/oracle/{name}.lock" for name in ("tools", "compiler", "source", "oracle")]


@pytest.mark.parametrize("lock", ["requirements.lock", "bootstrap.lock", "web/package-lock.json", *ORACLE])
def test_locks_record_hashes_and_no_download_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "sha256:" in text or "sha512-" in text
    assert '"resolved"' not in text
    if lock.endswith(".lock"):
        assert "://" not in text


def test_no_path_of_a_machine_is_committed() -> None:
    machine = str(ROOT.parent) + "/"
    for path in tracked(""):
        if path.suffix not in {".png", ".ico", ".ttf", ".woff2"}:
            assert machine not in path.read_text(encoding="utf-8", errors="replace"), path


def test_the_makefile_stays_readable() -> None:
    assert lines(ROOT / "Makefile") <= 80
