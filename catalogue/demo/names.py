"""Names of Missions Locales as people say them, from the labels of the i-milo register.

The register was typed by hundreds of hands: "94-ML CACHAN", "ml epernay", "SIEGE", "MLRS".
Rules repair what they can: the department's number, abbreviations, case, accents (from the
seat's commune and department, then from a list of words), the article before a town.
What no rule can guess is written in `data/names.toml`.
"""

import re
from functools import cache

from django.utils.text import slugify

from . import files

MISSION_LOCALE = "Mission Locale"

#: Written small inside a name.
SMALL_WORDS = {
    "à", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "lès", "lez",
    "pour", "sa", "ses", "sous", "sur",
}  # fmt: skip

#: Applied in this order to a label, in any case.
REPAIRS = [
    (r"^\W*(?:\d{1,3}|2[AB])\s*[-–]", ""),  # the department's number
    (r"\([^)]*\)", ""),  # “(siège)”, an acronym already spelled out
    (r"(?:\s-\s)?\bsi[eè]ge\b(?:\sadministratif|\s\w+$)?(?:\s-\s)?", ""),
    (r"\"", ""),
    (r"&", " et "),
    (r"\bMLJ\b", "Mission Locale Jeunes"),
    (r"\b(?:ML|MLI|MLIJ)\b-?", f"{MISSION_LOCALE} "),
    (r"^la\s+(?=mission locale)|\bservice\s+(?=mission locale)", ""),
    (r"\bst\b", "Saint"),
    (r"\bste\b", "Sainte"),
    (r"\b(sainte?) (?=\w)", r"\1-"),
    (r"'", "’"),
    (r"\s*/\s*|\s+[-–]\s*|\s*[-–]\s+", " – "),
]
#: The label of one site, an acronym, or nothing: the official label says more.
UNTELLING = re.compile(
    r"(?:(?:antenne|site)\b.*|m[jl]\w{1,4}\b.*|mission locale(?: jeunes)?|)$", re.IGNORECASE
)
#: Areas that want an article: “Mission Locale du Pays de Saint-Malo”.
ARTICLES = {"Agglomération": "de l’", "Arrondissement": "de l’", "Bassin": "du ", "Pays": "du "}
ARRONDISSEMENT = re.compile(r"\s\d+er?\sArrondissement$")


@cache
def lexicon():
    """What no rule can guess: words by what `bare` makes of them, names by code."""
    written = files.read("names")
    return {bare(word): word for word in written["words"]}, written["names"]


def register_name(code, usual_label, official_label, commune, department):
    """The readable name of a structure of the national list."""
    words, names = lexicon()
    return names.get(code) or readable_name(usual_label, official_label, commune, department, words)


def readable_name(usual_label, official_label, commune, department, words):
    """“Mission Locale de Cachan”, from the register's labels and the seat's official names.

    `words` holds what no rule can guess, by what `bare` makes of it: “metropole” → “Métropole”.
    """
    seat, department = town(commune), town(department)
    label = repaired(usual_label)
    if UNTELLING.match(label) or bare(label) == bare(seat):
        label = repaired(official_label) or MISSION_LOCALE
    name = capitalised(label, words)
    for place in (department, seat):
        name = with_place(name, place)
    before, found, after = name.partition(MISSION_LOCALE)
    if not found:
        return f"{name} – {MISSION_LOCALE} {of(seat)}".strip()
    if before and not before.endswith("– "):
        before = f"{before.strip()} – "
    if after.strip() in ("", seat):
        after = f" {of(seat)}".rstrip()
    after = re.sub(
        rf"^((?: Jeunes)?) ({'|'.join(ARTICLES)})\b",
        lambda match: f"{match[1]} {ARTICLES[match[2]]}{match[2]}",
        after,
    )
    return f"{before}{MISSION_LOCALE}{after}"


def repaired(label):
    for pattern, replacement in REPAIRS:
        label = re.sub(pattern, replacement, label, flags=re.IGNORECASE)
    return " ".join(label.split()).strip(" –")


def capitalised(label, words):
    """A capital to each word but the small ones, unless `words` writes it otherwise."""

    def write(match):
        word = match[0]
        small = match.start() and word.lower() in SMALL_WORDS
        return words.get(bare(word)) or (word.lower() if small else word.capitalize())

    return re.sub(r"[^\W_]+", write, label)


def with_place(name, place):
    """`name`, with `place` written the official way wherever it appears."""
    words = r"[-’ ]".join(map(re.escape, filter(None, bare(place).split("-"))))
    found = words and re.search(rf"(?<![\w-]){words}(?![\w-])", unaccented(name))
    return f"{name[: found.start()]}{place}{name[found.end() :]}" if found else name


def town(name):
    """An official name as a sentence holds it: “L’Haÿ-les-Roses”, and “Lyon” for its 2nd
    arrondissement."""
    return ARRONDISSEMENT.sub("", name).replace("'", "’")


def of(name):
    """“de Cachan”, “d’Arles”, “du Mans”, “des Mureaux”, “de La Ciotat”; nothing for no name."""
    if not name:
        return ""
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    return f"d’{name}" if re.match(r"[aeiou]|y[^aeiou]", bare(name)) else f"de {name}"


def bare(text):
    """Fit for comparing and for addresses: “d-arles”."""
    return slugify(re.sub("[’'œ]", lambda match: "oe" if match[0] == "œ" else "-", text))


def unaccented(text):
    """Small letters without accents, one for one: positions stay those of `text`."""
    return "".join(map(unaccented_letter, text))


@cache
def unaccented_letter(letter):
    return slugify(letter) or letter
