"""Whatever happens to a flow file, it is read or its mistakes are told, in bounded time, and the prover stands it."""

from __future__ import annotations

import pytest
import yaml

from flows.flow import Revision
from tests.drills.finding import amount, seed
from tests.drills.flow_files import drill, honest


@pytest.mark.timeout(3600)
def test_every_slip_is_read_or_told() -> None:
    cases = amount(100_000, 1_000)
    finding = drill(cases, seed())
    print(finding)
    assert finding.holds, finding
    # Of a thousand cases a dozen are proved, and those may all be sound; of a hundred thousand they are not.
    kinds = ("read", "told", "proved", "refuted") if cases > 1_000 else ("read", "told", "proved")
    assert min(finding.seen[kind] for kind in kinds) > 0


def test_the_drill_finds_a_reader_that_breaks() -> None:
    def careless(files: dict[str, bytes]) -> Revision:
        for content in files.values():
            yaml.load(content, yaml.CSafeLoader)["steps"].values()
        return honest(files)

    assert not drill(60, seed(), careless).holds
