"""What the database would refuse of an update: its own check constraints, asked beforehand.

A file may hold one side of a rule only: an end date, and not the start it must come after. The
rule is then for the row as it would become, which only the database can see.
"""

from django.db import connection
from django.db.models import CheckConstraint

from imports.cleaning import written_fields
from imports.database import dialect, quoted, table
from imports.models import ImportRow


def broken(batch):
    """(fields of the rule that the file sets, message, primary keys of rows), for each check
    constraint that rows of the batch, applied to the objects they change, would break."""
    model = batch.feed.target_definition.model
    columns = {field.name: field for field in model._meta.concrete_fields}
    written = [columns[name] for name in written_fields(batch) if name in columns]
    for constraint in model._meta.constraints:
        if not isinstance(constraint, CheckConstraint):
            continue
        condition = sql_of(constraint, model)
        bound = [field for field in columns.values() if quoted(field.column) in condition]
        ours = [field for field in bound if field in written]
        # A rule between cells of one row was checked when the row was read.
        if ours and len(ours) < len(bound):
            found = rows_breaking(batch, model, condition, bound, ours)
            if found:
                message = constraint.get_violation_error_message()
                yield [field.name for field in ours], message, found


def sql_of(constraint, model):
    """The condition alone, on the bare names of the columns."""
    editor = connection.schema_editor(collect_sql=True)
    whole = constraint.constraint_sql(model, editor)
    return whole[whole.index("CHECK (") + len("CHECK (") : -1]


def rows_breaking(batch, model, condition, bound, ours):
    sql = dialect()
    values = ", ".join(
        f"{sql.value('r.cleaned', field) if field in ours else f'o.{quoted(field.column)}'} "
        f"AS {quoted(field.column)}"
        for field in bound
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT row_id FROM (SELECT r.id AS row_id, {values} FROM {table(ImportRow)} r "
            f"JOIN {table(model)} o ON o.id = r.object_id "
            "WHERE r.batch_id = %s AND r.kind = 'changed') AS changed "
            f"WHERE NOT ({condition.replace('%', '%%')})",
            [batch.pk],
        )
        return [pk for (pk,) in cursor.fetchall()]
