"""She takes her case back while one of the staff has it: they let go of it at once, and no clock runs on."""

from dataclasses import replace

from helpline.holding import WHEN_DUE
from helpline.ports import Loaded
from tests.helpline.clockwork import DESPAIR, answered
from tests.helpline.deskwork import with_ann


def test_to_stop_while_staff_have_the_case_ends_it_and_they_hear_of_it() -> None:
    desk = answered(with_ann())
    desk.talk.types(DESPAIR["en"], "/stop")
    assert desk.case.holder.kind == "bot"
    assert desk.talk.alerts[-1] == "recalled"
    assert (desk.case.answer_by, desk.case.numbers_by) == (None, None)


def test_to_delete_while_staff_have_the_case_takes_it_from_them() -> None:
    desk = answered(with_ann())
    desk.talk.types("/delete").picks("yes")
    assert desk.talk.case is None
    assert desk.talk.alerts[-1] == "recalled"


def test_a_hidden_chat_stays_with_who_had_it_and_no_clock_runs() -> None:
    desk = answered(with_ann())
    desk.talk.types(DESPAIR["en"], "/hide")
    hidden = desk.talk.hidden
    assert hidden is not None
    assert hidden.holder.staff == "ann"
    assert (hidden.answer_by, hidden.numbers_by) == (None, None)


def test_into_a_hidden_chat_nothing_is_said_by_the_clock() -> None:
    desk = answered(with_ann())
    desk.talk.types("hello?").waits(minutes=15)
    case = replace(desk.case, numbers_by=desk.talk.now)
    for why in ("lapse", "numbers"):
        made = WHEN_DUE[why](Loaded(desk.talk.contact, None, case, True), desk.talk.now, desk.talk.house)
        assert not made.outgoing
        assert made.alerts
        assert WHEN_DUE[why](Loaded(desk.talk.contact, None, case), desk.talk.now, desk.talk.house).outgoing


def test_a_closed_case_is_the_bots_and_the_word_human_opens_it_again() -> None:
    desk = with_ann()
    desk.does("ann", verb="close", outcome="helped")
    assert desk.talk.types("hello").at == "welcome.back"
    desk.talk.types("/human").picks("yes")
    assert desk.case.state == "open"
    assert desk.case.is_waiting
