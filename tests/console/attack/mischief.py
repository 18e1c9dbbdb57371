"""What somebody may put where a word is expected: broken signs, lying signs, markup, and far too much of it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

from tests.web.hostile import LIES, XSS

#: Stands in each of them, so that it is found wherever it comes out again.
MARK = "zqcanaryqz"
#: Half a sign, no sign, and signs of databases, shells and templates. Written as JSON writes them.
BROKEN = (
    '"\\ud800zqcanaryqz"',
    '"zqcanaryqz\\udfff\\ud800"',
    '"\\u0000zqcanaryqz"',
    '"zqcanaryqz\\u001b[2J"',
    '"\\u202ezqcanaryqz\\u2066"',
    '"zq\\u200bcanaryqz zqcanaryqz"',
    '"zqcanaryqz\' OR 1=1 --"',
    '"zqcanaryqz\\u2028\\u2029\\u0085"',
    '"../../zqcanaryqz"',
    '"zqcanaryqz\\r\\nset-cookie: x=y"',
    '"{{zqcanaryqz}} ${zqcanaryqz} %(zqcanaryqz)s"',
    '"<img src=x onerror=zqcanaryqz>"',
    '["zqcanaryqz"]',
    '{"zqcanaryqz": "zqcanaryqz"}',
    '{"\\ud800zqcanaryqz": null}',
    "NaN",
    "-Infinity",
    "1e999",
    "-1",
    "99999999999999999999999999999999",
    "null",
    "true",
    json.dumps(MARK * 4000),
    "[" * 900 + "]" * 900,
)
#: The same as bytes in an address.
IN_ADDRESSES = (
    "%00zqcanaryqz",
    "%ed%a0%80zqcanaryqz",
    "%ff%fezqcanaryqz",
    "%E2%80%AEzqcanaryqz",
    "%3Cscript%3Ezqcanaryqz%3C/script%3E",
    "..%2f..%2fzqcanaryqz",
    "zqcanaryqz%0d%0aset-cookie:%20x=y",
    "%2500zqcanaryqz",
    "zqcanaryqz" * 200,
)
#: Where the next page of the queue begins, as nobody of ours would say it.
PLACES = (
    '[Infinity,0,"2026-01-01T00:00:00+00:00","x"]',
    '[1e300,0,"2026-01-01T00:00:00+00:00","x"]',
    f'[{"9" * 60},0,"2026-01-01T00:00:00+00:00","x"]',
    f'[0,{"9" * 19},"2026-01-01T00:00:00+00:00","x"]',
    '[0,0,"0001-01-01T00:00:00+23:00","x"]',
    '[0,0,"9999-12-31T23:59:59-23:00","x"]',
    '[0,0,"2026-01-01T00:00:00+00:00","\\ud800"]',
    '[0,0,"2026-01-01T00:00:00+00:00","\\u0000"]',
    "[null,0,1,2]",
    "{}",
    "[" * 60,
)


def places() -> Iterator[str]:
    for told in PLACES:
        yield base64.urlsafe_b64encode(told.encode()).decode()


def words() -> tuple[str, ...]:
    """Texts a person can write in a messenger: markup, and what lies about itself."""
    return (*XSS, *LIES)
