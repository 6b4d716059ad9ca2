"""Short ways to a file and to what reading it gives."""

from pathlib import Path

from imports.reading import inspect, rows
from tests.imports import fixtures

FIXTURES = Path(fixtures.__file__).parent


def read(path, hints=None):
    """`(inspection, lines)` of a whole file."""
    inspection = inspect(path, hints)
    return inspection, list(rows(path, inspection))


def table(lines):
    """The lines' numbers and bare values, for comparisons that people can read."""
    return [(line.number, *line.values.values()) for line in lines]


def codes(notices):
    return [notice.code for notice in notices]
