"""Other numbers: those that are no age, however close they stand to the words for one: times, dates, sums, counts.

An age heard where none was said ends an adult's case; so what can only be something else is taken out first.
"""

from __future__ import annotations

import re

_GAP = " ; "
#: Of the clock: 10:30, 10h30, 10u30, 10 h 30, 10 am (not `12 am I …`), 10 o'clock.
_CLOCK = re.compile(
    r"(?<![\d.,/:-])(?:[01]?\d|2[0-4])(?:\s?[:h]\s?|u)[0-5]\d(?!\d)"
    r"|(?<![\d.,/:-])(?:0?\d|1[0-2])\s?(?:[ap]m\b|[ap]\.m\b\.?)(?!\s+i\b)"
    r"|(?<!\d)\d{1,2}\s?o\W?\s?clock\b",
    re.IGNORECASE,
)
#: Of money, and of more than anyone has years: €15, 15 €, 10.000, 10 000.
_SUM = re.compile(r"[€$£]\s?\d[\d.,]*|(?<![\d.,])\d[\d.,]*\s?[€$£]|(?<![\d.,])\d{1,3}(?:(?:[.,]\d{3})+| 000)(?!\d)")
#: Two numbers with a sign between; `15/16` is an age all the same.
_PAIR = re.compile(
    r"(?<![\d.,/:-])(?P<first>\d{1,2})(?P<sign>[.,/])(?P<second>\d\d?)(?!\d|[./-]\s?\d|\s(?:19|20)\d\d|\s?(?:jaar|jr|ans|years?|yo)\b)"
)
#: One of several: `een van de 10`, `one of 12`.
_ONE_OF = re.compile(
    r"(?<!\w)(?:een|1) van (?:de|die|hun) \d{1,2}(?!\w)|(?<!\w)(?:one|1) of (?:the |those )?\d{1,2}(?!\w)"
)

_MONTHS = (
    r"january|januari|janvier|february|februari|fevrier|maart|mars|march|april|avril|mei|mai|may(?!\s(?:i|we))|juni"
    r"|juin|june|juli|juillet|july|augustus|aout|august|sept|septembre|september|octobre|oktober|october|okt|oct"
    r"|novembre|november|nov|decembre|december|dec"
)
#: What is counted, as it is folded: singular and plural.
_THINGS = (
    r"accounts?|comptes?|volgers?|followers?|abonne\w*|captures?|screens?\w*|stor(?:y|ies)|groep\w*|groupes?|groups?"
    r"|chats?|e?mails?|sms\w*|appels?|calls?|oproep\w*|gemiste|missed|reacties?|comments?|commentaires?|likes?|vues?"
    r"|views?|profie?l\w*|sites?|websites?|pagina\w*|pages?|numeros?|nummers?|telefoon\w*|telephones?|phones?|gsms?"
    r"|mannen|jongens|meisjes|hommes|gars|mecs|guys|men|women|vrouwen|femmes|vriend(?:en|innen)|kinderen|kids"
    r"|enfants?|children|slachtoffers?|victim\w*|leerlingen|collegas?|collegues?|colleagues?|dollars?|pounds?|bucks"
    r"|balles|quid|cents?|miles?|ft|feet|foot|degres|graden|degrees|voet|stappen|steps|gb|mb|streets?|straten|rues|blocks?"
    r"|doors?|houses?|huizen|huis|nachten|nights?|nuits?|persoon|personen|persons?"
)
#: From so many to so many of something: `10-12 guys`, `10 à 12 personnes`, `10-12u`.
_FROM_TO = re.compile(
    r"(?<![\d.,/:-])\d{1,2}\s?(?:-|–|à|a|tot|to)\s?\d{1,2}\s?"
    rf"(?=(?:{_THINGS}|man|mensen|people|personnes|foto\w*|photos?|video\w*|filmpjes?|berichten|messages?|keer|x|fois|times|euro\w*"
    r"|eur|€|u|uur|h|heures?|min\w*|dagen|days|jours|weken|weeks|semaines|maand\w*|months|mois)(?!\w))",
    re.IGNORECASE,
)
_LASTING = (
    r"jaar|jaren|ago|senior|(?:samen\s)?(?:met|with|avec)\s(?:hem|haar|him|her|them|lui|elle|eux|mijn|my|mon)(?!\w)"
    r"|d(?:e\s(?:relation|vie|mariage|metier|carriere)|anciennete|experience)|lid|member|membre|later|plus\stard|alleen|ziek|verliefd|een\s(?:koppel|relatie)|a\scouple|en\scouple"
)
#: What follows a number that is no age, as part of a pattern.
NO_AGE_BEFORE = (
    r"(?!\s?(?:%|min|minuten|minutes?|mins?|uur|uren|u|h|heures?|hours?|sec\w*|dag|dagen|days?|jours?|weken|week|weeks?"
    r"|semaines?|maand\w*|months?|mois|keer|x|fois|times|km|cm|m|kg|kilo\w*|euro\w*|eur|met(?:er|re)s?|foto\w*|photos?"
    r"|video\w*|filmpjes?|posts?|links?|berichten|messages?|procent|percent|pourcent|de|ste|th|mensen|personnes?|people"
    r"|samen|getrouwd|ouder|jonger|geleden|lang|bij|weg|single|gescheiden|together|married|ago|older|younger"
    r"|of marriage|in a|ensemble|mari\w*|de mariage|plus\s\w+|dexperience"
    r"|of\s(?:the|many|those|these|them|my|his|her|our|us)|van\s(?:de|die|hun|mijn|onze|zijn|haar|velen)"
    rf"|\d{{1,2}}\s(?:19|20)\d\d|{_MONTHS}|{_THINGS})(?!\w))(?(old)|(?(unit)(?!\s(?:{_LASTING})(?!\w))))"
)

