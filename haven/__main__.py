"""The command line: `haven run | simulate | talk | check | draw | flows | staff | audit | keys | backup | restore |
migrate`.

Nothing heavy is loaded before it is known what is asked for.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from haven import backup_asked
from haven.simulate import asked as simulate
from helpline.staff import ROLES

Command = Callable[[argparse.Namespace], int]
#: Commands that may make a database or a key: every file of theirs is for its owner alone.
KEEPING = frozenset({"run", "migrate", "flows", "staff", "audit", "keys", "backup", "restore"})
#: Commands that have a file of their own, `haven/<command>_commands.py`.
APART = frozenset({"flows", "staff", "audit", "keys", "backup", "restore"})


def parser() -> argparse.ArgumentParser:
    """The commands and what they take."""
    top = argparse.ArgumentParser(prog="haven", description="A helpline for victims of image abuse.")
    commands = top.add_subparsers(dest="command", required=True, metavar="command")
    commands.add_parser("run", help="start the helpline: the bot, or a demo on this machine without a token")
    simulate.add_to(commands.add_parser("simulate", help="play a day of people against a Haven of its own, and report"))
    talk = commands.add_parser("talk", help="hold a flow's conversation in this terminal")
    talk.add_argument("flow", nargs="?", default="triage")
    talk.add_argument("--language", default=None)
    commands.add_parser("check", help="prove that the library's flows keep their promises")
    draw = commands.add_parser("draw", help="print a flow as a Mermaid drawing")
    draw.add_argument("flow", nargs="?", default="triage")
    draw.add_argument("--language", default="en")
    _add_staff(commands.add_parser("staff", help="who works here: invite, list, disable, reset"))
    _add_audit(commands.add_parser("audit", help="check the record of what was done"))
    _add_keys(commands.add_parser("keys", help="the master key: which one it is, and another one instead"))
    backup_asked.add_backup(commands.add_parser("backup", help="a locked copy of the data, the keys, the master key"))
    backup_asked.add_restore(commands.add_parser("restore", help="bring a backup back, while Haven is stopped"))
    _add_flows(commands.add_parser("flows", help="the conversation: as files, as drafts, put to work"))
    texts = commands.add_parser("messages", help="collect the texts of code and flows for translators")
    texts.add_argument("--begin", metavar="LANGUAGE", default=None)
    texts.add_argument("--check", action="store_true", help="write nothing; 1 where a catalogue is behind")
    texts.add_argument("--into", metavar="FOLDER", default=None)
    commands.add_parser("migrate", help="bring the database's tables up to date")
    return top


def _add_flows(flows: argparse.ArgumentParser) -> None:
    doing = flows.add_subparsers(dest="doing", required=True, metavar="export | import | drafts | publish")
    out = doing.add_parser("export", help="write the running revision, or a draft, as YAML and PO files")
    out.add_argument("folder")
    out.add_argument("--draft", metavar="DRAFT", help="this draft instead of what runs")
    back = doing.add_parser("import", help="show what YAML and PO files change, and keep it as a draft")
    back.add_argument("folder")
    back.add_argument("--draft", metavar="NAME", help="what the draft is called")
    back.add_argument("--publish", action="store_true", help="put it to work at once, where one person alone may")
    doing.add_parser("drafts", help="which drafts there are")
    publish = doing.add_parser("publish", help="put a draft to work; for a house in which one person alone publishes")
    publish.add_argument("draft", metavar="DRAFT")
    publish.add_argument("--note", help="why, for the history")


def _add_keys(keys: argparse.ArgumentParser) -> None:
    doing = keys.add_subparsers(dest="doing", required=True, metavar="show | prepare | rotate")
    doing.add_parser("show", help="which master key everything lies under, and since when")
    doing.add_parser("prepare", help="make the next one ahead, for a house on several machines")
    doing.add_parser("rotate", help="put everything under another master key, while the house is open")


def _add_audit(audit: argparse.ArgumentParser) -> None:
    doing = audit.add_subparsers(dest="doing", required=True, metavar="verify | head")
    verify = doing.add_parser("verify", help="walk the whole of it; 1 where it was broken, and says where")
    verify.add_argument("--anchor", metavar="NUMBER:DIGEST", help="what haven audit head has printed before")
    doing.add_parser("head", help="the newest number and its digest, to keep elsewhere")


def _add_staff(staff: argparse.ArgumentParser) -> None:
    doing = staff.add_subparsers(dest="doing", required=True, metavar="add | list | disable | reset")
    add = doing.add_parser("add", help="invite somebody; prints the link with which she joins")
    add.add_argument("login")
    add.add_argument("--alias", help="the name contacts read; without it, the login")
    add.add_argument("--role", action="append", choices=tuple(ROLES), required=True)
    add.add_argument("--team", action="append", help="whose cases she sees; without it, the first team's")
    add.add_argument("--language", action="append", help="such as nl; without it, all of the house's")
    doing.add_parser("list", help="who works here")
    disable = doing.add_parser("disable", help="let somebody in no more, and end all her sign-ins")
    disable.add_argument("login")
    reset = doing.add_parser("reset", help="void what lets somebody in; prints the link with which she chooses anew")
    reset.add_argument("login")


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns 0; 1 where something was found wrong; 2, with one sentence, where it cannot do what it was asked."""
    asked = parser().parse_args(arguments)
    if asked.command in KEEPING:
        os.umask(0o077)
    try:
        return _command(asked)(asked)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from haven.refusing import refusal

        code, sentence = refusal(error)
        print(f"haven: {sentence}", file=sys.stderr)
        return code


def _command(asked: argparse.Namespace) -> Command:
    name = asked.command if "doing" not in asked else f"{asked.command}_{asked.doing}"
    module = import_module(f"haven.{asked.command}_commands" if asked.command in APART else "haven.commands")
    found: Command = getattr(module, name)
    return found


if __name__ == "__main__":
    sys.exit(main())
