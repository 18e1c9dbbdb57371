"""The pages that contacts open, put where their browsers find them, behind a gate like the console's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from bot.telegram.launch import launched
from console.guarding import App, Guarded, Rules
from haven import premises
from haven.office import Office
from haven.settings import Settings, is_loopback
from pages.making import Press

#: The built page on which hashes are made.
HASH_PAGE = premises.ROOT / "web" / "dist" / "hash"


def address_of(settings: Settings) -> str | None:
    """Where contacts' browsers find this house; None where none of them can, or only without a lock on the way. Its
    pages stand at the root of their host: their policy names one address there."""
    parts = urlsplit(settings.public_url or "")
    safe = parts.scheme == "https" or is_loopback(parts.hostname or "")
    return settings.public_url if safe and not parts.path else None


def no_page(settings: Settings) -> str | None:
    """What the operator should know; None where all is well. Telegram opens a page inside the chat by HTTPS alone."""
    if address_of(settings) is not None:
        return None
    return (
        "Contacts cannot make hashes on their own device here: HAVEN_PUBLIC_URL is no https:// address without a path."
        " They can type hashes, and are shown where else one is made (docs/how-to/reverse-proxy.md)."
    )


def open_pages(
    settings: Settings, office: Office, failed: Callable[[str, BaseException], None], demo: bool, press: Press
) -> dict[str, App]:
    """Nothing where no browser of a contact could find them."""
    where = office.premises.house.pages
    if where is None:
        return {}
    from pages.app import CSP, MOST_BODY, create_hash_page, create_pages, hashes_csp  # only who serves them needs it
    from pages.parts import PageParts

    def say(language: str, text: str, /, **values: object) -> str:
        """As the house says it now: editors may have put other words."""
        return office.premises().say(language, text, **values)

    parts = PageParts(
        office.store,
        office.premises,
        office.clock,
        settings.languages,
        say,
        office.carry_out,
        lambda data, now: launched(data, settings.telegram_token or "", now),
        HASH_PAGE,
        press,
    )
    address = urlsplit(where)
    origin = f"{address.scheme}://{address.netloc}"
    # Their files keep their names when they change, so a browser keeps none of them.
    rules = Rules(csp=CSP, most_body=MOST_BODY, wrong_host=(404, "not_found"), api=(), assets=())

    def gate(app: App, rules: Rules) -> App:
        return Guarded(app, origin, demo, lambda error: failed("page_failed", error), rules)

    copy = gate(create_pages(parts), rules)
    hashes = gate(create_hash_page(parts), replace(rules, csp=hashes_csp(origin), framed=True))
    return {"/copy": copy, "/copy/": copy, "/hashes": hashes, "/hashes/": hashes, "/api/hashes": hashes}
