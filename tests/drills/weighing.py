"""What a house weighs in a drill: its process' memory and time, and its files."""

from __future__ import annotations

from haven.simulate.weighing import Weight
from haven.simulate.weighing import weigh as weigh_process
from tests.drills.haven_process import HavenProcess

__all__ = ["Weight", "weigh"]


def weigh(haven: HavenProcess) -> Weight:
    """As it stands just now. On PostgreSQL the files are the server's, and not in here."""
    assert haven.process is not None
    return weigh_process(haven.process.pid, (haven.folder / "data", haven.folder / "keys"))
