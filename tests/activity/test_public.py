"""What anybody may know: final figures, none under five, none that gives one away."""

from datetime import date

import pytest
import time_machine

from activity import grid, public, suppressions
from activity.periods import Month, Span, Week, Year
from tests import factories

from .conftest import WEEK

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def public_figure(indicator, structures, period, modality=""):
    """As it is once its years are watched, and the worker has come by."""
    suppressions.note(indicator, period)
    suppressions.refresh()
    return public.public_figure(indicator, structures, period, modality)


@pytest.fixture
def enter(workshops):
    """A submitted week's workshops."""

    def enter(structure, value, day=date(2024, 4, 8), *, submitted=True, **values):
        factories.ActivityRecordFactory(
            structure=structure, indicator=workshops, value=value, starts_on=day, **values
        )
        if submitted:
            factories.ReportFactory(structure=structure, starts_on=day, submitted=True)

    return enter


def test_only_final_figures_are_public(enter, here, workshops):
    enter(here.structures[0], 30)
    enter(here.structures[1], 500, submitted=False)
    figure = public_figure(workshops, here.structures, WEEK)
    assert figure.value == 30
    assert (figure.coverage.reporting, figure.coverage.structures) == (1, 2)
    assert figure.updated_at is not None


def test_a_reopened_week_is_public_no_more(enter, here, workshops, adviser):
    enter(here.structure, 30)
    assert public_figure(workshops, [here.structure], WEEK).value == 30
    grid.reopen(here.structure, WEEK, adviser, "une erreur")
    figure = public_figure(workshops, [here.structure], WEEK)
    assert (figure.value, figure.is_hidden) == (None, False)


def test_a_small_figure_is_hidden_and_says_so(enter, here, workshops):
    enter(here.structure, 4)
    figure = public_figure(workshops, [here.structure], WEEK)
    assert (figure.value, figure.is_hidden) == (None, True)


def test_a_region_less_one_structure_doesnt_give_the_other(enter, here, there, workshops):
    enter(here.structures[0], 3)
    enter(here.structures[1], 40)
    enter(there.structures[0], 40)
    region = public_figure(workshops, here.structures, WEEK)
    other = public_figure(workshops, [here.structures[1]], WEEK)
    assert region.is_hidden or other.is_hidden


def test_a_month_less_its_weeks_doesnt_give_the_other(enter, here, workshops):
    weeks = [date(2024, 3, day) for day in (4, 11, 18, 25)]
    for structure in here.structures:
        for day in weeks:
            enter(structure, 3 if (structure, day) == (here.structure, weeks[0]) else 40, day)
    month = public_figure(workshops, [here.structure], Month(2024, 3))
    assert month.value == 123
    shown = [public_figure(workshops, [here.structure], Week.of(day)) for day in weeks]
    assert sum(figure.is_hidden for figure in shown) >= 2


def test_a_span_less_another_doesnt_give_a_week(enter, here, workshops):
    weeks = [date(2024, 3, day) for day in (4, 11, 18, 25)]
    for day in weeks:
        enter(here.structure, 3 if day == weeks[0] else 40, day)
    entries = [Week.of(day) for day in weeks]
    three = public_figure(workshops, [here.structure], Span(entries[1], entries[3]))
    four = public_figure(workshops, [here.structure], Span(entries[0], entries[3]))
    assert three.is_hidden or four.is_hidden


def test_nothing_is_hidden_among_large_figures(enter, here, there, workshops):
    for structure in [*here.structures, *there.structures]:
        enter(structure, 40)
    for period in (WEEK, Month(2024, 4), Year(2024)):
        assert public_figure(workshops, here.structures, period).value == 80
    assert public_figure(workshops, here.structures, WEEK, "on-site").value == 80


def test_what_is_submitted_later_counts(enter, here, workshops):
    """What is hidden is remembered, and thought over when a week comes."""
    enter(here.structures[0], 40)
    assert public_figure(workshops, [here.structures[0]], WEEK).value == 40
    with time_machine.travel("2024-04-20"):
        enter(here.structures[1], 3)
    # The region, 43, is shown now: less 40, it would give 3.
    assert public_figure(workshops, here.structures, WEEK).value == 43
    assert public_figure(workshops, [here.structures[0]], WEEK).is_hidden
