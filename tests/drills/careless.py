"""Haven with an open log, for the positive control: an error is written down in its own words."""

import sys

from haven.__main__ import main
from haven.logs import Log

honest = Log.incident


def careless(log: Log, event: str, error: BaseException | None, **fields: str | int | float) -> str:
    print(error, file=sys.stderr)
    return honest(log, event, error, **fields)


Log.incident = careless  # type: ignore[method-assign]
sys.exit(main(["run"]))
