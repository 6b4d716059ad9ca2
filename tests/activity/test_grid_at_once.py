"""Two people save the same cell at the same moment, each in a connection of their own."""

import threading

import pytest
from django.db import connection

from activity import grid
from activity.grid import Change
from activity.models import ActivityRecord, Indicator, Report
from tests import factories

from .conftest import WEEK

pytestmark = pytest.mark.dialect("activity.grid")

KEY = "entretiens:on-site"


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """A structure and a person that other connections see; taken away afterwards."""
    with django_db_blocker.unblock():
        structure, user = factories.StructureFactory(), factories.UserFactory()
        yield structure, user
        ActivityRecord.objects.filter(structure=structure).delete()
        Report.objects.filter(structure=structure).delete()
        structure.delete()
        structure.seat_commune.delete()
        user.delete()


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one writer at a time: there is no such moment"
)
def test_of_two_at_the_same_moment_one_is_told(committed):
    structure, user = committed
    assert Indicator.objects.filter(code="entretiens").exists()
    barrier, answers = threading.Barrier(2), []

    def write(value):
        try:
            barrier.wait()
            answers.append(grid.save(structure, WEEK, [Change(KEY, value, None)], user))
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[value]) for value in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(len(answer.conflicts) for answer in answers) == [0, 1]
    (conflict,) = [conflict for answer in answers for conflict in answer.conflicts]
    written = ActivityRecord.objects.get(structure=structure).value
    assert conflict.theirs == written
    assert {conflict.mine, conflict.theirs} == {1, 2}