#: What somebody was to her for so long: `hij was 3 jaar mijn vriend`; with a clause that goes on it is an age again.
_BEING = re.compile(
    r"\s(?:lang\s)?(?:mijn|mn|men|m|my|mon|ma|zijn|haar|his|her|son|sa)\s(?:\w+e?\s)?"
    r"(?:(?P<grown>man|vrouw|echtgeno\w+|baas|bazin|collega|buur\w*|husband|wife|boss|colleague|mari|femme|epou\w+|patron\w*"
    r"|collegue|voisine?)|lief|liefje|vriend|vriendin|vriendje|copain|copine|ami|amie|mec|boyfriend|girlfriend|friend|partner"
    r"|partenaire|compagn\w+|ex)(?=\s(?:geweest|en|maar|tot|voor|toen|and|but|until|when|et|mais|quand|jusqu\w*)(?!\w)"
    r"|\s?[.,;!?]|$)"
)
#: What goes on for years: `ik ben 5 jaar gepest`.
_SUFFERED = re.compile(
    r"\s(?:lang\s)?(?:gepest|misbruikt|mishandeld|gestalkt|bedreigd|gechanteerd|afgeperst|lastiggevallen)(?!\w)"
)
#: Nobody this young was somebody's friend in that sense.
_YOUNGEST = 12
_OWNING = re.compile(r"(?<!\w)(?:j\s?ai|jai|g|j\s?avais|javais|avais|avait|avions|a|na|davoir|avoir|jaurai|had)(?!\w)")
_MANY = re.compile(r"(?<!\w)(?:we|wij|they|nous|on|waren|were)(?!\w)")
_BARELY = re.compile(r"(?:die|we|they|il|elle|iemand|someone|quelquun) \d+|(?:at|op mijn|tot mijn|a mes) [1-4]")
_MARK = re.compile(r"(?<!\w)(?:a|an|een|un) (?:\d|10)$")
_CLOCK_AT = re.compile(r"at (?:\d|1[0-2])")
_ADDRESS = re.compile(
    r"(?:\s\w+){1,3}\s(?:street|road|lane|avenue|square|straat|laan)(?!\w)|\s\w+(?:straat|laan|plein)(?!\w)"
)
_NEXT = re.compile(r"\s(\w+)")
_NO_PLURAL = re.compile(
    r"mais|dans|sans|alors|puis|depuis|apres|pas|plus|jamais|vous|nous|tous|toujours|j?suis|vais|ans|lors|moins|ils|elles"
    r"|[ldmsc]es|tres|dehors|is|was|his|this|has|as|its|yes|always|perhaps|als|dus|deux"
)


def without_other_numbers(text: str) -> str:
    """The text as typed, less the numbers that can only be times, dates, sums or shares of several."""
    for pattern in (_SUM, _CLOCK, _ONE_OF, _FROM_TO):
        text = pattern.sub(_GAP, text)
    return _PAIR.sub(_paired, text)


def _paired(found: re.Match[str]) -> str:
    """`10.30` and `15,50` are no age, nor are 10/12 and 12/20; `15/16`, `15.16` and `15,5` may be."""
    first, second = int(found["first"]), int(found["second"])
    if second == first + 1:
        return found[0]
    if found["sign"] == "/":
        return _GAP if (first <= 31 and second <= 12) or second == 20 else found[0]
    return _GAP if len(found["second"]) == 2 and second < 60 else found[0]


def is_count(words: str, found: re.Match[str]) -> bool:
    """Whether a number found where an age may stand says how many, or at what hour: `j'avais 10 abonnés`, `at 10`."""
    before, age, after = words[found.start() : found.end("age")], int(found["age"]), words[found.end() :]
    if found.groupdict().get("unit"):
        so_long = None if found["old"] else _BEING.match(after) or _SUFFERED.match(after)
        return so_long is not None and (age < _YOUNGEST or so_long.groupdict().get("grown") is not None)
    if _CLOCK_AT.fullmatch(before) or _BARELY.fullmatch(before) or _MARK.search(before):
        return True
    if _OWNING.search(before):
        follows = _NEXT.match(after)
        many = follows is not None and follows[1][-1] in "sx" and not _NO_PLURAL.fullmatch(follows[1])
        return age < 10 or many or " had " in f" {before} "
    return (age < 10 and bool(_MANY.search(before))) or (before.startswith("at ") and bool(_ADDRESS.match(after)))
