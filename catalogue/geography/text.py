"""From what people write to what the spellings' table holds.

One text has several readings: "Saint-Denis Réunion" may be a name, or a name and a department;
"Marseille 13" an arrondissement or a department. `read()` lists them, best first, and the
resolver keeps the first one that some commune answers to.
"""

import re
from dataclasses import dataclass

from anyascii import anyascii

#: The longest official name has 45 characters; nobody means a commune by a page of text.
MAX_LENGTH = 200

#: In words: "Terres australes et antarctiques françaises".
LONGEST_DEPARTMENT = 5

ARTICLES = {"l", "le", "la", "les"}
LONG_FORMS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "lez": "les"}
ORDINAL = re.compile(r"(\d{1,2})(?:er|ere|nd|nde|e|eme|ieme)")
DISTRICT_WORDS = {"arrondissement", "arrondt", "arrdt", "arrt", "ardt", "arr"}

CODE = re.compile(r"\d{5}|2[ab]\d{3}")
SHORT_CODE = re.compile(r"\d{4}")  # a spreadsheet ate the leading zero
NUMBER = re.compile(r"\d{1,3}|2[ab]")
SPLIT_POSTCODE = re.compile(r"(?<!\d)(\d{2}) (\d{3})(?!\d)")
BETWEEN_NAMES = re.compile(r"\s*[,;|\n]\s*|\s+(?:et|-|–|/)\s+(?!\d)")
IN_BRACKETS = re.compile(r"\(([^()]*)\)")
ON_THE_RIVER = re.compile(r"\bs/", re.IGNORECASE)


def normalise(text):
    """Lower-case words without accents or punctuation: "L’Haÿ-les-Roses" → "l hay les roses".

    Doing it twice changes nothing.
    """
    text = ON_THE_RIVER.sub("sur ", anyascii(text)).lower()
    words = (LONG_FORMS.get(word, word) for word in re.findall(r"[a-z0-9]+", text))
    words = (found[1] if (found := ORDINAL.fullmatch(word)) else word for word in words)
    text = " ".join(word for word in words if word not in DISTRICT_WORDS)
    return SPLIT_POSTCODE.sub(r"\1\2", text)


def key(words):
    """How the table spells these words: stuck together, so that "Val d’Oise", "Val Doise" and
    "Valdoise" are one, and so that every collation sorts a prefix the same way."""
    return "".join(words)


def without_article(words):
    return words[1:] if len(words) > 1 and words[0] in ARTICLES else words


@dataclass(frozen=True)
class Reading:
    """One way to understand a text."""

    #: Key of the name, empty if there is only a code.
    name: str = ""
    #: Postcode, INSEE code or former code.
    code: str = ""
    #: Key of what should be the commune's department, by its name or number.
    department: str = ""

    @property
    def keys(self):
        return {self.name, self.code} - {""}


def read(text):
    """The readings of a text, best first."""
    text, aside = take_aside(text[:MAX_LENGTH])
    words = normalise(text).split()
    code = next((word for word in words if CODE.fullmatch(word)), "")
    words = [word for word in words if not CODE.fullmatch(word)]
    if not code and words and SHORT_CODE.fullmatch(words[0]):
        code = "0" + words.pop(0)
    if not words:
        return [Reading(code=code, department=aside)] if code else []
    return list(dict.fromkeys(readings_of_words(words, code, aside)))


def take_aside(text):
    """Sets aside the department in brackets, as in "Saint-Denis (93)".

    Brackets may hold the article, too, as in "Courneuve (La)", or a part of the name, as in
    "Château-Chinon (Ville)": what isn't understood as a department stays one of the words.
    """
    found = IN_BRACKETS.search(text)
    if not found:
        return text, ""
    inside = normalise(found[1]).split()
    rest = text[: found.start()] + " " + text[found.end() :]
    if inside and inside[0] in ARTICLES and len(inside) == 1:
        return rest, ""
    if len(inside) == 1 and NUMBER.fullmatch(inside[0]):
        return rest, department_key(inside)
    return text, ""


def readings_of_words(words, code, aside):
    if "cedex" in words:
        # "Paris Cedex 19" is the 19th arrondissement; in "Nanterre Cedex 9" the number is the
        # sorting office's.
        place = words.index("cedex")
        before, number = words[:place], words[place + 1 : place + 2]
        yield from (
            Reading(name=name, code=code, department=aside)
            for name in (name_key(before + number), name_key(before))
            if name
        )
        return
    for length in range(len(words), max(0, len(words) - LONGEST_DEPARTMENT - 1), -1):
        department = department_key(words[length:])
        if not department or not aside:
            yield Reading(name_key(words[:length]), code, department or aside)


def name_key(words):
    """Without the leading zero of "Lyon 03"."""
    return key(word.lstrip("0") or word for word in words)


def department_key(words):
    """ "Val-de-Marne", "La Réunion" and "Réunion", "93" and "01" and "1"."""
    word = key(without_article(words))
    return word.zfill(2) if word.isdigit() else word


def split_list(text):
    """The names of a list, whatever stands between them: "Orly - Choisy", "Ivry et Vitry"."""
    return [name for name in BETWEEN_NAMES.split(text) if name.strip()]
