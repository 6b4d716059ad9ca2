"""Is the house in working order? Asked by whoever watches the site, many times a minute."""

import logging
from collections.abc import Callable

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from .heartbeat import is_worker_alive

logger = logging.getLogger(__name__)

UP, DOWN = "ok", "down"


def database_answers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


class AppliedMigrations:
    """Once this process has seen every migration applied, they stay so: the answer is kept."""

    def __init__(self):
        self.seen = False

    def __call__(self):
        if not self.seen:
            executor = MigrationExecutor(connection)
            self.seen = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        return self.seen


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": AppliedMigrations(),
    "worker": is_worker_alive,
}


def report():
    """Each check's state. Names only: no address, no version, no message of an exception."""
    return {name: UP if passes(check) else DOWN for name, check in CHECKS.items()}


def passes(check):
    try:
        return check()
    except Error:
        logger.exception("A health check could not ask the database")
        return False
