"""Stock words: yes, no, skip, done, as people type them in any language; and words that leave a reply unsure."""

from flows.fold import folded


def _words(lines: str) -> frozenset[str]:
    return frozenset(form for word in lines.replace("\n", ",").split(",") for form in folded(word))


YES = _words("""
    yes, yeah, yep, yup, yess, yea, ye, y, ok, okay, okey, k, sure, of course, fine, agreed, I agree, I do, go ahead
    absolutely, certainly, yes I agree, yes I do, that's fine, that's ok, alright, yes of course, yes sure, yes ok
    ok yes, ok fine, sounds good
    ja, jaa, jaja, jawel, jep, jup, jazeker, zeker, zeker wel, tuurlijk, natuurlijk, akkoord, ik ga akkoord, oké, okee
    goed, is goed, dat is goed, dat mag, mag, graag, ja natuurlijk, ja zeker, ja hoor, ja dat mag, ja is goed
    ja dat is goed, ja akkoord, ja ik ga akkoord, doe maar, ja doe maar, ja ok, ja oké
    oui, ouais, ouai, oui oui, bien sûr, oui bien sûr, d'accord, oui d'accord, je suis d'accord, je veux bien
    oui je veux bien, volontiers, certainement, c'est bon, oui c'est bon, oui ok, ça marche, entendu, si, vas-y, allez-y
""")

NO = _words("""
    no, nope, nah, n, no way, not now, not yet, I don't, I do not, I don't agree, I disagree, I don't want to
    I don't want that, no I don't, no I do not, rather not, I'd rather not, I would rather not, no I don't want to
    no I don't want that, don't, do not, never
    nee, neen, neeh, nee hoor, neenee, liever niet, nee liever niet, neen liever niet, niet nu, nu niet, nog niet
    niet akkoord, ik ga niet akkoord, ik wil niet, ik wil dat niet, nee ik wil dat niet, nee dat wil ik niet
    dat wil ik niet, doe maar niet, zeker niet, nee zeker niet, absoluut niet, nooit, mag niet, dat mag niet
    non, nan, non non, pas maintenant, pas encore, je ne veux pas, je veux pas, non je ne veux pas, non je veux pas
    pas d'accord, plutôt pas, je préfère pas, je préfère ne pas, surtout pas, jamais, pas question
""")

SKIP = NO | _words("""
    skip, skip this, skip it, pass, next, nothing, nothing to add, I'd rather not say, prefer not to say, no answer
    overslaan, sla over, sla dit over, volgende, niets, niks, geen antwoord, dat zeg ik liever niet
    passer, je passe, passe, suivant, rien, rien à dire, sauter, je préfère ne pas répondre, pas de réponse
""")

DONE = NO | _words("""
    done, I'm done, I am done, finished, ready, that's all, that is all, that's it, no more, nothing more, nothing else
    all done, klaar, ik ben klaar, gedaan, dat is alles, dat was alles, dat is het, dat was het, niets meer, niks meer
    nee niets meer, verder niets, meer niet, fini, j'ai fini, terminé, j'ai terminé, c'est tout, rien d'autre
    c'est fini, plus rien, prêt, prête
""")

RIGHT = YES | _words("""
    right, that's right, correct, that's correct, all correct, looks good, all good, it's right, true
    klopt, dat klopt, het klopt, ja dat klopt, ja klopt, alles klopt, juist, dat is juist, in orde, alles in orde
    exact, c'est exact, c'est correct, c'est juste, tout est bon, tout est juste, tout est correct, parfait
""")

STOCK = {"yes": YES, "no": NO, "skip": SKIP, "done": DONE, "right": RIGHT}

#: Left out at either end of a reply: it is politeness, not meaning.
COURTESY = _words("""
    please, pls, plz, thanks, thank you, thank you very much, thx, ty, sorry
    graag, alstublieft, alsjeblieft, aub, asjeblieft, dank je, dank u, dankje, dankjewel, dankuwel, bedankt
    dank u wel, dank je wel, hoor, merci, merci beaucoup, merci bien, s'il vous plaît, s'il te plaît, svp, stp
    désolé, désolée
""")

THUMBS = {"👍": "yes", "✅": "yes", "👌": "yes", "👎": "no", "❌": "no"}

#: Beside a label these turn its meaning round, or leave it open: then the question is asked again.
UNSURE = _words("""
    not, no, never, nor, neither, without, don't, doesn't, didn't, isn't, aren't, wasn't, can't, cannot, won't, ain't
    couldn't, wouldn't, shouldn't, haven't, hasn't, nobody, none, hardly, except, but, unless, if, or, either
    almost, nearly, maybe, perhaps, probably, think, guess, soon, until, yet, under, below, less, younger, before
    turning, become, niet, geen, nooit, noch, nee, neen, zonder, niemand, behalve, maar, tenzij, als, ofwel
    bijna, haast, misschien, wellicht, denk, binnenkort, tot, nog, onder, minder, jonger, word, wordt, worden
    ne, n, n'est, pas, non, jamais, ni, sans, aucun, aucune, sauf, mais, si, ou, presque, peut-être, crois, pense
    bientôt, jusque, encore, moins, avant, sous, deviens
""")
