"""commands: the words obeyed in every state, as slash commands or typed in any language; whole messages only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flows.stock import COURTESY
from flows.understand import fold, folded


@dataclass(frozen=True)
class Command:
    """`opens`: the flow it opens; None where the helpline acts at once. `about`: its line in the messenger's menu.
    `words`: by language, what people type for it, separated by commas."""

    name: str
    opens: str | None
    about: str
    words: Mapping[str, str]


COMMANDS = (
    Command("start", "triage", "Begin, or begin again", {
        "en": "start, start again, start over, restart, begin, begin again",
        "nl": (
            "start, begin, beginnen, opnieuw, opnieuw beginnen, begin opnieuw, herbegin, herbeginnen, van "
            "voren af aan"
        ),
        "fr": "commencer, recommencer, debut, redemarrer, reprendre au debut",
    }),
    Command("help", "help", "What you can do here", {
        "en": "help, help me, please help, please help me, i need help, what can you do, commands, menu",
        "nl": "help, hulp, help me, help mij, hulp nodig, ik heb hulp nodig, wat kan je, wat kan ik doen",
        "fr": "aide, aidez moi, aide moi, au secours aide moi, j ai besoin d aide, que pouvez vous faire",
    }),
    Command("human", "human", "Talk to a person", {
        "en": (
            "human, a human, person, a person, real person, a real person, talk to a person, talk to a human, "
            "talk to someone, speak to someone, speak to a person, speak to a human, i want to talk to "
            "someone, i want to talk to a person, agent"
        ),
        "nl": (
            "mens, een mens, persoon, een persoon, echt persoon, een echt persoon, echte mens, een echte "
            "mens, medewerker, een medewerker, iemand spreken, iemand anders spreken, met iemand spreken, met "
            "iemand praten, met een mens praten, ik wil iemand spreken, ik wil met iemand praten, mens "
            "spreken, een mens spreken"
        ),
        "fr": (
            "humain, un humain, personne reelle, une personne, une vraie personne, parler a quelqu un, parler "
            "a une personne, parler a un humain, je veux parler a quelqu un, je voudrais parler a quelqu un, "
            "conseiller, un conseiller"
        ),
    }),
    Command("danger", "danger", "I am not safe now", {
        "en": (
            "danger, in danger, i am in danger, im in danger, not safe, i am not safe, im not safe, i am not "
            "safe now, emergency, sos, 112, 911"
        ),
        "nl": (
            "gevaar, in gevaar, ik ben in gevaar, niet veilig, ik ben niet veilig, ik ben nu niet veilig, "
            "onveilig, nood, noodgeval, sos, 112"
        ),
        "fr": (
            "danger, en danger, je suis en danger, pas en securite, je ne suis pas en securite, je suis pas "
            "en securite, urgence, au secours, sos, 112"
        ),
    }),
    Command("language", "languages", "Another language", {
        "en": "language, languages, change language, other language, another language",
        "nl": "taal, talen, andere taal, een andere taal, taal veranderen, taal wijzigen, verander taal",
        "fr": "langue, langues, autre langue, une autre langue, changer de langue, changer la langue",
    }),
    Command("privacy", "privacy", "What is kept, and what is not", {
        "en": "privacy, privacy policy, what do you keep",
        "nl": "privacy, privacybeleid, wat bewaar je, wat bewaren jullie",
        "fr": "vie privee, confidentialite, donnees, que gardez vous",
    }),
    Command("consent", None, "What you agreed to", {
        "en": (
            "consent, consents, my consent, my consents, what did i agree to, what have i agreed to, withdraw consent, "
            "withdraw my consent, take back my consent, i take back my consent, i withdraw my consent"
        ),
        "nl": (
            "toestemming, toestemmingen, mijn toestemming, mijn toestemmingen, waar heb ik ja op gezegd, toestemming "
            "intrekken, mijn toestemming intrekken, ik trek mijn toestemming in, trek mijn toestemming in"
        ),
        "fr": (
            "consentement, consentements, mes consentements, mon consentement, mes accords, mon accord, a quoi ai je "
            "dit oui, retirer mon consentement, je retire mon consentement, retirer mon accord, je retire mon accord"
        ),
    }),
    Command("mydata", None, "What is kept of you", {
        "en": (
            "mydata, my data, show my data, export my data, download my data, what do you have on me, "
            "what do you know about me"
        ),
        "nl": (
            "mijn gegevens, mijn data, toon mijn gegevens, gegevens downloaden, mijn gegevens downloaden, wat weet je "
            "van mij, wat weten jullie van mij, wat heb je van mij"
        ),
        "fr": (
            "mes donnees, voir mes donnees, montrez mes donnees, exporter mes donnees, telecharger mes donnees, que "
            "savez vous de moi, que savez vous sur moi"
        ),
    }),
    Command("hash", None, "Make a fingerprint on your own device", {
        "en": (
            "hash, hashes, a hash, make a hash, make hashes, i want to make a hash, fingerprint, fingerprints, a "
            "fingerprint, digital fingerprint, a digital fingerprint, make a fingerprint, hash page"
        ),
        "nl": (
            "een hash, hash maken, een hash maken, hashes maken, ik wil een hash maken, vingerafdruk, een "
            "vingerafdruk, vingerafdrukken, digitale vingerafdruk, een digitale vingerafdruk, vingerafdruk maken, "
            "een vingerafdruk maken"
        ),
        "fr": (
            "un hash, faire un hash, creer un hash, je veux faire un hash, empreinte, une empreinte, empreintes, "
            "empreinte numerique, une empreinte numerique, faire une empreinte, creer une empreinte"
        ),
    }),
    Command("back", None, "I have a number", {
        "en": (
            "i have a number, i have a case number, i have a pin, i have a number and a pin, my number, "
            "my case number, case number, number and pin, come back, i want to come back, i am back, i was here before"
        ),
        "nl": (
            "ik heb een nummer, ik heb een dossiernummer, ik heb een pin, ik heb een pincode, mijn nummer, mijn "
            "dossiernummer, dossiernummer, nummer en pin, terugkomen, ik wil terugkomen, ik ben terug, ik was hier al"
        ),
        "fr": (
            "j ai un numero, j ai un numero de dossier, j ai un code, j ai un code pin, mon numero, mon numero de "
            "dossier, numero de dossier, numero et code, je reviens, je suis de retour, je suis deja venue"
        ),
    }),
    Command("stop", None, "End here; nothing more is sent", {
        "en": "stop, quit, exit, bye, goodbye, leave me alone, stop it, please stop",
        "nl": (
            "stop, stoppen, ik stop, einde, daag, tot ziens, hou op, laat me met rust, ik wil stoppen, stop ermee, "
            "ik wil ermee stoppen"
        ),
        "fr": "stop, arreter, arrete, arret, arretez, je veux arreter, au revoir, fin, laissez moi tranquille",
    }),
    Command("hide", None, "Empty this chat, at once", {
        "en": "hide, hide chat, hide this chat, hide everything, empty chat, clear chat",
        "nl": "verberg, verbergen, verstop, verstoppen, verberg dit, verberg alles, chat leegmaken, maak leeg",
        "fr": (
            "cacher, cache, cachez, masquer, masque, cacher tout, cache tout, cachez tout, tout cacher, "
            "vider la conversation"
        ),
    }),
    Command("delete", "delete", "Erase everything, for good", {
        "en": (
            "delete, erase, delete everything, erase everything, delete all, erase all, delete my data, "
            "remove everything, i want to delete everything"
        ),
        "nl": (
            "delete, wis, wissen, verwijder, verwijderen, wis alles, alles wissen, verwijder alles, alles "
            "verwijderen, verwijder mijn gegevens, wis mijn gegevens, delete alles, gooi alles weg, doe alles weg, "
            "ik wil alles wissen, ik wil alles verwijderen"
        ),
        "fr": (
            "delete, supprimer, supprime, effacer, efface, tout supprimer, tout effacer, effacez tout, efface tout, "
            "supprimez tout, supprime tout, supprimer mes donnees, supprime mes donnees, efface mes donnees, je veux "
            "tout supprimer, je veux tout effacer"
        ),
    }),
)  # fmt: skip

#: Those behind which nothing is listened to, no age and no despair: they end or empty the chat, or take it elsewhere.
ALONE = ("stop", "hide", "delete", "back")
BY_NAME: Mapping[str, Command] = MappingProxyType({command.name: command for command in COMMANDS})


def listed(*lines: str) -> frozenset[str]:
    """Words written one after the other with commas between, in the form in which typed words are compared."""
    return frozenset(fold(words) for line in lines for words in line.split(","))


#: Words of `stop` with which people take leave of each other: said to one of the staff they end nothing.
FAREWELLS = listed("bye, goodbye", "daag, tot ziens, einde", "au revoir, fin")
#: And words of `back` with which they say that they are here again: while people have her case, it is for them.
ARRIVALS = listed("i am back, i was here before", "ik ben terug, ik was hier al", "je reviens, je suis de retour")


def _spoken() -> Mapping[str, Command]:
    found: dict[str, Command] = {}
    for command in COMMANDS:
        found |= dict.fromkeys(listed(*command.words.values()), command)
    return MappingProxyType(found)


SPOKEN = _spoken()
_LONGEST = 80
_HURRY = listed("now, quick, quickly, fast, nu, snel, direct, meteen, dringend, asap, maintenant, vite, tout de suite")
_BESIDE = "|".join(sorted(map(re.escape, COURTESY | _HURRY), key=len, reverse=True))
_POLITE = re.compile(rf"^(?:(?:{_BESIDE}) )+|(?: (?:{_BESIDE}))+$")


def find_command(words: str) -> tuple[Command, bool] | None:
    """The command a whole message is, and whether it was typed with a slash; None where it is none.

    What follows a slash command (`/start from-a-poster`, `/help@thebot`) is ignored.
    """
    text = words.strip()
    if text.startswith("/"):
        name = text[1:].split(maxsplit=1)[0].split("@")[0] if len(text) > 1 and not text[1].isspace() else ""
        slashed = BY_NAME.get(name.casefold()) or SPOKEN.get(fold(name))
        return (slashed, True) if slashed else None
    if len(text) > _LONGEST:
        return None
    said = sorted(folded(text))
    spoken = next((SPOKEN[one] for one in (*said, *(_POLITE.sub("", one) for one in said)) if one in SPOKEN), None)
    return (spoken, False) if spoken else None
