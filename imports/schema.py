"""What a target's file looks like, for programs: a Table Schema.

https://specs.frictionlessdata.io/table-schema/ — the headings are the names of the fields, so
that the template file validates. Imports understand more than it says: other spellings of dates,
of choices and of headings.
"""

import math

from catalogue import widgets
from catalogue.spreadsheets import yes_or_no

#: The first that fits.
TYPES = [
    (widgets.DateTimeWidget, {"type": "datetime"}),
    (widgets.DateWidget, {"type": "date"}),
    (widgets.IntegerWidget, {"type": "integer"}),
    (widgets.FloatWidget, {"type": "number"}),
    (
        widgets.YesNoWidget,
        {"type": "boolean", "trueValues": [yes_or_no(True)], "falseValues": [yes_or_no(False)]},
    ),
    (widgets.EmailWidget, {"type": "string", "format": "email"}),
    (widgets.URLWidget, {"type": "string", "format": "uri"}),
]


def table_schema(target):
    columns = target.own_columns
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "name": target.code,
        "title": str(target.label).capitalize(),
        "fields": [field_of(column) for column in columns],
        "missingValues": [""],
        "primaryKey": [
            column.header
            for column in columns
            if column.name in target.key and column.name not in target.optional
        ],
    }


def field_of(column):
    described = {"name": column.header, "title": column.header, **type_of(column)}
    if column.help:
        described["description"] = str(column.help)
    if column.example not in ("", None):
        described["example"] = str(column.example)
    return described | {"constraints": constraints_of(column)}


def type_of(column):
    found = (type_ for kind, type_ in TYPES if isinstance(column.field.widget, kind))
    return next(found, {"type": "string"})


def constraints_of(column):
    widget = column.field.widget
    found = {"required": column.required}
    if column.choices and not isinstance(widget, widgets.YesNoWidget):
        found["enum"] = list(column.choices)
    if isinstance(widget, widgets.FloatWidget):
        found |= {
            name: limit
            for name, limit in (("minimum", widget.low), ("maximum", widget.high))
            if math.isfinite(limit)
        }
    if isinstance(widget, widgets.TextWidget):
        found |= {"maxLength": widget.max_length} if widget.max_length else {}
        found |= {"pattern": widget.pattern} if widget.pattern else {}
    return found
