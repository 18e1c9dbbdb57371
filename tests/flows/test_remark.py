"""What editors are told reads as English, and remembers what is needed to say it otherwise."""

from copy import deepcopy

from flows.remark import Remark, all_of, quoted, remark


def test_a_remark_is_its_english_to_whoever_compares_it() -> None:
    said = remark("{count} flows; there may be {most}", count=61, most=60)
    assert said == "61 flows; there may be 60"
    assert {said: 1}["61 flows; there may be 60"] == 1
    assert (said.template, said.values) == ("{count} flows; there may be {most}", {"count": 61, "most": 60})


def test_braces_that_a_text_of_the_flow_brings_along_are_never_filled_in() -> None:
    said = remark("not translated; translate “{text}” by {most}", text="Bye, says {most}.", most=1)
    assert said == "not translated; translate “Bye, says {most}.” by 1"


def test_several_names_are_joined_as_one_says_them() -> None:
    assert all_of(["a"]) == "a"
    assert all_of(["a", "b"]) == "a and b"
    assert all_of(map(quoted, "abc")) == "`a`, `b` and `c`"


def test_a_copy_remembers_as_much() -> None:
    said = remark("it has {what}", what=remark("a number"))
    copied = deepcopy(said)
    assert isinstance(copied, Remark)
    assert (copied, copied.template, copied.values) == (said, said.template, said.values)
