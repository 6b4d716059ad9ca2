"""Rows that are too long to make for one test: a whole module shares them."""

from contextlib import contextmanager

from django.db import transaction


@contextmanager
def rows_for_the_module(django_db_blocker):
    """What is written inside is there for the tests that run meanwhile, and gone afterwards.

    For a fixture of module scope, in a module that is a group of xdist (`xdist_group`), or each
    of its workers would make them. Each test has a transaction of its own inside this one:
    what it changes, the next one doesn't see.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def read_again(row):
    """The row as an object of the test's own.

    The next test would see what a test does to the attributes of an object of the module.
    """
    return type(row).objects.get(pk=row.pk)
