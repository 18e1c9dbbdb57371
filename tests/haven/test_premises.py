"""The house every decision is made in: which teams work in it, and what becomes of one nobody has written down."""

import pytest

from haven import premises
from haven.chance import Chance
from haven.settings import Settings, WrongSetting, read_settings
from helpline.adults import may_have_team
from helpline.ports import House


def furnished(**teams: str) -> House:
    settings: Settings = read_settings({f"HAVEN_{name.upper()}": value for name, value in teams.items()})
    return premises.furnish(settings, {1: premises.library(("en",))}, Chance(lambda case, pin: b""))


def test_the_people_of_child_focus_work_here_only_where_the_operator_says_so() -> None:
    assert not may_have_team(furnished())
    assert may_have_team(furnished(teams="helpline,child_focus"))


def test_a_team_nobody_has_written_down_stops_the_start() -> None:
    with pytest.raises(
        WrongSetting, match=r"HAVEN_TEAMS: there is no team nightshift; add it to directory/teams.yaml\."
    ):
        furnished(teams="helpline,nightshift")
