"""Her talk does not change under her hands; only who was away for weeks goes on in what is said today."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.flow import Flow, Revision
from flows.texts import Texts
from helpline.ports import House
from tests.helpline.house import Talk, at_links, before_keeping, house


def reworded(number: int, without: str = "") -> Revision:
    """The same, with NEW before every text; `without` this step, renamed into another one."""
    shipped = house().revisions[1]
    flows = dict(shipped.flows)
    if without:
        flow, _, step = without.partition(".")
        plain = flows[flow].to_plain()
        plain["steps"] = {f"{key}_2" if key == step else key: told for key, told in plain["steps"].items()}
        flows[flow] = Flow.model_validate({**plain, "start": next(iter(plain["steps"]))})
    words = {
        language: {key: f"NEW {text}" for key, text in said.items()}
        for language, said in shipped.texts.translations.items()
    }
    return replace(shipped, number=number, flows=flows, texts=Texts(shipped.texts.source, words))


def published(home: House, revision: Revision) -> House:
    return replace(home, revisions={**home.revisions, revision.number: revision}, running=revision.number)


def away(talk: Talk, revision: Revision, **span: float) -> Talk:
    """It is published, and so long she does not write."""
    talk.types("zzz")
    talk.house = published(talk.house, revision)
    return talk.waits(**span)


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_who_was_away_for_weeks_goes_on_at_her_step_in_the_words_of_today(language: str) -> None:
    talk = away(at_links(language), reworded(2), days=15)
    talk.picks("done")
    assert talk.session is not None
    assert (talk.session.revision, talk.at) == (2, "hashes.agree")
    assert "NEW" in talk.text
    assert talk.facts["age"] == "adult"
    talk.picks("yes").picks("done")
    assert talk.session.revision == 2


@pytest.mark.parametrize("span", [{"minutes": 1}, {"days": 13}])
def test_until_then_she_stays_in_the_one_she_began_in(span: dict[str, float]) -> None:
    talk = away(at_links("nl"), reworded(2), **span).picks("done")
    assert talk.session is not None
    assert (talk.session.revision, talk.at) == (1, "hashes.agree")
    assert "NEW" not in talk.text


def test_where_her_step_is_gone_she_finishes_in_the_one_she_began_in() -> None:
    talk = away(at_links("nl"), reworded(2, without="intake.links"), days=40).picks("done")
    assert talk.session is not None
    assert (talk.session.revision, talk.at) == (1, "hashes.agree")
    assert "NEW" not in talk.text


def test_where_a_step_beneath_hers_is_gone_it_is_the_same() -> None:
    talk = away(at_links("nl"), reworded(2, without="triage.partner"), days=40)
    assert talk.session is not None
    assert "triage.partner" in map(str, talk.session.stack)
    assert talk.picks("done").session is not None
    assert talk.session.revision == 1


def test_who_was_away_twice_moves_twice() -> None:
    talk = away(at_links("nl"), reworded(2), days=15).picks("done")
    talk = away(talk, reworded(3), days=15).picks("yes")
    assert talk.session is not None
    assert talk.session.revision == 3


def test_a_talk_that_is_over_is_not_begun_again_by_that() -> None:
    talk = before_keeping("nl").picks("no")
    assert talk.at == "-"
    away(talk, reworded(2), days=15).types("hallo")
    assert talk.at != "-"
    assert "NEW" in talk.text
