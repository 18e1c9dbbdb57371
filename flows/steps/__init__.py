"""The step types, by name. A new one is a file here and its name in `AnyStep`."""

from typing import Annotated, get_args

from pydantic import Field

from flows.step import Step
from flows.steps.ask import Ask
from flows.steps.branch import Branch
from flows.steps.call import Call
from flows.steps.card import Card
from flows.steps.choose import Choose
from flows.steps.consent import Consent
from flows.steps.end import End
from flows.steps.hand_off import HandOff
from flows.steps.hash import Hash
from flows.steps.link import Link
from flows.steps.review import Review
from flows.steps.say import Say

_Every = Ask | Branch | Call | Card | Choose | Consent | End | HandOff | Hash | Link | Review | Say

AnyStep = Annotated[_Every, Field(discriminator="type")]

#: Type → the class that knows it: `choose` → `Choose`.
STEP_TYPES: dict[str, type[Step]] = {
    get_args(kind.model_fields["type"].annotation)[0]: kind for kind in get_args(_Every)
}
