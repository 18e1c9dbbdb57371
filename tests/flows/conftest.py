"""Libraries to talk with: a small one of the tests' own, with every step type in it, and the one Haven ships with."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.flow import Revision
from flows.load import load_library
from flows.move import Moment
from tests.flows.talking import loaded

LIBRARY, ROOT = Path(__file__).parent / "library", Path(__file__).parents[2]


@pytest.fixture(scope="session")
def small() -> Revision:
    return loaded(LIBRARY, ("en", "nl", "fr"))


@pytest.fixture(scope="session")
def shipped() -> Revision:
    found = {path.parts[-3]: path for path in (ROOT / "locales").glob("*/LC_MESSAGES/haven.po")}
    return load_library(ROOT / "flows" / "library", found)


@pytest.fixture
def moment() -> Moment:
    return Moment(datetime(2026, 11, 18, 14, 0, tzinfo=UTC), frozenset({"staff:team"}))
