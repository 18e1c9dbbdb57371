"""Spoken ages: the ways people say how old someone is, was or will be, in Dutch, French and English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from helpline.listening.birthdays import age_on, dates_in
from helpline.listening.other_numbers import NO_AGE_BEFORE, is_count

_NUMBERS = {
    "nl": "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien twintig",
    "fr": "dix onze douze treize quatorze quinze seize dixsept dixhuit dixneuf vingt",
    "en": "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty",
}
_WORDS = {word: 10 + place for words in _NUMBERS.values() for place, word in enumerate(words.split())}
#: `ten einde raad` and `onze dochter` hold no number.
_TEN = (
    r"ten(?=\s(?:years?|yo|yrs?|y\s?o|when|and|in|at|but|then|or|he|she|i|my|now)(?!\w)|\s?[.,;!?]|$)"
    r"|onze(?=\s?ans(?!\w))"
)
_LONGEST_FIRST = sorted(_WORDS.keys() - {"ten", "onze"}, key=len, reverse=True)
_SPELLED = re.compile(rf"(?<!\w)(?:{'|'.join(_LONGEST_FIRST)}|{_TEN})(?!\w)")

#: Written apart: `vijf tien`, `fif teen`, `dix sept`; and digit by digit after `ik ben`.
_TEENS = re.compile(
    r"(?<!\w)(?:(?:der|veer|vijf|zes|zeven|acht|negen) tien|(?:thir|four|fif|six|seven|eigh|nine) teen"
    r"|dix (?:sept|huit|neuf))(?!\w)"
)
_APART = re.compile(
    r"(?<!\w)(ben|word|im|i am|jai|j ai|age|leeftijd|ze is|zij is|hij is|she is|he is|shes|hes) ([1-9]) (\d)(?!\w)"
)

#: An age, and what may not follow it: it would be a time, a distance, a sum, or how long something lasted.
_AGE = (
    r"(?P<age>\d{1,2})(?P<unit>\s?(?:j|jr|jaar|jaren|ans|an|yo|yr|yrs|y\s?o|years?|jarige?|y)"
    r"(?P<old>\s(?:oud|old|of age|doud))?(?:\s?[fv])?(?!\w))?+\s?[fv]?(?!\w)"
)
_NOT = NO_AGE_BEFORE
_SOFT = (
    r"(?:\s(?:nog|nu|pas|net|maar|eigenlijk|eig|eigelijk|binnenkort|straks|morgen|volgende maand"
    r"|volgende week|volgend jaar|al|bijna|amper|slechts|zelf|ook|momenteel|echt|just|only|stil|still"
    r"|almost|now"
    r"|nearly|about|turning|to|be|barely|currently|actually|a|an|as|seulement|que|bientot|presque|juste|encore"
    r"|deja|tout|nu"
    r"|actuellement|a peine|peine|vraiment|meme|toen|then|alors|een|n|une|un|both|allebei|meisje|jongen|girl|boy|fille"
    r"|garcon|student|ado|van|de|aged|(?:een\s)?jaar of|rond de|ongeveer|environ|dans les|a peu pres))"
)
_SOFT = _SOFT + r"{0,4}"

_OWN = re.compile(
    rf"(?<!\w)(?:(?:ik\s?ben|kben|ik ben zo|ben ik|ben|word ik|(?:ik\s)?word|im|i am|ima|i turn|il be|i wil be"
    rf"|i just turned"
    rf"|i turned|jai|j ai|g|jaurai|jvais avoir|je vais avoir|jviens davoir|je viens davoir|jfais|ik ga"
    rf"|mijn leeftijd is"
    rf"|mijn leeftijd|leeftijd|my age is|age|jai que|mon age est|ma age){_SOFT})\s{_AGE}{_NOT}"
)
_OWN_SHORT = re.compile(
    r"(?<![\w.,] )(?<!\w)(?:[fvmhj]\s?(?P<age>1[0-7])|(?P<age2>1[0-7])\s?[fv])(?!\w)"
    r"|(?<!\w)(?P<age3>1[0-7])\s?y\s?o(?!\w)"
)
_PERSON = (
    r"(?:zoon|zoontje|dochter|dochtertje|kind|kindje|zus|zusje|broer|broertje|vriendin|vriendinnetje|nichtje"
    r"|neefje|leerling"
    r"|meisje|jongen|kleindochter|kleinzoon|stiefdochter|stiefzoon|slachtoffer|persoon|fils|fille|soeur|frere"
    r"|enfant|copine"
    r"|niece|neveu|eleve|amie|petite fille|gamine?|garcon|victime|ado|son|daughter|kid|child|sister|brother"
    r"|friend|cousin"
    r"|student|pupil|girl|boy|girlfriend|stepson|stepdaughter|teen|person)"
)
_OTHER = re.compile(
    rf"(?<!\w)(?:{_PERSON}|ze|zij|hij|elle|il|she|he|they|we|iemand|someone|quelquun|die)"
    rf"(?:\s(?:is|was|a|avait|nest|na|wordt|werd|had|were|are|turned|turns|s|me))?{_SOFT}(?:\sof)?\s{_AGE}{_NOT}"
)
_THIRD = re.compile(rf"(?<!\w)(?:zij is|ze is|zes|hij is|elle a|il a|shes|hes|she is|he is){_SOFT}\s{_AGE}{_NOT}")
_PAST = re.compile(
    r"(?<!\w)(?:ik was|k was|kwas|was ik|ik ben toen|i was|when i was|javais|j avais|avais|quand javais|toen ik"
    r"|lorsque javais|we waren"
    r"|waren we|we were|on avait|nous avions|ze was|zij was|hij was|was ze|was hij|she was|he was|elle avait|il avait"
    rf"|they were|op mijn|a mes|tot mijn|at age|at the age of|at|a lage de|op de leeftijd van){_SOFT}"
    rf"\s{_AGE}{_NOT}"
)
#: `op mijn 16e`; not `op zijn 2e telefoon`, which is none at four years either.
_NTH = re.compile(
    r"(?<!\w)(?:op|tot|vanaf) (?:mijn|haar|zijn|men|mn) (?P<age>[5-9]|\d\d)(?:de|ste|e)?(?!\w)"
    r"(?!\s(?:werk|job|school|adres|kot|kamer|verdieping|stage|date|poging|keer|facebook|insta\w*|snap\w*|tel|lijst)(?!\w))"
    rf"{NO_AGE_BEFORE.partition('(?(old)')[0]}"
)
_BORN = (
    r"(?:geboren(?:\s(?:in|op))?|geb|ne en|nee en|ne le|nee le|nes? en|born(?:\s(?:in|on))?|birth year|geboortejaar"
    r"|bouwjaar|annee de naissance|ik ben van|je suis d[eu]|date of birth|geboortedatum|dob"
    r"|(?<!on )(?<!op )(?<!for )(?<!voor )(?<!since )(?<!sinds )(?:my|mijn) (?:birthday|verjaardag)"
    r"(?: is(?: on| op)?)?(?=\s\d)"
    r"|date de naissance)"
)
#: Between such a word and the year: a day, a month, a place; no `, moved in 2015`, no `en in 2019`, no `van 2012 tot`.
_BIRTH = re.compile(
    rf"(?<!\w){_BORN}(?:\s(?!(?:en|and|et|tot|tem|till|until|to)\s|[,;.!?]\s(?:en|and|et|moved|ik|i|je)\s)\S{{1,10}}){{0,6}}?"
    r"\s(?P<year>19[3-9]\d|20[0-2]\d)(?!\w)(?!\s(?:tot|tem|until|till|to|jusqu\w*|a)\s)"
)
_UNDER = (
    r"(?:nog geen|(?:nog )?geen|onder de|onder|jonger dan|minder dan|bijna|pas encore|meme pas|moins de|pas"
    r"|presque|bientot"
    r"|under|below|younger than|less than|not yet|not even|not quite|almost|nearly|isnt"
    r"|not)\s18(?!\w)(?!\s?(?:h|uur|u|min|sec|x)\b)(?:\s(?:jaar|ans|years?)(?:\s(?:oud|old))?)?"
)
_MINOR = r"(?:minderjarige?n?|mineur|mineure|mineurs|mineures|underage|under age|a minor|minors?|min 18|-18|piepjong)"
_NEVER = r"(?:niet|geen|nie|pas|plus|not|no|never|nooit|jamais|longer|niet meer)"
_SELF_MINOR = re.compile(
    rf"(?<!\w)(?<!toen )(?<!als )(?:(?:ik|ben|kben|im|i am|je suis|jsuis|suis|jai|we zijn){_SOFT}"
    rf"\s(?:{_MINOR}|{_UNDER})"
    r")(?!\w)"
)
_BARE_MINOR = re.compile(rf"(?:{_MINOR}|{_UNDER})(?:\s[.!?,])*")
_SELF_ADULT = re.compile(
    r"(?<!\w)(?:ik ben|kben|im|i am|je suis|jsuis|suis)(?:\s(?:wel|al|een|an|a|over|deja|bien))*"
    r"\s(?:meerderjarig|volwassene?|majeure?|adulte?|18 plus|over 18|older than 18|above 18)(?!\w)"
)
_THEN_MINOR = re.compile(
    rf"(?<!\w)(?:jetais|was|waren|were|etais|etait|etions|etaient|avais|avait|wasnt|etaient){_SOFT}\s(?:{_MINOR}"
    rf"|{_UNDER})(?!\w)"
    r"|(?<!\w)(?:als kind|toen ik (?:een )?(?:kind|klein|minderjarig)|as a (?:child|kid|minor)"
    r"|quand jetais (?:petite?|mineure?"
    r"|enfant|gamine?)|when i was (?:a (?:kid|child|minor)|little|underage))(?!\w)"
)
_OTHER_MINOR = re.compile(
    rf"(?<!\w)(?:{_PERSON}|ze|zij|hij|elle|il|she|he|they|shes|hes|theyre|is|est|are|van|de|of|dune?){_SOFT}"
    rf"(?:\s(?:is|est|are|sont|a|na|zijn))?{_SOFT}\s(?:{_MINOR}|{_UNDER})(?!\w)"
)
_YEARS = (
    r"(?:1e|1ste|1de|eerste|2e|2de|tweede|3e|3de|derde|4e|4de|vierde|5e|5de|vijfde|6e|6de|zesde|1er|1ere"
    r"|premiere|2eme"
    r"|deuxieme|3eme|troisieme|4eme|quatrieme|5eme|cinquieme|6eme|sixieme|[1-6])"
)
_SCHOOL = re.compile(
    rf"(?<!\w)(?:{_YEARS}\s(?:jaar\s)?(?:middelbaar|secundair|middelbare|humaniora|aso|tso|bso|kso|leerjaar|lager"
    r"|secondaire|sec|primaire|humanites|graad secundair)|(?:in|en|au|aan|op)\s(?:het\s|de\s|t\s"
    r"|la\s)?(?:middelbaar|middelbare"
    r"|lagere school|lager onderwijs|secondaire|primaire|college|lycee|rheto|high school|middle school"
    r"|primary school)"
    r"|(?:year|grade)\s(?:[1-9]|1[0-2])|(?:[5-9]|1[0-2])th\s(?:grade|grader)|ninth grade|tenth grade"
    r"|eighth grade|en rheto)(?!\w)"
)
_MY_SCHOOL = re.compile(
    rf"(?<!\w)(?:im|i am|ik zit|kzit|ik ben|je suis|jsuis|chuis){_SOFT}\s(?:(?:in|en|au|aan)\s)?(?:het\s|t\s|the\s)?"
    rf"(?:(?:year|grade)\s(?:[1-9]|1[0-2])|{_YEARS}\s(?:middelbaar|secundair|secondaire|humanites|leerjaar|primaire"
    r"|aso|tso|bso|kso)|(?:[5-9]|1[0-2])th grade|(?:1er|1ere|[2-6]e|[2-6]eme)(?=\s?[.,;!?]|$))(?!\w)"
)
_NOT_MY_SCHOOL = re.compile(
    r"(?<!\w)(?:les|lesgeef|leerkracht|leraar|lerares|juf|meester|directeur|directrice|teach|teacher|teaching"
    r"|prof|professeur"
    rf"|enseigne|enseignante?|institutrice|work|werk|travaille|{_PERSON}|zij|ze|hij|elle|il|she|he|toen|when"
    rf"|quand|was|etais"
    r"|ago|geleden|sinds|zat|kende|ken)(?!\w)"
)
_PERSONS = re.compile(rf"(?<!\w){_PERSON}(?!\w)")
_DURATION = re.compile(
    r"(?<!\w)(?:al|sinds|depuis|for|since|deja|already|pendant|gedurende)\s\d{1,2}\s(?:jaar|jaren|ans|years?)"
    r"\s(?!oud|old|en\s|et\s|and\s|[.,;!?])\w"
)
_COMING = re.compile(r"word|turn(?!ed)|bijna|almost|nearly|bientot|presque|vais avoir|jaurai|il be|wil be|about to")
_BARE = re.compile(
    r"(?:(?:ben|im|ik|ans|age|leeftijd)\s)?(\d{1,2})(?:\s?(?:j|jr|jaar|ans|an|y\s?o|years?|yrs?)(?:\s(?:oud|old"
    r"|of age))?)?(?:\splus)?(?:\s[.!?,])*"
)
#: What stands before an age where one was asked, and two of them: `j'en ai 22`, `ja 16`, `15 of 16`, `15-16`.
_ASKED = re.compile(
    r"^(?:(?:ik heb|i have|ive|j ?en ai|ja|oui|yes|nee|neen|non|no|nu|al|net|pas|deja|maintenant|now|just|juste|toen"
    r"|then|een jaar of|rond de|ongeveer|environ|about|around|bijna|almost|nearly|presque|bientot)(?: ,)? )+"
)
#: Of these, what says that she is not as old yet.
_NOT_YET = re.compile(r"(?<!\w)(?:pas|bijna|almost|nearly|presque|bientot)(?!\w)")
_TWO = re.compile(
    r"(\d\d) (?:of|ou|or|a|to|tot|en|et|and|bijna|presque|almost|,)?\s?(\d\d)(?:\s?(?:jaar|ans|years?))?(?:\s[.!?,])*"
)


def joined(words: str) -> str:
    """The words with spelled numbers as digits: `quinze ans` → `15 ans`; `dix sept` → `17`."""
    glued = _TEENS.sub(lambda found: found[0].replace(" ", ""), words)
    digits = _SPELLED.sub(lambda found: str(_WORDS[found[0]]), glued)
    digits = _APART.sub(r"\1 \2\3", digits)
    return re.sub(r"(?<!\d)(\d{1,2})(?=(?:ans|jaar|jarige?|yo|yr|yrs|years)(?!\w))", r"\1 ", digits)


def bare_number(words: str, asked: bool = False) -> int | None:
    """The age a message consists of, and nothing else; where an age was `asked`, `1 5` is one too, and the lower of two
    that she doubts between. `nee bijna 18` is 17; and so is `non pas 18`, which in Dutch might be `just 18`."""
    if not asked:
        found = _BARE.fullmatch(words)
        return int(found[1]) if found else None
    words = re.sub(r"^([1-9]) (\d)(?!\w)", r"\1\2", words)
    before = _ASKED.match(words)
    less = 1 if before and _NOT_YET.search(before[0]) else 0
    words = words[before.end() :] if before else words
    found = _TWO.fullmatch(words) or _BARE.fullmatch(words)
    return min(map(int, found.groups())) - less if found else None


def own_ages(words: str) -> list[int]:
    """Ages the writer says she has, or is about to have. `I turn 18 soon` is 17."""
    if _DURATION.search(words):
        words = _DURATION.sub(" ", words)
    ages = [_soon(found) for found in _ages(words, _OWN)]
    short = (next(age for age in (one["age"], one["age2"], one["age3"]) if age) for one in _OWN_SHORT.finditer(words))
    return [age for age in [*ages, *map(int, short)] if 5 <= age <= 99]


def _ages(words: str, *patterns: re.Pattern[str]) -> Iterator[re.Match[str]]:
    return (found for one in patterns for found in one.finditer(words) if not is_count(words, found))


def _soon(found: re.Match[str]) -> int:
    return int(found["age"]) - (1 if _COMING.search(found[0]) else 0)


def past_ages(words: str) -> list[int]:
    """Ages someone had once: those of the time when an image may have been made."""
    return [int(found["age"]) for found in _ages(words, _PAST, _NTH)]


def others_ages(words: str) -> list[int]:
    """Ages of people she speaks of."""
    return [int(found["age"]) for found in _ages(words, _OTHER, _THIRD)]


def ages_by_birth(words: str, today: date | None, *, own: bool) -> list[int]:
    """Ages from dates of birth; from a year alone, the younger of the two possible ones. Others' when a person is named
    before it."""
    if today is None:
        return []
    found = ((match, words[max(0, match.start() - 60) : match.start()]) for match in _BIRTH.finditer(words))
    return [
        _by_birth(words, match, today)
        for match, before in found
        if own != bool(re.search(rf"(?<!\w)(?:{_PERSON}|ze|zij|hij|elle|il|she|he)(?!\w)[^.;!?]*$", before))
    ]


def _by_birth(words: str, found: re.Match[str], today: date) -> int:
    whole = next(dates_in(words[found.start() : found.end() + 12]), None)
    if whole is not None and whole.year == int(found["year"]):
        return age_on(today, whole)
    return today.year - int(found["year"]) - 1


def says_minor_self(words: str) -> bool:
    return any(not _denied(found[0]) for found in _SELF_MINOR.finditer(words))


def says_minor_bare(words: str) -> bool:
    """Whether a message says `under 18`, of nobody in particular, and nothing else."""
    return _BARE_MINOR.fullmatch(words) is not None


def says_minor_then(words: str) -> bool:
    return any(not _denied(found[0]) for found in _THEN_MINOR.finditer(words))


def says_minor_other(words: str) -> bool:
    return any(not _denied(found[0]) for found in _OTHER_MINOR.finditer(words))


def says_adult_self(words: str) -> bool:
    return bool(_SELF_ADULT.search(words))


def at_school(words: str) -> bool:
    """Whether the writer says she is in a class where people are under 18."""
    return bool(_MY_SCHOOL.search(words) or (_SCHOOL.search(words) and not _NOT_MY_SCHOOL.search(words)))


def child_at_school(words: str) -> bool:
    """Whether someone she speaks of is in such a class."""
    return bool(_SCHOOL.search(words)) and bool(_PERSONS.search(words))


def _denied(words: str) -> bool:
    return bool(re.search(rf"(?<!\w){_NEVER}\s(?:\w+\s)?(?:{_MINOR})", words))
