"""Every line of the file into `ImportRow`, cleaned, in chunks that are each kept."""

from itertools import chain, islice

from django.db import connection, transaction

from catalogue.widgets import ColdLookup
from imports import originals, reading
from imports.cleaning import Cleaner, dumps, fault_rows, fingerprint
from imports.database import dialect
from imports.models import ImportBatch, ImportRow

#: Lines of the first chunk, of the second, and of all that follow: progress shows early on, and
#: a long file still takes few statements.
CHUNKS = (2_000, 20_000, 200_000)


def stage(batch, beat):
    """Reads the file of a batch that has its inspection and its mapping.

    Goes on where another worker stopped: a chunk's rows and the batch's `lines_read` are written
    together. `beat(lines_read)` is called at the end of each chunk, in its transaction: what it
    raises stops the work, and takes that chunk back. Raises `reading.ReadingError`.
    """
    inspection = originals.from_json(batch.inspection)
    with originals.original_file(batch) as path:
        lines = (line for line in reading.rows(path, inspection) if line.number > batch.lines_read)
        cleaner = Cleaner(batch)
        rows = Rows(batch, cleaner, lines)
        for size in chain(CHUNKS, iter(lambda: CHUNKS[-1], None)):
            with transaction.atomic(), connection.cursor() as cursor:
                dialect().copy(cursor, rows.next(size))
                ImportBatch.objects.filter(pk=batch.pk).update(lines_read=rows.last_line)
                beat(rows.last_line)
            batch.lines_read = rows.last_line
            if rows.cold:
                rows.warm()
            elif rows.are_over:
                break


class Rows:
    """The staged form of lines, a chunk at a time.

    Nothing may be asked of the database while a chunk is being copied to it: a cleaner that has
    to look something up ends the chunk, and begins the next one with the same line.
    """

    def __init__(self, batch, cleaner, lines):
        self.batch, self.cleaner, self.lines = batch, cleaner, iter(lines)
        self.last_line = batch.lines_read
        self.cold = None
        self.are_over = False

    def next(self, size):
        taken = 0
        for line in islice(self.lines, size):
            taken += 1
            try:
                yield from self.staged(line)
            except ColdLookup as cold:
                self.cold = cold
                self.lines = chain([line], self.lines)
                return
            self.last_line = line.number
        self.are_over = taken < size

    def warm(self):
        self.cold.warm()
        self.cold = None

    def staged(self, line):
        """The rows of a line. Its cells are kept once, with the first of them."""
        raw, rows = dumps(line.values), []
        for key, cleaned, faults in self.cleaner.clean(line):
            wrong = any(fault.level == "error" for fault in faults)
            text = dumps(cleaned)
            row_hash = fingerprint(text)
            if not wrong and key and (derived := self.cleaner.derived(cleaned)):
                text = dumps(cleaned | derived)
            kind = ImportRow.Kind.NEW if key else ImportRow.Kind.UNCHANGED
            rows.append(
                (
                    self.batch.pk,
                    line.number,
                    key[:400],
                    ImportRow.Kind.INVALID if wrong else kind,
                    "{}" if rows else raw,
                    text,
                    fault_rows(faults),
                    row_hash,
                )
            )
        return rows
