"""Writes many new rows, of figures by the million: what the ORM would take an hour for.

COPY on PostgreSQL, one prepared statement on SQLite; the columns are those of the models.
"""

from functools import cache, partial
from itertools import islice

from django.db import connection, models

BATCH = 50_000


def write(model, names, rows):
    """`rows`: tuples of plain values, in the order of `names`; what isn't named must be nullable.

    Returns how many were written.
    """
    columns = ", ".join(
        connection.ops.quote_name(model._meta.get_field(name).column) for name in names
    )
    table = connection.ops.quote_name(model._meta.db_table)
    rows, written = prepared(model, names, rows), 0
    with connection.cursor() as cursor:
        while batch := list(islice(rows, BATCH)):
            if connection.vendor == "postgresql":
                # The cursor below Django's wrappers: COPY has no other way in.
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in batch:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(names))
                cursor.executemany(
                    f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608 (our models)
                    batch,
                )
            written += len(batch)
    return written


def prepared(model, names, rows):
    """With dates and JSON as the database keeps them."""
    fields = [model._meta.get_field(name) for name in names]
    conversions = {
        rank: convert
        for rank, field in enumerate(fields)
        if (convert := conversion_of(field)) is not None
    }
    for row in rows:
        values = list(row)
        for rank, convert in conversions.items():
            values[rank] = convert(values[rank])
        yield tuple(values)


def conversion_of(field):
    convert = partial(field.get_db_prep_save, connection=connection)
    if isinstance(field, models.DateField):
        return cache(convert)  # there are few, each in thousands of rows
    return convert if isinstance(field, models.JSONField) else None
