"""Which structures owe which weeks and months, on Friday of the week 16 of 2024."""

from datetime import date

import pytest

from activity import late
from activity.models import Report
from activity.periods import Frequency, Month, Span, Week, Year
from catalogue.models import Structure
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]

WEEK, MONTH = Frequency.WEEK, Frequency.MONTH
WEEKS = [Week(2024, 14), Week(2024, 15)]


def owed(periods=WEEKS, frequency=WEEK):
    """{structure's name: `Late`}, the first the one that owes most."""
    structures = late.owing(Structure.objects.all(), periods, frequency)
    return {one.structure.name: one for one in late.describe(structures, periods, frequency)}


def report(structure, period, state=Report.State.SUBMITTED):
    return factories.ReportFactory(
        structure=structure,
        frequency=MONTH if isinstance(period, Month) else WEEK,
        starts_on=period.starts_on,
        submitted=state != Report.State.DRAFT,
        state=state,
    )


@pytest.fixture
def structure():
    return factories.StructureFactory(name="Ici")


def test_who_submitted_everything_owes_nothing(structure):
    for week in WEEKS:
        report(structure, week)
    assert owed() == {}


def test_who_has_begun_or_reopened_still_owes(structure):
    report(structure, WEEKS[0], Report.State.DRAFT)
    report(structure, WEEKS[1], Report.State.REOPENED)
    found = owed()["Ici"]
    assert (found.missing, found.open) == ([], WEEKS)
    assert found.since == WEEKS[0]


def test_what_was_never_begun_is_told_from_what_was(structure):
    report(structure, WEEKS[1], Report.State.DRAFT)
    found = owed()["Ici"]
    assert (found.missing, found.open) == ([WEEKS[0]], [WEEKS[1]])


def test_the_last_week_that_was_submitted_is_known_however_old(structure):
    report(structure, Week(2023, 40))
    report(structure, WEEKS[1], Report.State.DRAFT)
    assert owed()["Ici"].last_submitted == Week(2023, 40)


def test_months_are_owed_apart_from_weeks(structure):
    for week in WEEKS:
        report(structure, week)
    months = [Month(2024, 2), Month(2024, 3)]
    report(structure, months[0])
    assert owed() == {}
    assert owed(months, MONTH)["Ici"].periods == [months[1]]


def test_a_month_that_begins_on_a_monday_isnt_its_week(structure):
    report(structure, Month(2024, 4))
    assert owed([Week(2024, 14)])["Ici"].missing == [Week(2024, 14)]


def test_the_longest_silent_come_first_and_last_who_never_said_anything(structure):
    for name, week in (("Depuis peu", 14), ("Depuis longtemps", 3)):
        report(factories.StructureFactory(name=name), Week(2024, week))
    assert list(owed()) == ["Depuis longtemps", "Depuis peu", "Ici"]


def test_a_structure_that_left_the_site_owes_nothing():
    factories.StructureFactory(live=False)
    assert owed() == {}


def test_only_what_is_over_is_due():
    assert late.due(Month(2024, 4), WEEK) == [Week(2024, 14), Week(2024, 15)]
    assert late.due(Year(2024), MONTH) == [Month(2024, number) for number in (1, 2, 3)]
    assert late.due(Week(2024, 16), WEEK) == []
    assert late.due(Week(2024, 15), MONTH) == []
    assert owed([]) == {}


def test_one_looks_at_the_last_weeks_or_months():
    assert late.usual_span(WEEK) == Span(Week(2024, 8), Week(2024, 15))
    assert late.due(late.usual_span(MONTH), MONTH) == [Month(2024, number) for number in (1, 2, 3)]


def test_it_costs_as_much_for_many_structures_as_for_one(structure, django_assert_num_queries):
    def ask():
        with django_assert_num_queries(2):
            owed()

    ask()
    for other in factories.StructureFactory.create_batch(20):
        report(other, WEEKS[0], Report.State.DRAFT)
        factories.ReminderFactory(structure=other)
    with django_assert_num_queries(3):
        assert len(owed()) == 21


def test_the_last_reminder_is_the_one_that_counts(structure):
    factories.ReminderFactory(structure=structure)
    last = factories.ReminderFactory(structure=structure)
    factories.ReminderFactory(
        structure=structure, frequency=MONTH, since=date(2024, 3, 1), until=date(2024, 3, 1)
    )
    assert owed()["Ici"].reminder == last
