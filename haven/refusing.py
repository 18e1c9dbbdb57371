"""Why Haven does not do what it was asked, in one sentence for the operator. No sentence repeats a secret.

Words of others are never passed on: drivers and parsers quote addresses, and addresses hold passwords. Only our own
errors speak for themselves; of the system's, the path and the reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.telegram.reach import BadProxy
from flows.source import FlowErrors
from haven.logs import where
from haven.settings import WrongSetting
from helpline.entries import DirectoryErrors
from storage.dumped import BadCopy
from storage.errors import BadKeys, InUse, MasterMissing, SealBroken, StorageTrouble, WrongProfile

#: These were written for the operator, by us, and name no value.
PLAIN = (WrongSetting, BadKeys, MasterMissing, InUse, WrongProfile, BadProxy, BadCopy)
#: These name files and lines of the conversation or the directory, one mistake a line.
LISTS = (FlowErrors, DirectoryErrors)
#: What SQLite says of a file, and what the operator can do about it.
ADVICE = {
    "SQLITE_FULL": "the disk is full; make room and start again, nothing is lost",
    "SQLITE_IOERR": "the disk does not do its work; see whether it is full, read-only or broken",
    "SQLITE_READONLY": "it may not be written to; look at the owner of HAVEN_DATA and HAVEN_KEYS, and at the disk",
    "SQLITE_CORRUPT": "its file is damaged; stop here and bring back a backup",
    "SQLITE_NOTADB": "its file is damaged, or no database; look at HAVEN_DATA and HAVEN_KEYS, or bring back a backup",
}
#: Exit codes: a setting, a file or a database stands in the way; something is wrong with Haven itself.
IN_THE_WAY, OURS = 2, 1


def refusal(error: BaseException) -> tuple[int, str]:
    """The exit code and the sentence, for whatever a command raised."""
    found = list(_leaves(error))
    for leaf in found:
        if said := _sentence(leaf):
            return IN_THE_WAY, said
    worst = found[0]
    return OURS, f"it ended with an error of its own, {type(worst).__name__} in {where(worst) or 'its beginning'}."


def _sentence(error: BaseException) -> str:
    if isinstance(error, PLAIN):
        return _ended(str(error))
    if isinstance(error, SealBroken):
        return "The master key in HAVEN_KEYS does not open this database; bring back the keys that belong to it."
    if isinstance(error, StorageTrouble):
        return f"The database cannot be used ({error}); {_advice(error)}."
    if isinstance(error, LISTS):
        return str(error)
    if isinstance(error, UnicodeDecodeError):
        return "A file that Haven reads is not text in UTF-8; look at .env and at the files you named."
    if isinstance(error, OSError) and error.filename is not None and error.strerror:
        return _ended(f"{_path(error.filename)} cannot be used: {error.strerror}")
    return ""


def _advice(error: StorageTrouble) -> str:
    """What to do; else the settings that say where it is."""
    if found := next((told for code, told in ADVICE.items() if code in str(error)), None):
        return found
    if str(error).startswith("PostgreSQL"):
        return "look at HAVEN_DATABASE_URL and HAVEN_KEYSTORE_URL, and whether the server runs"
    return "look at HAVEN_DATA and HAVEN_KEYS, or HAVEN_DATABASE_URL and HAVEN_KEYSTORE_URL"


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _leaves(one)
    else:
        yield error


def _path(name: object) -> str:
    return name.decode(errors="replace") if isinstance(name, bytes) else str(name)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(".") else f"{sentence}."
