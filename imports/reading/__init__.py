"""From a file that somebody sent to lines under headers.

    inspection = inspect(path)          # what it is; a person may correct it through hints
    for line in rows(path, inspection): # in constant memory, numbered as a person sees them
        ...

Whatever the bytes, the only exception is `ReadingError`: a sentence and a remedy, in French.
"""

from itertools import dropwhile

from django.utils.translation import gettext as _

from . import limits, sniffing, spreadsheet, structured, table, text
from .headers import normalise_header
from .outcome import Hints, Inspection, Line, Notice, ReadingError

__all__ = [
    "Hints",
    "Inspection",
    "Line",
    "Notice",
    "ReadingError",
    "inspect",
    "normalise_header",
    "rows",
]


def inspect(path, hints=None):
    """How this file reads. `hints` (a `Hints`) settle what would otherwise be guessed."""
    hints = hints or Hints()
    check_hints(hints)
    try:
        sniffing.check_size(path)
        format_ = sniffing.workbook_format(path)
        if format_:
            return inspect_workbook(path, format_, hints)
        encoding = hints.encoding or sniffing.encoding_of(path)
        format_ = sniffing.text_format(path, encoding)
        if format_ == "csv":
            return inspect_text(path, encoding, hints)
        found = structured.describe(path, format_, encoding, hints.sheet)
        return Inspection(format=format_, encoding=encoding, **found)
    except OSError as error:
        raise unavailable() from error


def inspect_workbook(path, format_, hints):
    spreadsheet.check_archive(path)
    sheet, sheets, head = spreadsheet.head(path, hints.sheet, head_size(hints))
    found = table.describe(head, hints.header_line)
    return Inspection(format=format_, sheet=sheet, sheets=sheets, **found)


def inspect_text(path, encoding, hints):
    delimiter = hints.delimiter or text.delimiter_of(path, encoding)
    head = text.head(path, encoding, delimiter, head_size(hints))
    found = table.describe(head, hints.header_line)
    return Inspection(format="csv", encoding=encoding, delimiter=delimiter, **found)


def rows(path, inspection):
    """Every line of the table. Whoever stops before the end leaves nothing open behind."""
    try:
        if inspection.format in {"json", "jsonl"}:
            yield from structured.lines(path, inspection)
            return
        if inspection.format == "csv":
            records = text.records(path, inspection.encoding, inspection.delimiter)
        else:
            records = spreadsheet.records(path, inspection.sheet)
        below = dropwhile(lambda record: record.number <= inspection.header_line, records)
        yield from table.lines(below, inspection.headers, inspection.positions, inspection.width)
    except OSError as error:
        raise unavailable() from error


def head_size(hints):
    return limits.HEAD_RECORDS + (hints.header_line or 0)


def check_hints(hints):
    wrong = (
        (hints.encoding and hints.encoding not in sniffing.ENCODINGS)
        or (hints.delimiter and hints.delimiter not in text.DELIMITERS)
        or (hints.header_line and not 0 < hints.header_line <= limits.HEADER_LINE)
    )
    if wrong:
        raise ReadingError(
            _("Les indications données pour lire ce fichier ne conviennent pas."),
            _("Vérifiez l’encodage, le séparateur et la ligne des titres de colonnes."),
        )


def unavailable():
    return ReadingError(
        _("Ce fichier ne peut pas être ouvert."),
        _("Renvoyez-le ; si cela se répète, prévenez l’équipe technique."),
    )
