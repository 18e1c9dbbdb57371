"""Faults: the weather. A script of what goes wrong, per method and per chat, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from emulator.errors import ApiError, forbidden, too_many

Kind = Literal["429", "5xx", "slow", "drop_after_accept", "bad_json", "timeout", "401", "403"]
KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(slots=True)
class Fault:
    """One line of the script. `after` calls pass untouched, then `times` calls are hit (None: all of them)."""

    kind: str
    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    after: int = 0
    retry_after: int = 1
    delay: float = 1.0
    code: int = 502
    hits: int = 0

    def meets(self, method: str, chat_id: int | None) -> bool:
        return (self.method is None or self.method.lower() == method.lower()) and self.chat_id in (None, chat_id)

    @property
    def is_over(self) -> bool:
        return self.times is not None and self.hits >= self.times

    def error(self) -> ApiError | None:
        """The refusal this fault answers with; None where the call is carried out or nobody answers."""
        names = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}
        return {
            "429": too_many(self.retry_after),
            "5xx": ApiError(self.code, names.get(self.code, "Internal Server Error")),
            "401": ApiError(401, "Unauthorized"),
            "403": forbidden("bot was blocked by the user"),
        }.get(self.kind)


class Faults:
    """The script; the first line that meets a call strikes."""

    def __init__(self) -> None:
        self.lines: list[Fault] = []

    def add(  # the words of a fault script, one keyword each
        self,
        *,
        kind: str,
        method: str | None = None,
        chat_id: int | None = None,
        times: int | None = 1,
        retry_after: int = 1,
        after: int = 0,
        delay: float = 1.0,
        code: int = 502,
    ) -> Fault:
        """Write one line. `delay` in seconds, for "slow". Raises ValueError for an unknown kind."""
        if kind not in KINDS:
            raise ValueError(f"no fault of kind {kind!r}; choose from {', '.join(KINDS)}")
        fault = Fault(kind, method, chat_id, times, after, retry_after, delay, code)
        self.lines.append(fault)
        return fault

    def clear(self) -> None:
        self.lines.clear()

    def strikes(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that hits this call, counted as used; or None."""
        for fault in self.lines:
            if not fault.meets(method, chat_id) or fault.is_over:
                continue
            if fault.after > 0:
                fault.after -= 1
                continue
            fault.hits += 1
            return fault
        return None
