"""What is hidden is worked out by the worker; between two of its turns, nothing is given away."""

from datetime import date

import pytest
import time_machine

from activity import grid, suppressions
from activity.models import Suppression
from activity.periods import Week, Year
from activity.public import public_figure
from tests import factories

from .conftest import WEEK

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]

BEFORE = Week(2024, 14)


@pytest.fixture
def enter(workshops):
    def enter(structure, value, week=WEEK):
        day = {"structure": structure, "starts_on": week.starts_on}
        factories.ActivityRecordFactory(indicator=workshops, value=value, **day)
        factories.ReportFactory(submitted=True, **day)

    return enter


def come_by(workshops):
    """The worker, half an hour later, of the years of this week."""
    with time_machine.travel("2024-04-19T15:30:00+02:00", tick=False):
        suppressions.note(workshops, WEEK)
        suppressions.refresh()


@pytest.fixture
def later():
    """`with later():` half an hour after the worker came by."""
    return lambda: time_machine.travel("2024-04-19T16:00:00+02:00", tick=False)


@pytest.fixture
def known(enter, here, workshops):
    """Two structures whose two weeks are on show."""
    for structure in here.structures:
        for week in (BEFORE, WEEK):
            enter(structure, 40, week)
    come_by(workshops)
    assert public_figure(workshops, here.structures, WEEK).value == 80


@pytest.fixture
def nothing_is_worked_out(monkeypatch):
    """Whoever tries fails."""
    monkeypatch.setattr(suppressions, "table", None)


def test_a_figure_of_a_year_that_nobody_watches_waits(
    enter, here, workshops, nothing_is_worked_out
):
    enter(here.structure, 40)
    figure = public_figure(workshops, [here.structure], WEEK)
    assert (figure.value, figure.is_awaited, figure.is_hidden) == (None, True, False)
    assert not Suppression.objects.exists()


def test_the_worker_does_nothing_twice(known, nothing_is_worked_out):
    assert suppressions.refresh() == []


def test_a_year_without_a_final_figure_is_not_watched(here, workshops):
    suppressions.note(workshops, WEEK)
    assert not Suppression.objects.exists()


def test_a_week_that_was_submitted_since_waits(known, enter, here, there, workshops, later):
    with later():
        enter(there.structure, 3)
        country = [*here.structures, there.structure]
        figure = public_figure(workshops, country, WEEK)
        assert (figure.value, figure.is_awaited) == (None, True)


def test_what_didnt_change_stays_while_the_worker_is_away(
    known, enter, here, there, workshops, later, nothing_is_worked_out
):
    with later():
        enter(there.structure, 3)
        assert public_figure(workshops, here.structures, WEEK).value == 80
        country = [*here.structures, there.structure]
        assert public_figure(workshops, country, BEFORE).value == 80


def test_a_reopened_week_doesnt_wait_for_the_worker(known, here, workshops, adviser, later):
    with later():
        grid.reopen(here.structure, WEEK, adviser, "une erreur")
        figure = public_figure(workshops, here.structures, WEEK)
        assert (figure.value, figure.is_awaited) == (None, True)
        assert public_figure(workshops, [here.structures[1]], WEEK).value == 40


def test_a_small_figure_is_never_told_by_those_around(enter, here, workshops, later):
    """The region less a structure would be 3: one of them isn't there, before and after."""
    region, [first, second] = here.structures, here.structures
    enter(first, 40)
    come_by(workshops)
    with later():
        enter(second, 3)
        assert public_figure(workshops, [first], WEEK).value == 40
        assert public_figure(workshops, region, WEEK).is_awaited
        suppressions.refresh()
        found = [public_figure(workshops, places, WEEK) for places in (region, [first])]
        assert any(figure.is_hidden for figure in found)


def test_moves_are_read_as_they_were_written(enter, here, workshops):
    for rank, value in enumerate((3, 40)):
        enter(here.structures[rank], value)
    moves = suppressions.table(workshops, Year(2024)).moves
    assert suppressions.unpacked(suppressions.packed(moves)) == moves
    assert (here.structure.pk, date(2024, 4, 8), "on-site") in moves[0]
