"""`haven run` where Telegram's seconds are shorter, for the flood drill: the sending limits times DRILL_SPEED.

With DRILL_FIFO set nobody goes before anybody: the house the drill must find wanting.
"""

import os
import sys
from functools import partial

from haven import wiring
from haven.__main__ import main
from helpline import pacing

speed = float(os.environ["DRILL_SPEED"])
wiring.Pacing = partial(pacing.Pacing, in_all=(30 * speed, 30), per_contact=(speed, 3))  # type: ignore[assignment,misc]
pacing.FRESH /= speed
if os.environ.get("DRILL_FIFO"):
    pacing.FIRST.clear()
sys.exit(main(["run"]))
