"""What could not be kept of a message: the piece itself, why, and how to send it so that it can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, repr=False)
class Refused:
    """`why` is English source text of the catalogue; say it with `say(language, refused.why, **refused.values)`.

    `text` is what she typed, shortened; show it defanged only.
    """

    text: str
    why: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Refused(<{len(self.text)} characters>)"


def _say(text: str) -> str:
    """Marks a text for the catalogue; it is put into her language where it is shown."""
    return text


def shortened(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


NOT_A_WEB_ADDRESS = _say(
    "This is not the address of a web page. Open the page, copy the address from the bar at the top and paste it here."
)
NOT_PUBLIC = _say(
    "This address exists only on one device or network. Copy the address others see, or describe where it is."
)
NOT_READABLE = _say("This address could not be read. Copy it again and paste it by itself.")
TOO_LONG = _say("This address is longer than {most} characters. Send it without what follows the question mark.")
TOO_MANY = _say("Only {most} links fit in one message. Please send the other {left} in a next one.")
WHICH_PLATFORM = _say("Please add where this account is, for example: @name on Instagram.")

NO_LABEL = _say(
    "{length} characters could be {could}. Please write which one in front of it, for example: {example}: …"
)
NO_SUCH_HASH = _say("A hash is PDQ or SHA-256 (64 characters) or MD5 (32 characters). This has {length}.")
WRONG_LENGTH = _say("{label} has {expected} characters; this has {length}. Please copy it again, in full.")
NOT_HEX = _say("{label} consists of the digits 0 to 9 and the letters a to f only. Please copy it again.")
NO_HASH_AFTER_LABEL = _say("After {label} no hash follows. Please send both in one message.")
BAD_QUALITY = _say("The quality of a PDQ hash is a number from 0 to 100. Please send the hash again with it.")
LOW_QUALITY = _say(
    "The quality of this PDQ hash is {quality}. Below {least} it may match wrong images, so others may ignore it."
)
