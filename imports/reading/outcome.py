"""What reading a file gives: an inspection, then lines; or an error that people can act upon."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

Value = str | int | float | bool | date | datetime | None


class ReadingError(Exception):
    """The file can't be read: what is wrong, and what its sender can do about it."""

    def __init__(self, message, remedy):
        super().__init__(message, remedy)
        self.message = message
        self.remedy = remedy

    def __str__(self):
        return f"{self.message} {self.remedy}"


class Notice(NamedTuple):
    """Something people should know about a file or a line that was read all the same."""

    code: str
    message: str


class Line(NamedTuple):
    """One line of the table, under the number that a person sees in the file."""

    number: int
    values: dict[str, Value]
    warnings: tuple[Notice, ...] = ()


class Record(NamedTuple):
    """A row of cells before it has a header; an empty or blank cell is None in every format."""

    number: int
    cells: list
    #: unclosed, unterminated, control, unreadable; merged: a cell of this row covers columns.
    flaws: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hints:
    """What a person or a feed already knows about the file, and may correct."""

    encoding: str | None = None
    delimiter: str | None = None
    #: Name of the sheet; in JSON, the key that holds the list.
    sheet: str | None = None
    header_line: int | None = None


@dataclass(frozen=True)
class Inspection:
    """How to read the file, and what it looks like."""

    #: csv, xlsx, ods, json or jsonl: by its content, whatever its name says.
    format: str
    headers: tuple[str, ...]
    #: Where each header's values stand in a row of cells (tables only).
    positions: tuple[int, ...] = ()
    #: How many cells the header row has, named or not.
    width: int = 0
    header_line: int | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    #: Every sheet a person could choose instead.
    sheets: tuple[str, ...] = ()
    #: A few different values of each column.
    samples: dict[str, tuple[Value, ...]] | None = None
    warnings: tuple[Notice, ...] = ()
