"""What the operator sets: read once, and where it is wrong Haven says so in one sentence and does not start."""

from __future__ import annotations

from pathlib import Path

import pytest
from dotenv import dotenv_values

from haven.settings import SETTINGS, WrongSetting, is_loopback, read_settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"
TOKEN = {"HAVEN_TELEGRAM_TOKEN": "123456:canary-token"}
SECRET = {"HAVEN_WEBHOOK_SECRET": "x" * 32}


def test_the_example_lists_every_setting_with_its_default_and_its_line() -> None:
    text = EXAMPLE.read_text()
    assert list(dotenv_values(EXAMPLE).items()) == [(setting.name, setting.default) for setting in SETTINGS]
    for setting in SETTINGS:
        assert f"# {setting.about}\n{setting.name}={setting.default}\n" in text


def test_nothing_needs_to_be_set() -> None:
    settings = read_settings({})
    assert settings.telegram_token is None
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.languages == ("nl", "fr", "en")
    assert settings.pacing
    assert settings.database.startswith("sqlite:///")
    assert settings.keystore != settings.database


def test_the_example_itself_starts() -> None:
    assert read_settings({name: value or "" for name, value in dotenv_values(EXAMPLE).items()}) == read_settings({})


def test_settings_do_not_print_their_secrets() -> None:
    assert "canary" not in repr(read_settings(TOKEN)) + str(read_settings(TOKEN))


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"HAVEN_TELEGRAM_TOKEN": "canary"}, "HAVEN_TELEGRAM_TOKEN"),
        ({"HAVEN_TELEGRAM_API": "ftp://x"}, "HAVEN_TELEGRAM_API"),
        ({"HAVEN_TELEGRAM_API": "http://example.org"}, "HAVEN_TELEGRAM_API"),
        ({"HAVEN_PORT": "0"}, "HAVEN_PORT"),
        ({"HAVEN_PORT": "99999"}, "HAVEN_PORT"),
        ({"HAVEN_PORT": "http"}, "HAVEN_PORT"),
        ({"HAVEN_PORT": "²"}, "HAVEN_PORT"),
        ({"HAVEN_LANGUAGES": "nl,nl"}, "HAVEN_LANGUAGES"),
        ({"HAVEN_LANGUAGES": "Nederlands"}, "HAVEN_LANGUAGES"),
        ({"HAVEN_LANGUAGES": ","}, "HAVEN_LANGUAGES"),
        ({"HAVEN_OPERATOR": "x" * 81}, "HAVEN_OPERATOR"),
        ({"HAVEN_PACING": "maybe"}, "HAVEN_PACING"),
        ({"HAVEN_ALERT_COMMAND": "mail 'unclosed"}, "HAVEN_ALERT_COMMAND"),
        ({"HAVEN_CONSOLE_URL": "http://haven.example"}, "HAVEN_CONSOLE_URL"),
        ({"HAVEN_CONSOLE_URL": "https://haven.example/console"}, "HAVEN_CONSOLE_URL"),
        ({"HAVEN_STAFF_CHAT": "12345"}, "HAVEN_STAFF_CHAT"),
        ({"HAVEN_TEAMS": "child_focus"}, "HAVEN_TEAMS"),
        ({"HAVEN_TEAMS": "child_focus,helpline"}, "HAVEN_TEAMS"),
        ({"HAVEN_TEAMS": "helpline,helpline"}, "HAVEN_TEAMS"),
        ({"HAVEN_TEAMS": "helpline,Child Focus"}, "HAVEN_TEAMS"),
        ({"HAVEN_DATABASE_URL": "mysql://x"}, "HAVEN_DATABASE_URL"),
        ({"HAVEN_DATABASE_URL": "postgresql://h/x"}, "HAVEN_KEYSTORE_URL"),
        ({"HAVEN_KEYSTORE_URL": "postgresql://h/x"}, "HAVEN_DATABASE_URL"),
        ({"HAVEN_DATABASE_URL": "postgresql://h/x", "HAVEN_KEYSTORE_URL": "postgresql://h/x"}, "HAVEN_KEYSTORE_URL"),
        ({"HAVEN_DATA": "./same", "HAVEN_KEYS": "./same"}, "HAVEN_KEYS"),
        ({"HAVEN_PUBLIC_URL": "https://help.example.org", **TOKEN}, "HAVEN_WEBHOOK_SECRET"),
        ({"HAVEN_PUBLIC_URL": "https://help.example.org", **SECRET}, "HAVEN_TELEGRAM_TOKEN"),
        ({"HAVEN_PUBLIC_URL": "http://help.example.org", **TOKEN, **SECRET}, "HAVEN_PUBLIC_URL"),
        ({"HAVEN_PUBLIC_URL": "help.example.org", **TOKEN, **SECRET}, "HAVEN_PUBLIC_URL"),
        ({"HAVEN_WEBHOOK_SECRET": "canary"}, "HAVEN_WEBHOOK_SECRET"),
        ({"HAVEN_WEBHOOK_SECRET": "canary " * 6}, "HAVEN_WEBHOOK_SECRET"),
        ({"HAVEN_TELEGRAMTOKEN": "canary"}, "HAVEN_TELEGRAMTOKEN"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence_without_its_secret(given: dict[str, str], names: str) -> None:
    with pytest.raises(WrongSetting) as raised:
        read_settings(given)
    said = str(raised.value)
    assert said.startswith(names)
    assert said.endswith(".")
    assert "\n" not in said
    assert "canary" not in said


def test_plain_http_is_for_this_machine_only() -> None:
    here = {"HAVEN_PUBLIC_URL": "http://127.0.0.1:1", "HAVEN_TELEGRAM_API": "http://localhost:2", **TOKEN, **SECRET}
    assert read_settings(here).public_url == "http://127.0.0.1:1"


@pytest.mark.parametrize(
    "elsewhere", ["0.0.0.0", "example.org", "127.0.0.1.example.org", "", "10.0.0.1", "localhost.example.org"]
)
def test_this_machine_is_told_from_others(elsewhere: str) -> None:
    assert not is_loopback(elsewhere)
    assert all(map(is_loopback, ("localhost", "127.0.0.1", "127.9.9.9", "::1")))


def test_staff_open_the_console_where_the_operator_says_else_where_telegram_calls_else_on_this_machine() -> None:
    named = {"HAVEN_CONSOLE_URL": "https://desk.example/"}
    called = TOKEN | SECRET | {"HAVEN_PUBLIC_URL": "https://haven.example/hook"}
    assert read_settings(called | named).console_at(1) == "https://desk.example"
    assert read_settings(called).console_at(1) == "https://haven.example"
    assert read_settings({}).console_at(8081) == "http://localhost:8081"


def test_only_the_helpline_works_here_unless_the_operator_names_more() -> None:
    assert read_settings({}).teams == ("helpline",)
    assert read_settings({"HAVEN_TEAMS": " helpline, child_focus "}).teams == ("helpline", "child_focus")
