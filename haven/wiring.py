"""One place where the parts are put together. Parts are passed, never fetched; nothing connects when it is imported."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.telegram.api import BotApi
from bot.telegram.channel import TelegramChannel
from bot.telegram.documents import Documents
from bot.telegram.polling import Polling
from bot.telegram.runner import Runner
from bot.telegram.setup import Introduction
from bot.telegram.webhook import Webhook
from haven import premises
from haven.afterwards import Afterwards
from haven.alerts import Alerts
from haven.chance import Chance
from haven.copying import Copying
from haven.door import Door
from haven.folders import IN_DATA, IN_KEYS, close
from haven.health import Health, Numbers
from haven.http import App, moved_to
from haven.http import House as HttpHouse
from haven.logs import Log
from haven.loops import Loops
from haven.metrics import Metrics
from haven.office import Office, furnish_console
from haven.open_pages import address_of, open_pages
from haven.premises import Premises
from haven.revisions import read_all
from haven.settings import Settings
from haven.staff_chat import StaffChat
from haven.troubled import Troubled
from helpline import chores, intake
from helpline.commands import COMMANDS
from helpline.delivery import Deletion, Delivery, Fate
from helpline.lanes import Lanes
from helpline.lock_screen import MENU, cover
from helpline.pacing import Pacing
from helpline.receiving import Decisions, Receiving
from pages.making import Press
from storage.errors import StorageTrouble
from storage.repositories.lanes import LEASE
from storage.store import Store, open_store

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class At:
    """Where browsers find the house; in the demo, also the ways in that its banner names."""

    origin: str
    demo_links: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Parts:
    """Everything a running house consists of. `webhook` is None while it polls; `introduced`: Telegram knows us."""

    settings: Settings
    log: Log
    clock: Clock
    store: Store
    premises: Premises
    metrics: Metrics
    alerts: Alerts
    api: BotApi
    channel: TelegramChannel
    lanes: Lanes
    polling: Polling
    webhook: Webhook | None
    site: HttpHouse
    office: Office
    introduced: asyncio.Event


@dataclass(frozen=True)
class Ears:
    """Who is told of what goes on: the log by code, the metrics by number, staff where they can do something."""

    log: Log
    metrics: Metrics
    alerts: Alerts
    storage: Troubled

    def of_telegram(self, code: str) -> None:
        self.log.write(code)
        if code == "token_refused":
            self.alerts.tell(code)

    def of_failures(self, code: str, error: BaseException) -> None:
        # What storage raises is worded by us, for this line; what others raise may hold what someone wrote.
        self.log.incident(code, error, **({"kind": str(error)} if isinstance(error, StorageTrouble) else {}))
        self.metrics.failures.labels(code).inc()
        if code == "storage_trouble":
            self.storage.heard(error)
        if code == "update_unreadable":  # nobody knows whose it is: staff alone can be told
            self.alerts.tell("parked")

    def of_chores(self, error: Exception) -> None:
        if isinstance(error, StorageTrouble):
            self.storage.heard(error)

    def of_fates(self, delivery: Delivery, fate: Fate, seconds: float) -> None:
        self.metrics.delivered(fate, seconds)
        if fate.kind == "ambiguous":
            self.log.write("send_ambiguous")


async def open_database(settings: Settings, process: str) -> Store:
    """The store of these settings, its folders made where they are missing and closed to others."""
    if settings.database_url is None:
        close(settings.data, "HAVEN_DATA", IN_DATA)
    close(settings.keys, "HAVEN_KEYS", IN_KEYS)
    return await open_store(settings.database, settings.keystore, settings.keys, process=process)


async def furnish(settings: Settings, store: Store, clock: Clock) -> Premises:
    """The house over this store; the library seeds an empty one."""
    shelf = await read_all(store, lambda: premises.library(settings.languages), clock())
    house = premises.furnish(settings, shelf.revisions, Chance(store.pin_digest))
    return Premises(house, shelf, premises.catalogue(settings))


def assemble(
    settings: Settings, log: Log, clock: Clock, store: Store, house: Premises, loops: Loops, at: At | None = None
) -> Parts:
    """Put the parts together, inside a running event loop. Nothing is sent or heard yet. `at`: where it is open."""
    metrics, alerts = Metrics(), Alerts(settings.alert_command, log.write)
    storage = Troubled(store, asyncio.get_running_loop().time, lambda: alerts.tell("storage"), log.write)
    ears = Ears(log, metrics, alerts, storage)
    loops.failed = ears.of_chores
    store.told = lambda code, count: log.write(code, count=count)
    api = BotApi(settings.telegram_api, settings.telegram_token or "")
    channel = TelegramChannel(api, clock, ears.of_telegram, lambda language: cover(language, house().say))
    pacing = Pacing(asyncio.get_running_loop().time) if settings.pacing else None
    lease = LEASE.total_seconds() if store.shared else None
    lanes = Lanes(store, channel.send, clock, loops.spawn, pacing, ears.of_fates, lease)

    async def take_back(deletions: Sequence[Deletion]) -> None:
        await chores.take_back(store, deletions, channel.delete)

    decisions = Decisions(intake.decide, intake.decide_parked)
    receiving = Receiving(store, decisions, house, clock, (StorageTrouble, OSError), ears.of_failures)
    copying = Copying(store, Documents(api, ears.of_telegram), Press(), house, clock, take_back, ears.of_failures)
    afterwards = Afterwards(lanes, alerts, metrics, take_back, loops.spawn, copying.make)
    door = Door(receiving, afterwards, metrics)
    silent = metrics.updates.labels("silent").inc
    runner = Runner(door.receive, channel, clock, ears.of_failures, silent, settings.staff_chat)
    webhook = Webhook(runner, settings.webhook_secret) if settings.public_url and settings.webhook_secret else None
    if settings.staff_chat is not None:
        alerts.also = _staff_chat(settings.staff_chat, channel, house, loops, log)
    office = Office(store, house, clock, afterwards, channel, loops.spawn)
    introduced = asyncio.Event()
    health = Health(storage.ready, lambda: not channel.shut, lambda: webhook is None or introduced.is_set())
    numbers = Numbers(metrics, lambda: store.counts(clock()), lambda: lanes.depth)
    doors = _doors(settings, office, ears, at or At(settings.console_at(settings.port)), copying.press)
    site = HttpHouse(doors | ({webhook.path: webhook} if webhook else {}), health.pages() | {"/metrics": numbers.page})
    polling = Polling(api, runner, channel, loops.spawn, ears.of_telegram)
    # fmt: off
    return Parts(
        settings, log, clock, store, house, metrics, alerts, api, channel, lanes, polling, webhook, site,
        office, introduced,
    )
    # fmt: on


def _staff_chat(
    chat: int, channel: TelegramChannel, house: Premises, loops: Loops, log: Log
) -> Callable[[str, str | None], None]:
    time = asyncio.get_running_loop().time
    return StaffChat(
        chat, channel.tell, house, loops.spawn, time, lambda kind: log.write("alert_failed", kind=kind)
    ).tell


def _doors(settings: Settings, office: Office, ears: Ears, at: At, press: Press) -> dict[str, App]:
    """The console's: the whole of /console, and the bare address leads there. And the pages of contacts, where their
    browsers can find them."""

    def failed(error: BaseException) -> None:
        ears.of_failures("console_failed", error)

    console = furnish_console(settings, office, at.origin, failed, at.demo_links)
    doors = {"/": moved_to("/console/"), "/console": console, "/console/": console}
    office.premises.opened(at.origin if at.demo_links is not None else address_of(settings))
    return doors | open_pages(settings, office, ears.of_failures, at.demo_links is not None, press)


def introduction(house: Premises) -> Introduction:
    """What Telegram shows of the bot, in every language."""
    say, languages = house().say, house().languages
    shown = [one for one in COMMANDS if one.name in MENU]
    menu = {language: [(one.name, say(language, one.about)) for one in shown] for language in languages}
    about = {
        language: say(language, "Write here in your own words. You do not have to say who you are.")
        for language in languages
    }
    return Introduction(menu, about)
