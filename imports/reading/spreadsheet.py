"""Workbooks: what a glance at the archive refuses, then rows from the sandbox.

The glance is there for a clear message at little cost. It isn't the wall: whoever writes XML to
deceive it meets the sandbox's limits.
"""

import re
import zipfile
from datetime import date, datetime

from django.utils.translation import gettext as _

from . import limits
from .outcome import ReadingError, Record
from .sandbox import frames
from .sniffing import BROKEN_ARCHIVE, damaged

SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
ROW = re.compile(rb'<row r="(\d{1,9})"')
#: A filled cell beyond column Z. Styled but empty cells close at once, and cost the parser nothing.
FAR_CELL = re.compile(rb'<c r="([A-Z]{2,3})(\d{1,9})"[^>/]*>')
#: Longer than any tag that these expressions look for: a tag cut by a block is seen in the next.
OVERLAP = 200


def check_archive(path):
    """Refuses zip bombs, and sheets that a far cell makes immense."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            check_unpacked_size(parts)
            for part in parts:
                if SHEET.fullmatch(part.filename):
                    check_sheet(archive, part)
    except BROKEN_ARCHIVE as error:
        raise damaged() from error


def check_unpacked_size(parts):
    unpacked = sum(part.file_size for part in parts)
    bombs = [
        part
        for part in parts
        if part.file_size > limits.ARCHIVE_RATIO_FROM
        and part.file_size > limits.ARCHIVE_RATIO * part.compress_size
    ]
    if bombs or unpacked > limits.ARCHIVE_BYTES or len(parts) > limits.ARCHIVE_PARTS:
        raise ReadingError(
            _("Ce classeur est démesuré une fois décompressé."),
            _("Copiez le tableau seul dans un nouveau classeur, puis renvoyez-le."),
        )


def check_sheet(archive, part):
    last_row = last_column = 1
    far, cells, rest = "A1", 0, b""
    with archive.open(part) as sheet:
        while block := sheet.read(limits.MIB):
            cells += block.count(b"<c ")
            block = rest + block
            rest = block[-OVERLAP:]
            last_row = max([last_row, *map(int, ROW.findall(block))])
            for letters, row in FAR_CELL.findall(block):
                last_row = max(last_row, int(row))
                if (number := column_number(letters)) > last_column:
                    last_column, far = number, f"{letters.decode()}{row.decode()}"
            if cells > limits.SHEET_CELLS:
                raise too_many_cells()
            if last_row * last_column > limits.SHEET_CELLS and last_column > 1:
                raise far_cell(far if last_column > 26 else f"A{last_row}")


def column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def head(path, sheet, count):
    """`(sheet's name, names of all sheets, first records)`."""
    answers = frames(path, sheet, count)
    chosen = next(answers)
    return chosen["sheet"], tuple(chosen["sheets"]), list(records_of(answers))


def records(path, sheet):
    """Every record that isn't blank, numbered as the spreadsheet numbers its rows."""
    answers = frames(path, sheet)
    next(answers)
    return records_of(answers)


def records_of(answers):
    for answer in answers:
        rows = answer["rows"]
        for row, column, text in answer["dates"]:
            rows[row][column] = (datetime if "T" in text else date).fromisoformat(text)
        merged = set(answer["merged"])
        for index, cells in enumerate(rows):
            if cells.count(None) < len(cells):
                flaws = ("merged",) if index in merged else ()
                yield Record(answer["first"] + index, cells, flaws)


def too_many_cells():
    return ReadingError(
        _("Une feuille de ce classeur a trop de cellules : %(limit)s au plus.")
        % {"limit": limits.SHEET_CELLS},
        _("Partagez le tableau en plusieurs fichiers, ou envoyez-le en CSV."),
    )


def far_cell(name):
    return ReadingError(
        _("La cellule %(name)s est remplie, très loin du tableau.") % {"name": name},
        _("Effacez-la, ou copiez le tableau seul dans un nouveau classeur, puis renvoyez-le."),
    )
