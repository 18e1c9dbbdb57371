"""What a machine must have for the drills: without strace, `make test` leaves out the power cuts and says so.

Nothing else shows a sync from outside. Meanwhile other tests hold that each connection is set to sync (`synchronous`
FULL, `fsync` on) and that what is confirmed has a row. `make drill` does without nothing: there they fail.
"""

from __future__ import annotations

import os
import shutil

from tests.drills.finding import FULL

left_out = not shutil.which("strace") and not os.environ.get(FULL)
collect_ignore = ["test_power_cut.py"] if left_out else []
