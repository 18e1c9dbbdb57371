"""The command line within the test's own process: what it says and how it ends, without the second a process takes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from haven.__main__ import main


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def commanded(folder: Path, *words: str, settings: Mapping[str, str]) -> Done:
    """As an operator who stands in this folder, with these settings and no others of Haven's."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("HAVEN_")}
    here, before, out, err = Path.cwd(), os.umask(0o077), StringIO(), StringIO()
    try:
        os.chdir(folder)
        with patch.dict(os.environ, {**own, **settings}, clear=True), redirect_stdout(out), redirect_stderr(err):
            code = main(words)
    finally:
        os.chdir(here)
        os.umask(before)
    return Done(code, out.getvalue(), err.getvalue())
