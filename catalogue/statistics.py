"""What the database knows of its tables when it plans a query."""

from django.db import connection


def refresh_statistics(*models):
    """To call after a bulk load, in its transaction.

    Otherwise the queries that follow, the checks of foreign keys among them, are planned for the
    empty tables of before: PostgreSQL then reads a table from end to end for each row.
    https://www.postgresql.org/docs/15/populate.html#POPULATE-ANALYZE
    """
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
