"""platforms: the places where images turn up, what people call them, and how their addresses name a post."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, field_validator

from flows.remark import remark
from flows.texts import placeholders
from helpline.entries import Checked, DirectoryErrors, Flaw, read_mapping, read_yaml
from helpline.post_patterns import LOOKED_AT, post_pattern

_NO_PATTERN = remark(
    "this is no pattern that can be used: write signs, \\d, \\w and [classes], which may repeat, and (?:groups),"
    " which may not; name the post itself with (?P<post>…)"
)
FOLDER = Path(__file__).resolve().parent.parent / "directory"


def _quick(written: str) -> str:
    try:
        post_pattern(written)
    except ValueError:
        raise ValueError(_NO_PATTERN) from None
    return written


class Platform(Checked):
    """One platform, as it stands in `directory/platforms.yaml`. Editors may write all of it, and all of it is held
    against what contacts write: what could take long there, or fail, is not taken."""

    key: str
    label: str
    names: tuple[str, ...]
    hosts: tuple[str, ...]
    profile: str | None = None
    post: tuple[Annotated[str, AfterValidator(_quick)], ...] = ()
    tracking: frozenset[str] = frozenset()
    stopncii: Literal["yes", "no", "unknown"] = "unknown"
    take_it_down: Literal["yes", "no", "unknown"] = "unknown"
    report: str | None = None

    @field_validator("names")
    @classmethod
    def _however_written(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        """As they are looked for: `BeReal` is found in `op bereal`."""
        plain = (" ".join(name.lower().split()) for name in given)
        return tuple(name for name in plain if name)

    @field_validator("profile")
    @classmethod
    def _names_the_account(cls, given: str | None) -> str | None:
        if given is not None and placeholders(given) != ("name",):
            place = "{name}"
            raise ValueError(remark("write the address of an account, with {place} where its name stands", place=place))
        return given

    @cached_property
    def _posts(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(post_pattern, self.post))

    @property
    def host(self) -> str:
        """The host it is known by; its key where it has none."""
        return self.hosts[0] if self.hosts else self.key

    def post_in(self, path_and_query: str) -> str | None:
        """The id of the post an address of this platform names, if it names one."""
        found = (pattern.search(path_and_query[:LOOKED_AT]) for pattern in self._posts)
        return next((match["post"] for match in found if match), None)

    def account(self, name: str) -> str:
        """The address of an account; `platform:name` where accounts have no address."""
        return self.profile.replace("{name}", name) if self.profile else f"{self.key}:{name}"


@dataclass(frozen=True)
class Platforms:
    """All platforms, found by host or by the name people give them."""

    by_key: Mapping[str, Platform]
    tracking: frozenset[str]

    @cached_property
    def by_name(self) -> Mapping[str, Platform]:
        return {name: platform for platform in self.by_key.values() for name in platform.names}

    @cached_property
    def _by_host(self) -> Mapping[str, Platform]:
        return {host: platform for platform in self.by_key.values() for host in platform.hosts}

    def of_host(self, host: str) -> Platform | None:
        """The platform a host belongs to, itself or by a domain above it: m.facebook.com is Facebook's."""
        labels = host.lower().rstrip(".").split(".")
        above = (".".join(labels[start:]) for start in range(max(0, len(labels) - 4), len(labels)))
        return next((self._by_host[name] for name in above if name in self._by_host), None)


def load_platforms(folder: Path = FOLDER) -> Platforms:
    """Read `platforms.yaml`. Raises DirectoryErrors, each with its place and how to mend it."""
    return platforms_of(read_yaml(folder / "platforms.yaml"))


def platforms_of(plain: Mapping[str, Any]) -> Platforms:
    """The platforms of what stands in that section. Raises DirectoryErrors with every mistake found."""
    flaws: list[Flaw] = []
    by_key = read_mapping("platforms", plain.get("platforms", {}), Platform, flaws, keyed=True)
    tracking = plain.get("tracking", ())
    if not (isinstance(tracking, list | tuple) and all(isinstance(one, str) for one in tracking)):
        flaws.append(Flaw("platforms", None, "tracking", remark("is no list of texts; write one in each line")))
    names = [name for platform in by_key.values() for name in (*platform.names, *platform.hosts)]
    twice = sorted({name for name in names if names.count(name) > 1})
    flaws += [
        Flaw("platforms", None, None, remark("{name} stands at two platforms; keep one", name=name)) for name in twice
    ]
    if flaws:
        raise DirectoryErrors(flaws)
    return Platforms(by_key, frozenset(tracking))


@lru_cache(maxsize=1)
def shipped() -> Platforms:
    """The platforms Haven ships with, read once."""
    return load_platforms()


#: What editors have put in their place, for the whole process: what people call a place is the same in every talk.
_INSTEAD: list[Platforms] = []


def go_by(platforms: Platforms | None) -> None:
    """From now on these are the platforms this house knows; None: those Haven ships with."""
    _INSTEAD[:] = [platforms] if platforms else []


def known() -> Platforms:
    """The platforms this house knows."""
    return _INSTEAD[0] if _INSTEAD else shipped()


def platform_of(host: str) -> str | None:
    """The key of the platform a host belongs to, or None."""
    found = known().of_host(host)
    return found.key if found else None
