"""Years of a case, drawn by chance, beside an onlooker who knows when it may go and when it must, and asks no rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from helpline.case import Case
from helpline.errors import Declined
from helpline.outliving import OUTLIVED
from helpline.ports import Loaded
from tests.drills.finding import Finding, chance_of, trouble
from tests.helpline import deskwork
from tests.helpline.deskwork import Desk

DAY = timedelta(days=1)
#: The chore runs far more often than once a day; here it is done once a day, and a day is written down to its end.
SLACK = 2 * DAY
GRACE = 7 * DAY


@dataclass
class Life:
    """One case, and what an onlooker knows of it without asking the rule."""

    desk: Desk
    here: datetime
    closed: datetime | None = None
    gone: str = ""

    @property
    def case(self) -> Case | None:
        talk = self.desk.talk
        return talk.hidden if talk.locked else talk.case

    # ── what happens ──────────────────────────────────────────────────────────────────────────────────────────────
    def she_writes(self) -> None:
        if not self.desk.talk.locked:
            self.desk.talk.types("hm")
            self.here = self.desk.talk.now

    def she_hides(self) -> None:
        if self.case is not None and self.case.pin_digest is not None:
            self.desk.talk.types("/hide")

    def she_returns(self) -> None:
        talk = self.desk.talk
        if talk.locked and talk.hidden is not None:
            talk.types(f"/back {talk.hidden.number} 48151623")
            if not talk.locked:
                self.here = talk.now

    def she_takes_back(self, chance: Random) -> None:
        talk, case = self.desk.talk, self.case
        standing = [one for one in case.consents if one.stands] if case else []
        if talk.locked or not standing:
            return
        consent = chance.choice(standing)
        talk.types("/consent")
        pressed = next((data for data in talk.buttons.values() if data.endswith(consent.id[-8:])), None)
        if pressed is None:
            return
        talk.send("press", data=pressed, callback="c", message=5)
        self.here = talk.now
        assert self.case is None or not self.case.agreed(consent.scope), "keeping it on never stops her"
        self.gone = "she" if self.case is None else ""

    def she_erases(self) -> None:
        if not self.desk.talk.locked:
            self.desk.talk.types("/delete").picks("yes")
            assert self.case is None, "keeping it on never stops her"
            self.gone = "she"

    def staff(self, by: str, verb: str, **more: object) -> None:
        try:
            self.desk.does(by, verb=verb, **more)
        except Declined:
            return
        if verb == "erase":
            assert self.case is None
            self.gone = "staff"
        elif verb in ("close", "reopen"):
            self.closed = self.desk.talk.now if verb == "close" else None

    def a_day_passes(self) -> None:
        talk = self.desk.talk
        talk.waits(days=1)
        for what, decide in OUTLIVED.items():
            case = self.case
            if case is None:
                return
            loaded = Loaded(talk.contact, None if talk.locked else talk.session, case, talk.locked)
            changes = decide(loaded, talk.now, talk.house)
            for event in changes.events:
                self.went(what, case)
                assert event.kind in ("case_erased", "transcript_purged", "evidence_purged")
            if talk.locked:
                talk.hidden = changes.case
            else:
                talk.case, talk.session = changes.case, changes.session
        self.stays()

    # ── what must hold ────────────────────────────────────────────────────────────────────────────────────────────
    def went(self, what: str, case: Case) -> None:
        """Not early, and not what staff keep on."""
        now = self.desk.talk.now
        assert case.kept_for is None
        if what == "case":
            assert now >= self.here + 365 * DAY
            self.gone = "time"
        else:
            assert self.closed is not None
            assert now >= max(self.closed, self.here) + {"transcript": 90, "evidence": 190}[what] * DAY

    def stays(self) -> None:
        """Not too long, unless staff keep it on."""
        now, case = self.desk.talk.now, self.case
        if case is None or case.kept_for is not None:
            return
        assert now < self.here + 365 * DAY + SLACK + (GRACE if case.holder.kind == "staff" else 0 * DAY)
        if self.closed is not None and now >= max(self.closed, self.here) + 190 * DAY + SLACK:
            assert (case.items, dict(case.words)) == ((), {})


def one_life(number: int, seed: int) -> Life:
    chance = chance_of(seed, number)
    desk = chance.choice((deskwork.in_line, deskwork.with_ann, deskwork.closed, deskwork.with_the_bot))()
    life = Life(desk, desk.talk.now, desk.talk.now if desk.case.state == "closed" else None)
    for _ in range(chance.randint(5, 25)):
        if life.case is None:
            break
        something(life, chance)
        days_pass(life, chance.choice((0, 1, 1, 10, 60, 200)))
    return life


def something(life: Life, chance: Random) -> None:
    doings: dict[Callable[[], None], int] = {
        life.she_writes: 6,
        life.she_hides: 2,
        life.she_returns: 4,
        life.she_erases: 1,
        lambda: life.she_takes_back(chance): 2,
        lambda: life.staff("ann", "take_over"): 4,
        lambda: life.staff("ann", "reply", text="I am here."): 3,
        lambda: life.staff("ann", "close", outcome="helped"): 4,
        lambda: life.staff("ann", "reopen"): 2,
        lambda: life.staff("ann", "keep", reason=chance.choice(("legal", "asked", "safety", "quality"))): 3,
        lambda: life.staff("ann", "keep", reason=None): 3,
        lambda: life.staff("sam", "erase", reason="asked"): 2,
    }
    chance.choices([*doings], [*doings.values()])[0]()


def live(count: int, seed: int, years: Callable[[int, int], Life] = one_life) -> Finding:
    """So many lives; what an onlooker finds wrong in them."""
    finding = Finding("years of a case", seed=seed, engine="memory", mode="by the rule")
    for number in range(count):
        finding.count += 1
        try:
            life = years(number, seed)
        except AssertionError as error:
            finding.add(trouble(error), number)
        else:
            finding.seen[f"gone by {life.gone}" if life.gone else "there still"] += 1
    return finding.done()


def days_pass(life: Life, days: int) -> None:
    for _ in range(days):
        life.a_day_passes()
