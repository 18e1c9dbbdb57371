"""`python -m console.openapi` prints the description of the console's API, from which the browser's types are made."""

from __future__ import annotations

import json
import sys

from console.app import routes


def main() -> None:
    described = routes().openapi()
    described["paths"] = {path: one for path, one in described["paths"].items() if path.startswith("/console/api/")}
    json.dump(described, sys.stdout, indent=1, sort_keys=True)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
