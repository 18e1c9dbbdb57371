"""Whatever happens to a flow file, it is read or its mistakes are told, in bounded time, and the prover stands it."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml

from flows.flow import Revision
from helpline.safety import Refuted
from tests.drills.finding import amount, seed
from tests.drills.flow_files import drill, honest
from tests.drills.played import plays
from tests.drills.workers import shared_out


@pytest.mark.timeout(7200)
def test_every_slip_is_read_or_told_and_every_refutation_happens() -> None:
    finding = shared_out(drill, amount(100_000, 130), seed())
    print(finding)
    assert finding.holds, finding
    assert min(finding.seen[kind] for kind in ("read", "told", "proved", "refuted", "played")) > 0


def test_the_drill_finds_a_reader_that_breaks() -> None:
    def careless(files: dict[str, bytes]) -> Revision:
        for content in files.values():
            yaml.load(content, yaml.CSafeLoader)["steps"].values()
        return honest(files)

    assert not drill(range(20), seed(), careless).holds


def test_the_drill_finds_a_prover_that_tells_a_talk_that_never_happens() -> None:
    def cut_short(revision: Revision, refuted: Refuted) -> bool:
        """As if the prover left out what she did last."""
        return plays(revision, replace(refuted, conversation=refuted.conversation[:-1]))

    assert not drill(range(20), seed(), played=cut_short).holds
