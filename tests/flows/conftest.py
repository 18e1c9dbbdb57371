"""A small library of the tests' own, with every step type in it, in three languages."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.flow import Revision
from flows.move import Moment
from tests.flows.talking import loaded

LIBRARY = Path(__file__).parent / "library"


@pytest.fixture(scope="session")
def small() -> Revision:
    return loaded(LIBRARY, ("en", "nl", "fr"))


@pytest.fixture
def moment() -> Moment:
    return Moment(datetime(2026, 11, 18, 14, 0, tzinfo=UTC), frozenset({"staff:team"}))
