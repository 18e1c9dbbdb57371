"""tongue: which language a text is written in, guessed from its small words; where it is not clear, not at all."""

from __future__ import annotations

import unicodedata

from helpline.listening.folding import plain

#: Small words that are common in one language and rare in the others.
_WORDS = {
    "nl": (
        "ik k je jij mijn mn mij het een niet ni nie dat da met op heeft hebben zijn naar maar voor wat hoe kan wil ook"
        " iemand hij zij ze er kben kheb heb ben wordt staat foto fotos naaktfotos van mij gestuurd gedeeld geen nog"
    ),
    "fr": (
        "je veux veu jveux peux vivre mourir va me"
        " jai mon ma mes moi le la les une et pas que qui avec sur est suis mais pour quoi comment il elle quelquun"
        " cest des du dans au ce cette vous ont mavoir besoin aide peur envoye partage nest ne"
    ),
    "en": (
        "i my the of and not that is has have with to but for what how he she they someone please can want him her it"
        " was me im ive dont pictures photos nudes sent shared need this are"
    ),
    "de": "ich mein meine mich mir der das ein eine und nicht habe hat haben ist mit auf aber für wie brauche bitte",
}
_SETS = {language: frozenset(plain(words).split()) for language, words in _WORDS.items()}
#: So many small words of one language, and twice as many as of any other.
_LEAST = 2


def guess(text: str, least: int = _LEAST) -> str | None:
    """nl, fr or en; `other` for German and for scripts that none of these is written in; None where it is not clear."""
    letters = [sign for sign in text[:400] if sign.isalpha()]
    if len(letters) > least and sum("LATIN" not in unicodedata.name(one, "") for one in letters) * 2 > len(letters):
        return "other"
    words = plain(text[:400]).split()
    counts = sorted(((sum(word in known for word in words), language) for language, known in _SETS.items()))
    (second, _), (most, language) = counts[-2:]
    if most < least or most < 2 * second:
        return None
    return "other" if language == "de" else language
