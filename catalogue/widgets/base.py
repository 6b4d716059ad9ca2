"""What all widgets have in common."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from anyascii import anyascii
from django.utils.translation import gettext as _
from import_export.widgets import Widget
from rapidfuzz import fuzz, process

from catalogue.spreadsheets import restored, yes_or_no

#: Under this likeness (out of 100) a suggestion looks like a guess.
LEAST_LIKENESS = 72
#: As much of a refused cell as its explanation needs.
SHOWN = 60
#: Seen in files, and invisible: zero-width characters, byte-order marks.
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"


class Refused(ValueError):
    """A cell that isn't understood, or that its column can't hold."""

    def __init__(self, code, message, remedy=""):
        super().__init__(code, message, remedy)
        self.code = code
        self.message = str(message)
        self.remedy = str(remedy)

    def __str__(self):
        return f"{self.message} {self.remedy}".strip()


@dataclass(frozen=True)
class Doubtful:
    """A value that was chosen among several, and what to say about it."""

    value: object
    code: str
    message: str
    remedy: str = ""


class ColdLookup(Exception):
    """To understand this cell, something has to be read from the database first, by `warm()`."""

    def __init__(self, warm):
        super().__init__()
        self.warm = warm


class CatalogueWidget(Widget):
    #: What an empty cell means.
    empty = None
    #: Other columns of the row that the cell is read with.
    depends_on = ()

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, str):
            value = trimmed(restored(value))
        if value is None or value == "":
            return self.empty
        return self.understand(value, row or {})

    def understand(self, value, row):
        """`value` isn't empty. Returns the value of the field, maybe `Doubtful`, or raises
        `Refused`."""
        raise NotImplementedError  # each kind of cell understands in its own way


def trimmed(text):
    text = text.strip()
    return text.strip(INVISIBLE).strip() if text and invisible_at_an_end(text) else text


def invisible_at_an_end(text):
    return text[0] in INVISIBLE or text[-1] in INVISIBLE


def as_text(value):
    """What a cell says where a text is wanted: spreadsheets make numbers of codes."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    return str(value)


def plain(text):
    """What two spellings of one word have in common: case, accents and punctuation left out."""
    return " ".join(re.findall(r"[a-z0-9]+", anyascii(text).lower()))


def quoted(value):
    text = as_text(value)
    return f"« {text if len(text) <= SHOWN else f'{text[:SHOWN]}…'} »"


def nearest(text, candidates):
    """The likeliest of the keys of a dictionary, or None."""
    found = process.extractOne(
        text, candidates.keys(), scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS
    )
    return found and candidates[found[0]]


def did_you_mean(suggestion):
    return _("Vouliez-vous dire %(suggestion)s ?") % {"suggestion": suggestion}
