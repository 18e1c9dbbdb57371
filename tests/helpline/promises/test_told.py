"""A refuted promise is told as a talk that really happens, in the library as it ships too."""

from __future__ import annotations

from datetime import UTC, datetime

import yaml

from flows.flow import Revision
from flows.load import load_files
from haven.premises import DIRECTORY, LIBRARY
from helpline import safety
from helpline.directory import load
from helpline.talks.talk import Jump
from tests.drills.edited_talks import Held, shows
from tests.drills.played import plays

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BOOK = load(DIRECTORY)


def library_with(flow: str, step: str, **changes: object) -> Revision:
    """The shipped library with one step changed."""
    files = {path.name: path.read_bytes() for path in LIBRARY.glob("*.yaml")}
    plain = yaml.safe_load(files[f"{flow}.yaml"])
    plain["steps"][step] |= changes
    return load_files(files | {f"{flow}.yaml": yaml.safe_dump(plain, sort_keys=False).encode()}, {})


def test_the_talk_leaves_no_question_out_that_a_branch_would_have_asked() -> None:
    revision = library_with("intake", "keep", no={"label": "No, keep nothing", "go": "hashes"})
    refuted = safety.check(revision, BOOK, NOW)
    assert {one.promise for one in refuted} == {"P2"}
    assert all(plays(revision, one) for one in refuted)
    shortest = min((one.conversation for one in refuted), key=len)
    assert "contact presses ‘No, not that’" in shortest  # asked of everyone whose image is not known to be made up
    without = tuple(line for line in shortest if line != "contact presses ‘No, not that’")
    assert not plays(revision, safety.Refuted("P2", refuted[0].place, without, ""))


def test_a_button_of_the_languages_that_unsays_her_age_is_pressed_in_every_talk_it_spoils() -> None:
    choices = yaml.safe_load((LIBRARY / "languages.yaml").read_text("utf-8"))["steps"]["choose"]["choices"]
    choices[0]["sets"] = {"age": "unknown"}
    revision = library_with("languages", "choose", choices=choices)
    refuted = safety.check(revision, BOOK, NOW)
    told = [(one, one.talk) for one in refuted if one.talk and not isinstance(one.moves[0], Jump)]
    assert len(told) > len(refuted) / 2
    for one, talk in told:
        assert shows(Held(revision, BOOK).hold(talk), one.promise), one
