"""What every peer is told on its command line: TALK.json API_URL PORT [STORAGE.db]; port 0 means polling."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.talk import Talk

TOKEN = "1:bench"
SECRET = "bench-secret-bench-secret-bench-secret"


@dataclass(frozen=True)
class Arguments:
    """`port` None: polling. `storage` None: in memory."""

    talk: Talk
    api: str
    port: int | None
    storage: Path | None

    @property
    def hook(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"


def given() -> Arguments:
    talk, api, port, *storage = sys.argv[1:]
    return Arguments(Talk.load(Path(talk)), api, int(port) or None, Path(storage[0]) if storage else None)
