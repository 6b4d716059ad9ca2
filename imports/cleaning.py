"""From the cells of a line to values ready for the database, or to faults people can correct.

The cleaned values are JSON, and so written that both databases read them back as they are:
a date is "2026-01-31", a moment "2026-01-31 08:00:00" in UTC, a foreign key the primary key, a
many-to-many the sorted list of primary keys.
"""

import json
from copy import deepcopy
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from functools import cached_property
from hashlib import blake2b

import orjson
from django.db.models import Model
from django.utils.translation import gettext as _

from catalogue.querysets import within_reach_of
from catalogue.widgets import Doubtful, Refused
from imports.targets import Fault

#: Values remembered for each column: enough for any closed list, bounded for any free text.
REMEMBERED = 5_000
#: As much of a faulty cell as its explanation needs.
SHOWN = 80


def as_json(value):
    """A Python value as it is staged."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Model):
        return value.pk
    return sorted(as_json(item) for item in value)


def written_fields(batch):
    """The fields that the rows of a batch set: those of its columns, and its feed's own."""
    target = batch.feed.target_definition
    named = set(batch.mapping.values())
    given = target.fields_given_by(named)
    return [*given, *(name for name in constants_of(batch.feed) if name not in given)]


def constants_of(feed):
    """What a feed says of every object, whatever its rows say."""
    target = feed.target_definition
    constants = target.constants(feed)
    if feed.is_demonstration and "is_demonstration" in target.resource_class._meta.fields:
        constants = constants | {"is_demonstration": True}
    return constants


class Cleaner:
    """Cleans the lines of one batch. Once made, it asks nothing of the database."""

    def __init__(self, batch):
        self.feed = batch.feed
        self.target = batch.feed.target_definition
        self.headers = [(header, name) for header, name in batch.mapping.items() if name]
        self.written = written_fields(batch)
        given = self.target.fields_given_by({name for _header, name in self.headers})
        constants = constants_of(batch.feed)
        self.constants = {name: value for name, value in constants.items() if name not in given}
        self.columns = [CellCleaner(self.target, self.target.columns[name]) for name in given]
        for column in self.columns:
            if column.name in constants:
                # An empty cell is the feed's own, not everybody's.
                column.empty, column.missing = constants[column.name], None
            column.warm(self.scope)
        self.target.warm(given, self.scope)

    def scope(self, queryset):
        return within_reach_of(self.feed, queryset)

    def clean(self, line):
        """→ [(key, cleaned values, faults)] of a `reading.Line`: one for each object it speaks of.

        A line that says nothing has an empty key, and no error.
        """
        values = line.values
        raw = {name: values.get(header) for header, name in self.headers}
        notices = [
            Fault("", notice.code, notice.message, level="warning") for notice in line.warnings
        ]
        found = []
        for cells, columns in self.target.split(raw):
            key, cleaned, faults = self.clean_cells(self.target.reshape(cells))
            if columns:
                faults = [
                    replace(fault, field=columns.get(fault.field, fault.field)) for fault in faults
                ]
            found.append((key, cleaned, faults if found else [*notices, *faults]))
        return found or [("", {}, [*notices, self.target.nothing_said()])]

    def clean_cells(self, cells):
        cleaned, faults = dict(self.constants), []
        for column in self.columns:
            cell = cells.get(column.name)
            # Most cells were seen before: a look instead of a call.
            found = column.remembered.get(cell) if cell.__class__ is str else None
            value, fault = found or column.clean(cell, cells)
            cleaned[column.name] = value
            if fault:
                faults.append(fault)
        if not faults or not any(fault.level == "error" for fault in faults):
            faults += self.target.check(cleaned)
        key = "|".join(as_text(cleaned.get(name)) for name in self.target.key)
        return key, cleaned, faults

    def derived(self, cleaned):
        return self.target.derived(cleaned) if self.target.derived_fields else {}


def as_text(value):
    return "" if value is None else str(value)


class CellCleaner:
    """Cleans the cells of one column, each different value once."""

    def __init__(self, target, column):
        self.name = column.name
        self.required = column.required
        # Warm for this feed and this batch: the target's own stays as it is.
        self.widget = deepcopy(column.field.widget)
        self.depends_on = getattr(self.widget, "depends_on", ())
        self.model_field = target.model._meta.get_field(column.name)
        self.remembered = {}

    def warm(self, scope):
        if warm := getattr(self.widget, "warm", None):
            warm(scope)

    def clean(self, cell, cells):
        """→ (value, fault or None)."""
        # 1, 1.0 and True are the same key of a dictionary, and not the same cell.
        key = cell if cell.__class__ is str else (cell.__class__, cell)
        found = self.remembered.get(key)
        if found is not None:
            return found
        if cell is None or cell == "":
            found = self.empty, self.missing
        elif isinstance(cell, Fault):
            return None, cell
        else:
            found = self.clean_now(cell, cells)
            if self.depends_on:
                return found
        if len(self.remembered) < REMEMBERED:
            self.remembered[key] = found
        return found

    def clean_now(self, cell, cells):
        try:
            value = self.widget.clean(cell, cells)
        except Refused as refused:
            return None, self.fault(refused, cell)
        if isinstance(value, Doubtful):
            return as_json(value.value), self.fault(value, cell, level="warning")
        value = as_json(value)
        if value is None or value == "":
            return self.empty, self.missing
        return value, None

    def fault(self, found, cell, level="error"):
        """Of what a widget says about a cell."""
        shown = str(cell)[:SHOWN]
        return Fault(self.name, found.code, found.message, found.remedy, shown, level)

    @cached_property
    def empty(self):
        """What an empty cell says."""
        field = self.model_field
        if field.many_to_many:
            return []
        if field.null:
            return None
        return as_json(field.get_default()) if field.has_default() else ""

    @cached_property
    def missing(self):
        if not self.required:
            return None
        return Fault(
            self.name,
            "required",
            _("Cette case ne peut pas être vide."),
            _("Complétez-la, ou retirez la ligne."),
        )


def fingerprint(cleaned):
    """The same for two lines that say the same."""
    return blake2b(cleaned.encode(), digest_size=16).hexdigest()


def dumps(value):
    """JSON, as it is staged. Dates of a workbook's raw cells are kept as text."""
    try:
        return orjson.dumps(value, default=str, option=orjson.OPT_PASSTHROUGH_DATETIME).decode()
    except orjson.JSONEncodeError:  # beyond 64 bits, half a character: rare, and theirs to explain
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def fault_rows(faults):
    return dumps([asdict(fault) for fault in faults]) if faults else "[]"
