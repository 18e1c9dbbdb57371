"""The page about roles says what the code decides."""

from pathlib import Path

from haven.roles import table
from helpline.staff import PERMISSIONS, ROLES, STEP_UP

PAGE = Path(__file__).parents[2] / "docs" / "roles.md"


def test_the_page_is_what_the_code_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == table(), "run: python -m haven.roles > docs/roles.md"


def test_every_permission_is_somebodys_and_every_role_can_do_something() -> None:
    held = frozenset().union(*ROLES.values())
    assert held == set(PERMISSIONS)
    assert set(PERMISSIONS) >= STEP_UP
    assert all(ROLES.values())
