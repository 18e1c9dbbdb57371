"""What the operator may set: a table of names, defaults and one line each, read from the environment and `.env`.

A wrong or missing setting stops the start with one clear sentence (`WrongSetting`).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from haven import legible


class WrongSetting(Exception):
    """One sentence for the operator. It never repeats a secret."""


@dataclass(frozen=True, repr=False)
class Settings:
    """Everything set, parsed. `None`: not set. Secrets are in here, so it will not print itself."""

    telegram_token: str | None
    telegram_api: str
    public_url: str | None
    webhook_secret: str | None
    host: str
    port: int
    data: Path
    keys: Path
    database_url: str | None
    keystore_url: str | None
    alert_command: tuple[str, ...]
    console_url: str | None
    staff_chat: int | None
    languages: tuple[str, ...]
    operator: str
    pacing: bool
    teams: tuple[str, ...]
    backup_recipients: tuple[str, ...]
    matching: bool

    def __repr__(self) -> str:
        return "Settings(…)"

    def console_at(self, port: int) -> str:
        """Where staff open the console; `port`: the one that is listened on."""
        parts = urlsplit(self.console_url or self.public_url or f"http://localhost:{port}")
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{(self.data / 'haven.db').resolve()}"

    @property
    def keystore(self) -> str:
        return self.keystore_url or f"sqlite:///{(self.keys / 'keys.db').resolve()}"


@dataclass(frozen=True)
class Setting:
    """`parse` turns the text into the value, or raises ValueError with what it must be ("a number")."""

    name: str
    field: str
    default: str
    parse: Callable[[str], Any]
    about: str


#: In the order of `.env.example`; a test holds the two equal.
SETTINGS = (
    Setting(
        "HAVEN_TELEGRAM_TOKEN",
        "telegram_token",
        "",
        legible.token,
        "The bot's token from BotFather; without it Haven runs its demo.",
    ),
    Setting(
        "HAVEN_TELEGRAM_API",
        "telegram_api",
        "https://api.telegram.org",
        legible.url("https", "http"),
        "Base address of the Bot API; another one for a local server or an emulator.",
    ),
    Setting(
        "HAVEN_PUBLIC_URL",
        "public_url",
        "",
        legible.url("https", "http"),
        "Address under which Telegram reaches this Haven: then by webhook; without it, by polling.",
    ),
    Setting(
        "HAVEN_WEBHOOK_SECRET",
        "webhook_secret",
        "",
        legible.secret,
        "Secret that Telegram shows at every call, 32 characters or more; needed with HAVEN_PUBLIC_URL.",
    ),
    Setting("HAVEN_HOST", "host", "127.0.0.1", legible.text, "Address to listen on."),
    Setting("HAVEN_PORT", "port", "8080", legible.port, "Port to listen on."),
    Setting("HAVEN_DATA", "data", "./data", Path, "Folder of the database."),
    Setting(
        "HAVEN_KEYS",
        "keys",
        "./keys",
        Path,
        "Folder of the key store and the master key; never in one backup with the data.",
    ),
    Setting(
        "HAVEN_DATABASE_URL", "database_url", "", legible.database, "PostgreSQL for the database; without it, SQLite."
    ),
    Setting(
        "HAVEN_KEYSTORE_URL", "keystore_url", "", legible.database, "PostgreSQL for the key store, another database."
    ),
    Setting(
        "HAVEN_ALERT_COMMAND",
        "alert_command",
        "",
        legible.command,
        "Command run with one word, no content:"
        " waiting, recalled, crisis, danger, lapsed, parked, promise, token_refused, storage, audit or bot_name.",
    ),
    Setting(
        "HAVEN_CONSOLE_URL",
        "console_url",
        "",
        legible.url("https", "http"),
        "Address at which staff open the console; without it, HAVEN_PUBLIC_URL, else http://localhost and the port.",
    ),
    Setting(
        "HAVEN_STAFF_CHAT",
        "staff_chat",
        "",
        legible.chat,
        "Chat id of a Telegram group of staff, told without content that someone waits; the bot must be in it.",
    ),
    Setting(
        "HAVEN_LANGUAGES", "languages", "nl,fr,en", legible.languages, "Languages the bot speaks, its first one first."
    ),
    Setting("HAVEN_OPERATOR", "operator", "Haven", legible.named, "The name the bot says it is run by."),
    Setting("HAVEN_PACING", "pacing", "on", legible.on, "Telegram's sending limits; off only for benchmarks."),
    Setting(
        "HAVEN_TEAMS",
        "teams",
        "helpline",
        legible.teams,
        "Teams that work here, helpline first; child_focus only where its people are Child Focus' own.",
    ),
    Setting(
        "HAVEN_BACKUP_RECIPIENT",
        "backup_recipients",
        "",
        legible.recipients,
        "Public keys (age1…) that backups are locked for; what opens them is never kept on this machine.",
    ),
    Setting(
        "HAVEN_MATCHING",
        "matching",
        "off",
        legible.on,
        "Supervisors may look for the pictures of a case in other cases of its team; never shown to contacts.",
    ),
)


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings in an environment; an empty value counts as not set. Raises WrongSetting."""
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        text = environment.get(setting.name, "").strip() or setting.default
        try:
            values[setting.field] = setting.parse(text)
        except ValueError as error:
            raise WrongSetting(f"{setting.name} must be {error}.") from None
    unknown = sorted(name for name in environment if name.startswith("HAVEN_") and name not in KNOWN)
    if unknown:
        raise WrongSetting(f"{unknown[0]} is not a setting of Haven; see .env.example.")
    settings = Settings(**values)
    _hold_together(settings)
    return settings


