"""The drill of errors: at every named moment of an update's way an error is raised that tells every word it knows.

Nothing may be lost or doubled by it, none of her words may get into a log or an answer, the house must go on by itself.
"""

from __future__ import annotations

from pathlib import Path

from emulator.post import Answer
from emulator.server import Emulator
from tests.drills.canary import make, scan
from tests.drills.crash import ask_here, noted, repeated, transcripts, until_sent
from tests.drills.crowd import follows, heard
from tests.drills.failpoints import ARMED, LOUD, NOTES
from tests.drills.finding import Finding
from tests.drills.haven_process import HavenProcess
from tests.road import to_the_queue

#: Moments of one update's unit: each is to fail at an update of its own, for three failures would park it.
UNIT = ("verify", "receive", "load", "decide", "save", "commit", "answer")
#: The first time these come by is the start itself, or too soon; a commit comes by there many times.
LATER = {"refill": 2, "commit": 20, "send": 3, "settle": 3}


def arming(moments: list[str]) -> str:
    """Each of these moments fails once."""
    apart = [moment for moment in moments if moment.startswith(UNIT)]

    def when(moment: str) -> int:
        name, _, side = moment.partition(".")
        return LATER.get(name, 1) + (2 * apart.index(moment) if moment in apart else name in LATER and side == "after")

    return ",".join(f"{moment}:raise:#{when(moment)}" for moment in moments)


async def trouble(emulator: Emulator, haven: HavenProcess, moments: list[str], lines: int, engine: str) -> Finding:
    """One person walks to the queue and writes there while these moments fail; one comes when all is over."""
    finding = Finding("errors at named moments", engine=engine, mode=haven.mode, count=len(moments))
    notes = haven.folder / "raised"
    haven.extra |= {ARMED: arming(moments), NOTES: str(notes), LOUD: "1", "PYTHONASYNCIODEBUG": "1"}
    answers = overheard(emulator)
    await haven.start()
    canaries = [make("name"), *(make("line") for _ in range(lines))]
    written = [f"line number {1000 + number} {canary}" for number, canary in enumerate(canaries[1:])]
    troubled, calm = emulator.phone(language="en", name=canaries[0]), emulator.phone(language="en")
    try:
        await to_the_queue(troubled)
        for line in written:
            await troubled.says(line)
        await emulator.settled(60)
        await to_the_queue(calm)
        await until_sent(haven)
    except TimeoutError as error:
        finding.add(f"it did not go on: {str(error)[:60]}", 0)
    if not haven.alive:
        finding.add("the house fell down", 0)
    haven.stop()
    for moment in sorted(set(moments) - set(noted(notes))):
        finding.add(f"{moment} was never reached", 0)
    if not follows(heard(emulator, calm), heard(emulator, troubled)):
        finding.add("not all was heard, or not in order", 0)
    (haven.folder / "answers").write_bytes(b"\n".join(answers))
    for hit in scan([haven.folder], canaries):
        finding.add(f"a canary lies open in {Path(hit.file).name}", 0)
    await _judge(emulator, haven, written, finding)
    return finding.done()


def overheard(emulator: Emulator) -> list[bytes]:
    """Every answer that Telegram gets of the house's webhook, from now on."""
    post, answers = emulator._calls.webhook._post, list[bytes]()
    send = post.send

    async def send_and_hear(*asked: object, **more: object) -> Answer:
        answer = await send(*asked, **more)  # type: ignore[arg-type]
        answers.append(f"{answer.status} {answer.headers}".encode() + answer.body)
        return answer

    post.send = send_and_hear  # type: ignore[method-assign]
    return answers


async def _judge(emulator: Emulator, haven: HavenProcess, written: list[str], finding: Finding) -> None:
    kept = [words for said in await transcripts(haven) for words in said if words.startswith("line number")]
    if kept != written:
        finding.add(f"lines: {len(written)} written, {len(set(kept))} of {len(kept)} kept", 0)
    seen = {row[0] for row in await ask_here(haven, "SELECT update_id FROM seen")}
    if any(update.update_id not in seen for update in emulator.updates):
        finding.add("an update has no row", 0)
    if (await ask_here(haven, "SELECT COUNT(*) FROM failure WHERE parked"))[0][0]:
        finding.add("parked", 0)
    ambiguous = sum(row[0] for row in await ask_here(haven, "SELECT amount FROM tally WHERE name = 'ambiguous'"))
    repeats = await repeated(emulator, haven)
    finding.seen.update({"repeats": repeats, "flagged ambiguous": ambiguous})
    if repeats > ambiguous:
        finding.add("a repeat is not flagged", 0)
    finding.seen["updates"] = len(emulator.updates)
