"""Wagtail's search in the database, made French and indifferent to accents.

Named in the settings; whoever searches calls `catalogue.search`, or Wagtail's own functions.
"""

from django.db import connection
from django.utils.module_loading import import_string

# Imported only where it is used: each module asks for its database's own tables.
BACKENDS = {
    "postgresql": "catalogue.search.postgresql.PostgreSQLSearchBackend",
    "sqlite": "catalogue.search.sqlite.SQLiteSearchBackend",
}


def SearchBackend(params):  # noqa: N802 — the name that Wagtail looks for in a backend's module
    return import_string(BACKENDS[connection.vendor])(params)
