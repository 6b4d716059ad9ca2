"""The SQL that an import needs and the ORM has no words for, on both databases.

Staged values live in JSON; these expressions read them back with the type of a column, compare
them with it, and take an image of a row. Identifiers come from model classes, never from a file.
"""

import sqlite3

from django.db import connection, models

from imports.models import ImportRow

STAGED = ["batch_id", "line", "key", "kind", "raw", "cleaned", "faults", "row_hash"]
STAGED_DEFAULTS = {"returns": False, "excluded": False, "outcome": ""}


def quoted(name):
    return connection.ops.quote_name(name)


def table(model):
    return quoted(model._meta.db_table)


def is_text(field):
    return isinstance(field, models.CharField | models.TextField)


def target_of(field):
    """The field whose values a column holds: a foreign key's are those of the primary key."""
    while field.is_relation:
        field = field.target_field
    return field


class PostgreSQL:
    differs = "IS DISTINCT FROM"
    same = "IS NOT DISTINCT FROM"
    for_update = "FOR UPDATE"

    def value(self, document, field):
        """A value of a JSON document, typed as the field's column."""
        text = f"({document} ->> '{field.name}')"
        column = target_of(field)
        return text if is_text(column) else f"{text}::{column.rel_db_type(connection)}"

    def named(self, document, name, field):
        """The same, for a value that stands under another name than its field's."""
        return f"({document} ->> '{name}')::{target_of(field).rel_db_type(connection)}"

    def text(self, expression):
        return f"({expression})::text"

    def image(self, pairs):
        """A JSON document of {name: expression}; `links` and plain columns alike."""
        # A function takes 100 arguments at most.
        parts = [pairs[start : start + 40] for start in range(0, len(pairs), 40)]
        return " || ".join(
            "jsonb_build_object(" + ", ".join(f"'{name}', {sql}" for name, sql in part) + ")"
            for part in parts
        )

    def column(self, alias, field):
        """A column as `image` takes it."""
        sql = f"{alias}.{quoted(field.column)}"
        if isinstance(field, models.DateTimeField):
            return f"to_char({sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
        return sql

    def links(self, field, alias):
        """The sorted primary keys of a many-to-many, as JSON."""
        through, mine, theirs = through_columns(field)
        return (
            f"(SELECT coalesce(jsonb_agg(t.{theirs} ORDER BY t.{theirs}), '[]'::jsonb) "
            f"FROM {through} t WHERE t.{mine} = {alias}.id)"
        )

    def list(self, document, field):
        return f"({document} -> '{field.name}')"

    def items(self, document, field):
        """A FROM item whose `value` goes through a list of primary keys."""
        return f"jsonb_array_elements_text({document} -> '{field.name}') AS item(value)"

    def item(self, field):
        column = target_of(field.remote_field.model._meta.pk)
        return "item.value" if is_text(column) else f"item.value::{column.rel_db_type(connection)}"

    def json_array(self, items):
        """JSON array of the texts whose condition holds: [(text, condition), …]."""
        texts = ", ".join(f"CASE WHEN {condition} THEN '{text}' END" for text, condition in items)
        return f"to_jsonb(array_remove(ARRAY[{texts}]::text[], NULL))" if items else "'[]'::jsonb"

    def has(self, document, field):
        return f"jsonb_exists({document}, '{field.name}')"

    def merged(self, document, other):
        return f"{document} || ({other})::jsonb"

    def with_values(self, document, fields):
        """With these fields set; one parameter for each."""
        pairs = ", ".join(
            f"'{field.name}', %s::{target_of(field).rel_db_type(connection)}" for field in fields
        )
        return f"({document} || jsonb_build_object({pairs}))" if fields else document

    def json_null_or(self, condition, document):
        return f"CASE WHEN {condition} THEN {document} END"

    def allocate(self, cursor, model, rows, parameters):
        """Gives an unused primary key of the model to these rows, as their `object_id`, and marks
        them as applied. → how many."""
        sequence = connection.ops.quote_name(model._meta.db_table)
        cursor.execute(
            f"UPDATE {table(ImportRow)} SET outcome = 'applied', object_id = "
            f"nextval(pg_get_serial_sequence('{sequence}', 'id')) WHERE {rows}",
            parameters,
        )
        return cursor.rowcount

    def copy(self, cursor, rows):
        """Writes staged rows, in the order of `STAGED`, as they come."""
        names = ", ".join(quoted(name) for name in [*STAGED, *STAGED_DEFAULTS])
        rest = tuple(STAGED_DEFAULTS.values())
        # The cursor below Django's wrappers: COPY has no other way in.
        with cursor.copy(f"COPY {table(ImportRow)} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row + rest)


class SQLite:
    differs = "IS NOT"
    same = "IS"
    for_update = ""

    def value(self, document, field):
        found = f"json_extract({document}, '$.\"{field.name}\"')"
        # Images keep 17 digits of a number as text (see `column`).
        return (
            f"CAST({found} AS REAL)" if isinstance(target_of(field), models.FloatField) else found
        )

    def named(self, document, name, field):
        return f"json_extract({document}, '$.\"{name}\"')"

    def text(self, expression):
        return f"CAST({expression} AS TEXT)"

    def image(self, pairs):
        return "json_object(" + ", ".join(f"'{name}', {sql}" for name, sql in pairs) + ")"

    def column(self, alias, field):
        sql = f"{alias}.{quoted(field.column)}"
        if isinstance(field, models.FloatField):
            # json_object writes 15 digits; a double has 17.
            return f"CASE WHEN {sql} IS NULL THEN NULL ELSE printf('%!.17g', {sql}) END"
        return sql

    def links(self, field, alias):
        through, mine, theirs = through_columns(field)
        return (
            f"json((SELECT json_group_array(id) FROM (SELECT t.{theirs} AS id FROM {through} t "
            f"WHERE t.{mine} = {alias}.id ORDER BY t.{theirs})))"
        )

    def list(self, document, field):
        return f"json_extract({document}, '$.\"{field.name}\"')"

    def items(self, document, field):
        return f"json_each({document}, '$.\"{field.name}\"') AS item"

    def item(self, field):
        return "item.value"

    def json_array(self, items):
        texts = " UNION ALL ".join(
            f"SELECT '{text}' AS name WHERE {condition}" for text, condition in items
        )
        return f"(SELECT json_group_array(name) FROM ({texts}))" if items else "'[]'"

    def has(self, document, field):
        return f"json_type({document}, '$.\"{field.name}\"') IS NOT NULL"

    def merged(self, document, other):
        return f"json_patch({document}, {other})"

    def with_values(self, document, fields):
        pairs = "".join(f", '$.\"{field.name}\"', %s" for field in fields)
        return f"json_set({document}{pairs})" if fields else document

    def json_null_or(self, condition, document):
        return f"CASE WHEN {condition} THEN {document} END"

    def allocate(self, cursor, model, rows, parameters):
        # SQLite has no sequence: AUTOINCREMENT remembers the last key in a table of its own.
        cursor.execute(
            f"UPDATE {table(ImportRow)} SET outcome = 'applied', "
            "object_id = numbered.last + numbered.rank FROM "
            "(SELECT id, row_number() OVER (ORDER BY line, id) AS rank, "
            f"max(coalesce((SELECT max(id) FROM {table(model)}), 0), "
            "coalesce((SELECT seq FROM sqlite_sequence WHERE name = %s), 0)) AS last "
            f"FROM {table(ImportRow)} WHERE {rows}) AS numbered "
            f"WHERE {table(ImportRow)}.id = numbered.id",
            [model._meta.db_table, *parameters],
        )
        return cursor.rowcount

    def copy(self, cursor, rows):
        names = ", ".join(quoted(name) for name in [*STAGED, *STAGED_DEFAULTS])
        rest = tuple(STAGED_DEFAULTS.values())
        marks = ", ".join(["?"] * (len(STAGED) + len(rest)))
        # Below Django's wrapper, which keeps all the rows it is given until the last is written.
        with connection.wrap_database_errors:
            sqlite3.Cursor.executemany(
                cursor.cursor,
                f"INSERT INTO {table(ImportRow)} ({names}) VALUES ({marks})",
                (row + rest for row in rows),
            )


def through_columns(field):
    """Of a many-to-many: its table, the column of the owner, the column of the other side."""
    through = field.remote_field.through
    return (
        table(through),
        quoted(through._meta.get_field(field.m2m_field_name()).column),
        quoted(through._meta.get_field(field.m2m_reverse_field_name()).column),
    )


def dialect():
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()
