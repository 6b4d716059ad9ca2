"""The words of a French text, as far as a search cares: the same for both databases.

SQLite has no stemmer, and PostgreSQL's leaves many plurals as they are, so a word is looked for in
its singular and in its plural.
"""

import re

from anyascii import anyascii

#: Enough for a sentence; what comes after adds nothing to a search.
MAX_WORDS = 10
WORD = re.compile(r"[^\W_]+")

#: Articles, prepositions, pronouns and the like, and the letters that an apostrophe cuts off.
STOP_WORDS = frozenset(
    """
    a à ai as au aux avec c ce ces cet cette comme d dans de des donc du elle elles en es est et
    eu il ils j je l la le les leur leurs lui m ma mais me mes moi mon n ne nos notre nous on ont
    ou où par pas pour qu que quel quelle qui s sa se ses si son sont sur suis t ta te tes toi ton
    tu un une vos votre vous y
    """.split()  # noqa: SIM905 — a list is easier to read as a text
)


def words(text):
    """The first words that mean something, in lower case."""
    found = (word for word in WORD.findall(text.lower()) if word not in STOP_WORDS)
    return list(dict.fromkeys(found))[:MAX_WORDS]


def key_of(found):
    """The same text for everybody who means the same words, however they are spelt."""
    return " ".join(singular(anyascii(word)) for word in found)


def singular(word):
    """One spelling for a word's numbers; not always a word ("traval" for travail, travaux)."""
    if len(word) < 3 or word.isdigit():
        return word
    for ending in ("eaux", "eau", "aux", "ail", "au"):
        if word.endswith(ending):
            return word.removesuffix(ending) + "al"
    return word[:-1] if word.endswith(("s", "x")) else word


def variants(word):
    """A word in its singular and its plural: `formations` → `formations`, `formation`."""
    forms = [word, *other_numbers(word)]
    # SQLite folds accents, not ligatures.
    ligatures = [form.replace("oe", "œ") for form in forms if "oe" in form]
    unbound = [form.replace("œ", "oe") for form in forms if "œ" in form]
    return [*forms, *ligatures, *unbound]


def other_numbers(word):
    if len(word) < 3 or word.isdigit():
        return []
    if word.endswith("aux"):
        return [word[:-1], word[:-2] + "l", word[:-2] + "il"]  # tuyaux, locaux, travaux
    if word.endswith(("s", "x")):
        return [word[:-1]]
    if word.endswith("ail"):
        return [word + "s", word[:-2] + "ux"]
    if word.endswith("al"):
        return [word + "s", word[:-1] + "ux"]
    if word.endswith(("au", "eu", "ou")):
        return [word + "s", word + "x"]
    return [word + "s"]
