"""Text tables: CSV and its cousins, as records with the line numbers of a text editor."""

import csv
import io
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from . import limits
from .outcome import ReadingError, Record

#: In order of preference, when the text doesn't decide.
DELIMITERS = (";", ",", "\t", "|")
SAMPLE_CHARACTERS = 64 * 1024

#: Excel's own way to name the delimiter, on a first line before the table.
EXCEL_DELIMITER = {f"sep={delimiter}": delimiter for delimiter in DELIMITERS}


def delimiter_of(path, encoding):
    """The delimiter that cuts the lines into the same number of fields, most and widest."""
    with opened(path, encoding) as stream:
        sample = stream.read(SAMPLE_CHARACTERS)
    named = EXCEL_DELIMITER.get(sample.split("\n", 1)[0].strip("\r"))
    if named:
        return named
    if len(sample) == SAMPLE_CHARACTERS:  # the last line is cut
        sample = sample[: sample.rfind("\n") + 1] or sample
    return max(DELIMITERS, key=lambda delimiter: consistency(sample, delimiter))


def consistency(sample, delimiter):
    """Between 0 and 1. Quotes that don't fit this delimiter halve it."""
    try:
        widths, trust = widths_of(sample, delimiter, strict=True), 1
    except csv.Error:
        try:
            widths, trust = widths_of(sample, delimiter, strict=False), 0.5
        except csv.Error:
            return 0
    tables = [width for width in widths if width > 1]
    if not tables:
        return 0
    width = max(set(tables), key=lambda width: (tables.count(width), width))
    return trust * (tables.count(width) / len(widths)) ** 2 * (1 - 1 / width)


def widths_of(sample, delimiter, *, strict):
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, strict=strict)
    return [len(row) for row in islice(reader, limits.HEAD_RECORDS) if any(row)]


def records(path, encoding, delimiter):
    """Every record that isn't blank, numbered by the line of the file where it begins."""
    with opened(path, encoding) as stream:
        feed = Feed(stream)
        reader = csv.reader(feed, delimiter=delimiter)
        number = 1
        try:
            for row in reader:
                cells = [cell if cell and not cell.isspace() else None for cell in row]
                blank = cells.count(None) == len(cells)
                if not blank and (number > 1 or not names_delimiter(row, delimiter)):
                    yield Record(number, cells, feed.flaws)
                feed.begin_record()
                number = reader.line_num + 1
        except csv.Error as error:
            raise endless_field(number) from error


def head(path, encoding, delimiter, count):
    """The first records that aren't blank."""
    return list(islice(records(path, encoding, delimiter), count))


def names_delimiter(row, delimiter):
    return delimiter.join(row).strip() in EXCEL_DELIMITER


class Feed:
    """Lines for the csv module: bounded, without control characters that no database takes.

    It notes what was wrong with the lines of the current record.
    """

    def __init__(self, stream):
        self.stream = stream
        self.number = 0
        self.begin_record()

    def begin_record(self):
        self.size = 0
        self.flaws = ()

    def __iter__(self):
        return self

    def __next__(self):
        line = self.stream.readline(limits.RECORD_CHARACTERS + 1)
        if not line:
            # The csv module asks for more in the middle of a quoted field only.
            self.flaws += ("unclosed",)
            raise StopIteration
        self.number += 1
        self.size += len(line)
        if self.size > limits.RECORD_CHARACTERS:
            raise endless_field(self.number)
        if line[-1] not in "\r\n":
            cut_in_a_letter = line[-1] == "\ufffd"
            self.flaws += ("unclosed" if cut_in_a_letter else "unterminated",)
        if "\0" in line:
            self.flaws += ("control",)
            line = line.replace("\0", "")
        if "\ufffd" in line:
            self.flaws += ("unreadable",)
        return line


def opened(path, encoding):
    """The file as text: a byte order mark is skipped, unreadable bytes become « \ufffd »."""
    encoding = "utf-8-sig" if encoding == "utf-8" else encoding
    return Path(path).open(encoding=encoding, errors="replace", newline="")


def endless_field(number):
    return ReadingError(
        _("La ligne %(number)s est trop longue : un guillemet ouvert n’est sans doute pas refermé.")
        % {"number": number},
        _("Corrigez cette ligne dans un éditeur de texte, puis renvoyez le fichier."),
    )
