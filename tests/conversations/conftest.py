"""The library as it ships, and the wish to approve what Haven says now: `pytest tests/conversations --approve`."""

from pathlib import Path

import pytest

from flows.flow import Revision
from flows.load import load_library

ROOT = Path(__file__).parents[2]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--approve", action="store_true", help="write down in the dialogues what Haven says now")


@pytest.fixture(scope="session")
def approve(pytestconfig: pytest.Config) -> bool:
    return bool(pytestconfig.getoption("--approve", default=False))


@pytest.fixture(scope="session")
def library() -> Revision:
    languages = ("nl", "fr")
    return load_library(
        ROOT / "flows" / "library",
        {language: ROOT / "locales" / language / "LC_MESSAGES" / "haven.po" for language in languages},
    )
