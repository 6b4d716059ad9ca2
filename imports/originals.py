"""The file as it was sent, and how it reads."""

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from django.core.files.storage import FileSystemStorage

from imports import reading


@contextmanager
def original_file(batch):
    """A path to the batch's file: its own, or a copy where the storage keeps no files."""
    if isinstance(batch.original.storage, FileSystemStorage):
        yield Path(batch.original.path)
        return
    with tempfile.NamedTemporaryFile(prefix="import-") as copy:
        with batch.original.open("rb") as original:
            shutil.copyfileobj(original, copy)
        copy.flush()
        yield Path(copy.name)


def inspect(batch):
    """How the file reads, with what the feed knows about it. Raises `reading.ReadingError`."""
    feed = batch.feed
    hints = reading.Hints(
        encoding=feed.encoding or None,
        delimiter=feed.delimiter or None,
        sheet=feed.sheet or None,
        header_line=feed.header_line,
    )
    with original_file(batch) as path:
        return reading.inspect(path, hints)


def as_json(inspection):
    """An inspection as `ImportBatch.inspection` keeps it."""
    kept = asdict(inspection)
    kept["samples"] = {
        header: [cell if isinstance(cell, str | int | float | None) else str(cell) for cell in some]
        for header, some in (inspection.samples or {}).items()
    }
    return kept


def from_json(kept):
    return reading.Inspection(
        **kept
        | {
            "headers": tuple(kept["headers"]),
            "positions": tuple(kept["positions"]),
            "sheets": tuple(kept["sheets"]),
            "warnings": tuple(reading.Notice(*notice) for notice in kept["warnings"]),
        }
    )
