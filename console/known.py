"""What is known of a case, in words staff read: each fact with its value, whole, in her language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from console.answers import Fact

Say = Callable[[str], str]


def facts(known: Mapping[str, str], say: Say) -> tuple[Fact, ...]:
    """In the order of the case; what nobody has put into words is shown as its code."""
    words = _words(say)
    return tuple(Fact(key=key, value=value, label=words.get((key, value), value)) for key, value in known.items())


def _words(say: Say) -> Mapping[tuple[str, str], str]:
    return _who(say) | _what(say) | _around(say)


def _who(say: Say) -> dict[tuple[str, str], str]:
    return {
        ("for_whom", "self"): say("It is about themselves"),
        ("for_whom", "other"): say("It is about somebody else"),
        ("for_whom", "received"): say("They received an image of somebody"),
        ("for_whom", "regret"): say("They shared an image and regret it"),
        ("age", "adult"): say("18 or older"),
        ("age", "minor"): say("Under 18"),
        ("age", "unknown"): say("Age not said"),
        ("age_in_image", "adult"): say("18 or older in the image"),
        ("age_in_image", "minor"): say("Under 18 in the image"),
        ("age_in_image", "unsure"): say("Not sure of the age in the image"),
        ("age_in_image", "unknown"): say("Age in the image not said"),
        ("relation", "parent"): say("Writes as a parent"),
        ("relation", "partner"): say("Writes as a partner"),
        ("relation", "friend"): say("Writes as a friend"),
        ("relation", "professional"): say("Writes as a professional"),
        ("relation", "other"): say("Another relation to the person"),
        ("relation", "unknown"): say("Relation to the person not said"),
    }


def _what(say: Say) -> dict[tuple[str, str], str]:
    return {
        ("situation", "online"): say("The image is online"),
        ("situation", "threat"): say("Somebody threatens to share it"),
        ("situation", "sextortion"): say("Somebody asks for money or more images"),
        ("situation", "private"): say("It goes around in private chats"),
        ("situation", "fake"): say("The image is made or changed by a computer"),
        ("material", "real"): say("The image is real"),
        ("material", "manipulated"): say("The image is changed"),
        ("material", "unknown"): say("Real or changed: not said"),
    }


def _around(say: Say) -> dict[tuple[str, str], str]:
    return {
        ("partner", "yes"): say("It comes from a partner or ex-partner"),
        ("partner", "no"): say("It does not come from a partner"),
        ("partner", "unknown"): say("From a partner or not: not said"),
        ("against_will", "yes"): say("Filmed or photographed against their will"),
        ("against_will", "no"): say("Not filmed against their will"),
        ("against_will", "unknown"): say("Filmed against their will or not: not said"),
        ("country", "belgium"): say("Lives in Belgium"),
        ("country", "elsewhere"): say("Lives outside Belgium"),
        ("country", "unknown"): say("Country not said"),
    }
