"""The house every decision is made in: flows, directory, languages, chance; renewed when a flow is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from flows.flow import Revision
from flows.load import load_library
from haven.settings import Settings, WrongSetting
from haven.shelf import Shelf
from helpline import directory
from helpline.book import Book
from helpline.languages import Catalogue, NoSuchLanguage, load_catalogue
from helpline.platforms import go_by
from helpline.ports import Chance, House
from helpline.staff import Staff

ROOT = Path(__file__).parent.parent
LOCALES, DIRECTORY, LIBRARY = ROOT / "locales", ROOT / "directory", ROOT / "flows" / "library"


def catalogue(settings: Settings) -> Catalogue:
    """The words outside the flows. Raises WrongSetting for a language nobody has translated."""
    try:
        return _words(LOCALES, settings.languages)
    except NoSuchLanguage as error:
        raise WrongSetting(f"HAVEN_LANGUAGES: {error}.") from None


@cache
def _words(folder: Path, languages: tuple[str, ...]) -> Catalogue:
    """Read once: the flows, the console and the pages of contacts all ask for them at the start."""
    return load_catalogue(folder, languages)


def library(languages: tuple[str, ...]) -> Revision:
    """The flows Haven ships with, in these languages. Raises WrongSetting for a language nobody has translated,
    flows.source.FlowErrors with every mistake found."""
    files = {language: LOCALES / language / "LC_MESSAGES" / "haven.po" for language in languages if language != "en"}
    for language, file in files.items():
        if not file.exists():
            raise WrongSetting(
                f"HAVEN_LANGUAGES: there is no translation into {language}; make language xx={language}."
            )
    return load_library(LIBRARY, files, languages)


def furnish(settings: Settings, revisions: Mapping[int, Revision], chance: Chance) -> House:
    """A house with these revisions; the newest one runs. Raises WrongSetting for a team nobody has written down."""
    words, book = catalogue(settings), directory.load(DIRECTORY)
    if unknown := [team for team in settings.teams if team not in book.teams]:
        raise WrongSetting(f"HAVEN_TEAMS: there is no team {unknown[0]}; add it to directory/teams.yaml.")
    return House(
        revisions=revisions,
        running=max(revisions),
        directory=book,
        say=words.say,
        operator=settings.operator,
        languages=settings.languages,
        chance=chance,
        teams=settings.teams,
    )


class Premises:
    """Holds the house of now; `renew` puts published revisions into it. `shelf`: where they are read from. `edition`:
    the one it goes by; None: the files. `words`: those outside the flows, as Haven ships with them."""

    def __init__(self, house: House, shelf: Shelf | None = None, words: Catalogue | None = None) -> None:
        self.house = house
        self.shelf = shelf or Shelf(house.revisions)
        self.edition: int | None = None
        self._words = words

    def __call__(self) -> House:
        return self.house

    def renew(self, revisions: Mapping[int, Revision]) -> bool:
        """True when there was something new."""
        if revisions.keys() == self.house.revisions.keys():
            return False
        self.house = replace(self.house, revisions=revisions, running=max(revisions))
        return True

    def staffed(self, colleagues: Mapping[str, Staff], here: frozenset[str]) -> None:
        """From now on, these work here, and these of them take cases."""
        if (colleagues, here) != (self.house.colleagues, self.house.here):
            self.house = replace(self.house, colleagues=colleagues, here=here)

    def opened(self, pages: str | None) -> None:
        """From now on, browsers of contacts find our pages here; None: nowhere."""
        self.house = replace(self.house, pages=pages)

    def use(self, book: Book, edition: int | None = None) -> None:
        """From now on, numbers, hours, platforms and the house's own words come from this book."""
        say = self._words.but(book.words).say if self._words else self.house.say
        self.house, self.edition = replace(self.house, directory=book.directory, say=say), edition
        go_by(book.platforms)
