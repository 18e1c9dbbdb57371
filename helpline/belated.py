"""belated: answers to what she wrote long ago, while nobody heard (an outage, a day without a network).

All of them are said, in order. But she has put her phone away; whoever is writing now looks at the screen. So when not
all can be told at once, these wait for the others (`helpline/pacing.py`). The numbers of an alarm never do.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from helpline.greeting import GREETING
from helpline.reception import Reception

#: The cause of such an answer.
BELATED = "belated"
#: What was written longer ago than this is not being waited for any more.
LONG_AGO = timedelta(minutes=2)
MAY_WAIT = ("reply", "prompt", "kept", GREETING)


def belated(reception: Reception) -> Reception:
    """What is said, marked as late where she wrote long ago."""
    if reception.now - reception.incoming.at <= LONG_AGO:
        return reception
    said = (replace(one, cause=BELATED) if one.cause in MAY_WAIT else one for one in reception.outgoing)
    return reception.but(outgoing=tuple(said))
