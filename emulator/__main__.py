"""python -m emulator: a Telegram on this machine, alone, until Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

from emulator.server import Emulator


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="emulator", description="A Telegram on your own machine.")
    parser.add_argument("--host", default="127.0.0.1", help="loopback only")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default="123456:demo", help="the bot token it accepts")
    parser.add_argument("--phones", default="nl,fr,en", help="languages of the phones to begin with")
    parser.add_argument("--limits", action="store_true", help="refuse what is sent too fast, as Telegram does")
    return parser.parse_args()


async def _run(given: argparse.Namespace) -> None:
    async with Emulator(given.token, given.host, given.port, limits=given.limits) as emulator:
        for language in filter(None, given.phones.split(",")):
            emulator.phone(language)
        sys.stdout.write(f"Phones: {emulator.url.replace('127.0.0.1', 'localhost')}/   Bot API: {emulator.url}\n")
        sys.stdout.flush()
        done = asyncio.Event()
        for wanted in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(wanted, done.set)
        await done.wait()


def main() -> int:
    given = _arguments()
    try:
        asyncio.run(_run(given))
    except (ValueError, OSError) as problem:
        sys.stderr.write(f"The emulator cannot start: {problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
