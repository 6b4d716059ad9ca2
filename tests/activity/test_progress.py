"""How far targets are, on Friday of the week 16 of 2024."""

from datetime import date

import pytest
from django.utils import timezone

from activity import targets
from activity.models import Modality, Target
from activity.periods import Week, Year
from activity.progress import Pace, Progress, elapsed, overview, progress
from activity.summary import Summary
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def of(structure, year=2024):
    (found,) = progress([structure], year)
    return found


def aim(structure, indicator, value, year=2024):
    return factories.TargetFactory(structure=structure, indicator=indicator, value=value, year=year)


def count(structure, indicator, value, week=15):
    return factories.ActivityRecordFactory(
        structure=structure,
        indicator=indicator,
        value=value,
        starts_on=Week(2024, week).starts_on,
    )


def row(structure, year=2024):
    ((_target, found),) = of(structure, year).rows
    return found


# --- The figure


def test_the_figure_to_date_is_the_total_of_the_summary(structure, workshops):
    aim(structure, workshops, 200)
    for week, value in ((1, 10), (15, 20)):
        count(structure, workshops, value, week)
    factories.ActivityRecordFactory(
        structure=structure, indicator=workshops, value=5, modality=Modality.REMOTE
    )
    (figure,) = Summary([structure], Year(2024), [workshops]).figures
    assert row(structure).figure == figure.value == 35
    assert row(structure).share == 35 / 200


def test_another_year_counts_for_itself(structure, workshops):
    aim(structure, workshops, 100, year=2023)
    count(structure, workshops, 30)
    assert row(structure, 2023).figure is None
    assert of(structure).rows == []


def test_persons_are_an_average_and_never_a_sum(structure, young_people):
    aim(structure, young_people, 40)
    for week, value in ((14, 30), (15, 40)):
        count(structure, young_people, value, week)
    found = row(structure)
    assert found.figure == 35
    assert found.is_average
    assert found.expected == 40  # in any week of the year


def test_months_count_as_months(structure, entries):
    aim(structure, entries, 120)
    for month in (1, 2):
        factories.ActivityRecordFactory(
            structure=structure, indicator=entries, value=12, starts_on=date(2024, month, 1)
        )
    found = row(structure)
    assert found.figure == 24
    assert found.expected == 30  # January, February and March are over


def test_nothing_said_is_not_zero(structure, workshops):
    aim(structure, workshops, 100)
    assert row(structure).figure is None
    assert row(structure).pace == Pace.UNKNOWN
    count(structure, workshops, 0)
    assert row(structure).figure == 0
    assert row(structure).pace == Pace.BEHIND


# --- The pace


def test_a_part_of_the_year_is_over():
    assert elapsed(2024, "week") == 15 / 52
    assert elapsed(2024, "month") == 3 / 12
    assert elapsed(2023, "week") == elapsed(2023, "month") == 1
    assert elapsed(2025, "week") == 0


def test_a_year_may_have_53_weeks():
    assert elapsed(2020, "week") == 1
    assert len(Year(2020).bounds("week")) == 2


@pytest.mark.parametrize(
    ("figure", "part", "pace"),
    [
        (None, 0.5, Pace.UNKNOWN),
        (100, 0.5, Pace.REACHED),
        (50, 0.5, Pace.ON_TRACK),
        (48, 0.5, Pace.ON_TRACK),
        (47, 0.5, Pace.BEHIND),
        (0, 0, Pace.ON_TRACK),
        (99, 1, Pace.MISSED),
        (100, 1, Pace.REACHED),
    ],
)
def test_a_pace_is_told_in_words(figure, part, pace, workshops):
    found = Progress(workshops, 2024, target=100, figure=figure, elapsed=part)
    assert found.pace == pace
    assert found.is_behind == (pace in {Pace.BEHIND, Pace.MISSED})


def test_persons_are_behind_at_any_time_of_the_year(young_people):
    assert Progress(young_people, 2024, 40, 30, elapsed=0.1).pace == Pace.BEHIND


# --- Coverage


def test_the_weeks_that_were_submitted_are_beside(structure, workshops):
    aim(structure, workshops, 100)
    for week in (14, 15, 16):  # the last one isn't over
        factories.ReportFactory(
            structure=structure, starts_on=Week(2024, week).starts_on, submitted=True
        )
    factories.ReportFactory(structure=structure, starts_on=Week(2024, 13).starts_on)
    assert (of(structure).submitted, of(structure).weeks) == (2, 15)


# --- Several structures


def overviews(structures):
    found = progress(structures, 2024)
    return overview([row for one in found for _target, row in one.rows], len(structures))


def test_acts_of_structures_that_have_a_target_are_added(here, there, workshops):
    for structure, target, value in zip(here.structures, (100, 300), (40, 60), strict=True):
        aim(structure, workshops, target)
        count(structure, workshops, value)
    count(there.structure, workshops, 1_000)  # without a target
    structures = [*here.structures, there.structure]
    (found,) = overviews(structures)
    assert (found.whole.target, found.whole.figure) == (400, 100)
    assert (found.structures, found.among) == (2, 3)


def test_persons_of_several_structures_are_not(here, young_people):
    for structure, value in zip(here.structures, (50, 30), strict=True):
        aim(structure, young_people, 40)
        count(structure, young_people, value)
    (found,) = overviews(here.structures)
    assert found.whole is None
    assert (found.reached, found.behind, found.unknown) == (1, 1, 0)
    (alone,) = overviews([here.structure])
    assert (alone.whole.figure, alone.whole.target) == (50, 40)


def test_many_structures_cost_as_many_queries_as_one(here, indicators, django_assert_num_queries):
    def fill(structures):
        for structure in structures:
            for indicator in indicators:
                aim(structure, indicator, 100)

    fill([here.structure])
    with django_assert_num_queries(3):
        progress([here.structure], 2024)
    others = factories.StructureFactory.create_batch(20)
    fill(others)
    with django_assert_num_queries(3):
        assert len(progress(others, 2024)) == 20


# --- Setting them


def test_targets_are_set_changed_and_taken_away(structure, workshops, interviews, adviser):
    for changes in (
        {workshops: (90, None), interviews: (800, None)},
        {workshops: (95, 90), interviews: (None, 800)},
    ):
        assert targets.save(structure, 2024, changes, adviser) == {}
    target = Target.objects.get()
    assert (target.indicator, target.value, target.updated_by) == (workshops, 95, adviser)
    assert target.updated_at == timezone.now()


def test_what_somebody_else_set_meanwhile_is_not_written_over(
    structure, workshops, interviews, adviser
):
    aim(structure, workshops, 500)
    theirs = targets.save(
        structure, 2024, {workshops: (90, None), interviews: (800, None)}, adviser
    )
    assert theirs == {workshops: 500}
    assert list(Target.objects.values_list("value", flat=True)) == [500]


def test_the_same_value_twice_is_no_conflict(structure, workshops, adviser):
    changes = {workshops: (90, None)}
    assert targets.save(structure, 2024, changes, adviser) == {}
    assert targets.save(structure, 2024, changes, adviser) == {}