#: Names in the environment that are Haven's but no settings: for tests (browser, PostgreSQL).
KNOWN = frozenset({setting.name for setting in SETTINGS} | {"HAVEN_CHROMIUM", "HAVEN_TEST_DATABASE_URL"})


def _hold_together(settings: Settings) -> None:
    if settings.public_url and not settings.webhook_secret:
        raise WrongSetting("HAVEN_WEBHOOK_SECRET is missing: with HAVEN_PUBLIC_URL, 32 characters or more are needed.")
    if settings.public_url and not settings.telegram_token:
        raise WrongSetting("HAVEN_TELEGRAM_TOKEN is missing: HAVEN_PUBLIC_URL makes no sense for the demo.")
    console = urlsplit(settings.console_url or "")
    if console.path or (console.scheme == "http" and not is_loopback(console.hostname or "")):
        raise WrongSetting("HAVEN_CONSOLE_URL must be https://host without a path; http:// only on this machine.")
    api_here = is_loopback(urlsplit(settings.telegram_api).hostname or "")
    if settings.public_url and settings.public_url.startswith("http://") and not api_here:
        raise WrongSetting("HAVEN_PUBLIC_URL must begin with https:// unless HAVEN_TELEGRAM_API is on this machine.")
    if settings.telegram_api.startswith("http://") and not api_here:
        raise WrongSetting("HAVEN_TELEGRAM_API must begin with https:// unless it is on this machine.")
    if bool(settings.database_url) != bool(settings.keystore_url):
        missing = "HAVEN_KEYSTORE_URL" if settings.database_url else "HAVEN_DATABASE_URL"
        raise WrongSetting(f"{missing} is missing: the database and the key store are set together or not at all.")
    if settings.database_url and settings.database_url == settings.keystore_url:
        raise WrongSetting("HAVEN_KEYSTORE_URL must be another database than HAVEN_DATABASE_URL.")
    if settings.data.resolve() == settings.keys.resolve():
        raise WrongSetting("HAVEN_KEYS must be another folder than HAVEN_DATA: keys and data never lie together.")


def is_loopback(host: str) -> bool:
    """Is this a name or an address of this very machine?"""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
