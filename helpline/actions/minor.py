"""minor: a colleague learns that she, or someone in the image, is under 18."""

from __future__ import annotations

from typing import Literal

from helpline.action import Action, not_a_colleagues, the_case
from helpline.reception import Reception
from helpline.staff import Staff
from helpline.young import reroute


class Minor(Action):
    """What she left is erased at once and the team loses sight of her; Child Focus is shown or offered to her. `who`:
    the writer, or somebody in the image."""

    verb: Literal["minor"]
    who: Literal["writer", "image"] = "writer"

    def apply(self, reception: Reception, by: Staff) -> Reception:
        not_a_colleagues(the_case(reception), by)
        return reroute(reception, "age" if self.who == "writer" else "age_in_image", staff=by.id)
