"""The file handed back as a workbook: faulty cells coloured, each with a comment that says why.

Corrected and sent again, it is read as the first one was: same columns, same order, and every line
under the number that the review called it by. A file of mostly empty lines loses these, and one
that is too big for a workbook keeps only the lines to correct.
"""

import json
import re
import tempfile
from array import array
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePath

from django.db.models import Count, Max
from django.utils.text import slugify
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from catalogue.spreadsheets import CHUNK, header_cell, writable, xlsx_cell
from imports.models import ImportBatch
from imports.reading import limits

FILLS = {
    "error": PatternFill("solid", fgColor="FFC7CE"),
    "warning": PatternFill("solid", fgColor="FFEB9C"),
}
#: Spreadsheet programs take long to open a sheet with many comments; the second sheet has them all.
COMMENTS = 5_000
#: Of Excel, for a sheet.
SHEET_ROWS = 1_048_576
#: Empty lines worth keeping, so that every line stands under its own number. Beyond, they go.
BLANK_LINES = 1_000
IN_MEMORY = 5 * 2**20  # bytes
#: Of Excel, for a sheet's name.
NAME, NOT_IN_NAMES = 31, re.compile(r"[\[\]:*?/\\]")


def filename(batch):
    stem = slugify(PurePath(batch.filename).stem) or "fichier"
    return f"{stem}-a-corriger.xlsx"


def workbook(batch, beat=None):
    """An open temporary file, at its beginning. `beat(lines)` is told how far it is."""
    book = Workbook(write_only=True)
    Sheets(book, Layout.of(batch)).write(beat or (lambda lines: None))
    # On the disk only where it is big; the response closes it.
    file = tempfile.SpooledTemporaryFile(IN_MEMORY, prefix="corrected-")  # noqa: SIM115
    book.save(file)
    file.seek(0)
    return file


@dataclass(frozen=True)
class Layout:
    """Which lines of the file the workbook has, and where."""

    batch: ImportBatch
    #: All of them; else, those that have to be corrected: the file is too big for one workbook.
    is_whole: bool
    #: Each line stands under the number that the review calls it by.
    keeps_numbers: bool

    @classmethod
    def of(cls, batch):
        found = cls(batch, is_whole=True, keeps_numbers=True)
        lines = found.rows.aggregate(number=Count("line", distinct=True), last=Max("line"))
        blank = found.place(lines["last"] or 0) - found.header_line - lines["number"]
        keeps_numbers = blank <= BLANK_LINES
        height = found.header_line + lines["number"] + (blank if keeps_numbers else 0)
        is_whole = height <= found.room
        return cls(batch, is_whole, keeps_numbers and is_whole)

    @property
    def rows(self):
        rows = self.batch.rows.exclude(line=None)
        if self.is_whole:
            return rows
        # With the others of the same lines: the first one of each has its cells.
        return rows.filter(line__in=rows.exclude(faults=[]).values("line"))

    @property
    def room(self):
        """Rows of a sheet that can be sent again."""
        return min(SHEET_ROWS, limits.SHEET_CELLS // max(1, len(self.headers)))

    @property
    def limit(self):
        """Each line has a row of ours at least."""
        return None if self.is_whole else self.room - self.header_line

    @property
    def headers(self):
        return self.batch.inspection["headers"]

    @property
    def header_line(self):
        return self.batch.inspection.get("header_line") or 1

    def place(self, line):
        """A list in JSON has no header line: its first object is line 1."""
        return line if self.batch.inspection.get("header_line") else line + 1

    def keys(self):
        """Primary keys in the order of the file, eight bytes each. All at once: while a query is
        being read, SQLite refuses what another process makes of the database in between."""
        rows = self.rows.order_by("line", "pk").values_list("pk", flat=True)
        return array("q", rows[: self.limit].iterator(chunk_size=CHUNK))

    def each_row(self, beat):
        keys = self.keys()
        for start in range(0, len(keys), CHUNK):
            rows = self.batch.rows.filter(pk__in=keys[start : start + CHUNK])
            yield from rows.only("line", "raw", "faults").order_by("line", "pk")
            beat(min(start + CHUNK, len(keys)))


class Sheets:
    def __init__(self, book, layout):
        self.batch, self.layout = layout.batch, layout
        self.headers = layout.headers
        columns = self.batch.feed.target_definition.columns
        self.labels = {name: column.header for name, column in columns.items()}
        #: Column of the target → header of the file.
        self.header_of = {name: header for header, name in self.batch.mapping.items() if name}
        # In JSON, the key of the list: any text at all.
        title = self.batch.inspection.get("sheet") or ""
        title = NOT_IN_NAMES.sub(" ", writable(title)).strip(" '")
        self.sheet = book.create_sheet(title[:NAME] or _("Lignes"))
        self.list = book.create_sheet(_("À corriger"))
        self.comments = self.listed = 0

    def write(self, beat):
        at = self.write_headers()
        for line, rows in groupby(self.layout.each_row(beat), lambda row: row.line):
            if self.layout.keeps_numbers:
                self.skip(self.layout.place(line) - at - 1)
                at = self.layout.place(line)
            else:
                at += 1
            raw, faults = {}, []
            for row in rows:  # a line may speak of several objects
                raw = raw or row.raw
                faults += [fault for fault in row.faults if fault not in faults]
            self.sheet.append(self.cells(raw, faults))
            for fault in faults:
                self.explain(at, line, fault)

    def write_headers(self):
        """→ the row where they stand."""
        self.skip(self.layout.header_line - 1)
        self.sheet.append([header_cell(self.sheet, header) for header in self.headers])
        titles = [_("Ligne"), _("Colonne"), _("Valeur"), _("Problème"), _("Que faire")]
        if not self.layout.keeps_numbers:
            titles.append(_("Ligne du fichier envoyé"))
        self.list.append([header_cell(self.list, title) for title in titles])
        return self.layout.header_line

    def skip(self, lines):
        for _line in range(lines):
            self.sheet.append([])

    def cells(self, raw, found):
        faults = {}
        for fault in found:
            header = self.header_of.get(fault["field"]) or self.headers[0]
            faults.setdefault(header, []).append(fault)
        return [self.cell(raw.get(header), faults.get(header)) for header in self.headers]

    def cell(self, value, faults):
        if isinstance(value, list | dict):
            value = json.dumps(value, ensure_ascii=False)
        cell = xlsx_cell(self.sheet, value)
        if not faults:
            return cell
        if not isinstance(cell, Cell):
            cell = WriteOnlyCell(self.sheet, cell)
        wrong = any(fault.get("level") != "warning" for fault in faults)
        cell.fill = FILLS["error" if wrong else "warning"]
        if self.comments < COMMENTS:
            self.comments += 1
            text = "\n".join(in_one_sentence(fault) for fault in faults)
            cell.comment = Comment(writable(text), "Parvis", width=320, height=110)
        return cell

    def explain(self, at, line, fault):
        self.listed += 1
        if self.listed >= SHEET_ROWS:
            return
        texts = [
            self.labels.get(fault["field"], ""),
            fault.get("value", ""),
            fault["message"],
            fault.get("remedy", ""),
        ]
        cells = [at, *(xlsx_cell(self.list, text) for text in texts)]
        self.list.append(cells if self.layout.keeps_numbers else [*cells, line])


def in_one_sentence(fault):
    return f"{fault['message']} {fault.get('remedy', '')}".strip()
