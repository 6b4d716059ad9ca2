"""Figures that are made up: valid, the same for the same seed, and marked."""

import pytest
from django.core.management import CommandError, call_command

from activity.models import ActivityRecord, Indicator, Report
from activity.periods import Week, Year
from activity.summary import Summary
from catalogue.models import DemonstrationRecord
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.dialect("catalogue.bulk")]


@pytest.fixture
def generated(here, there):
    factories.ThemeFactory()
    factories.CoverageFactory(structure=here.structure)
    call_command("generate_activity", years=1, verbosity=0)
    return [*here.structures, *there.structures]


def figures():
    return list(
        ActivityRecord.objects.order_by(
            "structure__name", "starts_on", "indicator", "modality", "theme"
        ).values_list("starts_on", "indicator", "modality", "value")
    )


def test_generated_figures_are_valid(generated):
    for record in ActivityRecord.objects.order_by("?")[:100]:
        record.full_clean()
    for report in Report.objects.order_by("?")[:50]:
        report.full_clean()


def test_each_week_of_the_year_is_there_and_marked(generated):
    assert Report.objects.filter(structure=generated[1], frequency="week").count() >= 51
    assert not Report.objects.filter(is_demonstration=False).exists()
    assert Summary(generated, Week(2024, 15)).is_demonstration


def test_every_indicator_is_there(generated):
    summary = Summary(generated, Year(2023))
    shipped = [figure for figure in summary.figures if figure.value]
    assert len(shipped) == Indicator.objects.count() == 20


def test_dates_are_read_back_as_written(generated):
    record = ActivityRecord.objects.first()
    assert ActivityRecord.objects.filter(
        starts_on=record.starts_on, updated_at=record.updated_at
    ).exists()


def test_the_same_seed_gives_the_same_figures(generated):
    before = figures()
    ActivityRecord.objects.all().delete()
    Report.objects.all().delete()
    call_command("generate_activity", years=1, verbosity=0)
    assert figures() == before


def test_what_has_figures_isnt_filled_again(generated):
    with pytest.raises(CommandError):
        call_command("generate_activity", years=1, verbosity=0)


@pytest.fixture
def demonstration(db):
    structure = factories.StructureFactory(imilo_code="94016S00")
    call_command("load_demo_activity", verbosity=0)
    return structure


def test_the_demonstration_has_more_than_two_years(demonstration):
    reports = demonstration.reports.filter(frequency="week")
    assert reports.filter(starts_on="2022-04-25").exists()
    assert not reports.filter(is_demonstration=False).exists()


def test_the_rest_of_the_region_has_a_few_months_and_no_target(here, there):
    shown = factories.StructureFactory(imilo_code="94016S00", network=here.network)
    call_command("load_demo_activity", verbosity=0)
    call_command("load_demo_activity", verbosity=0)
    for neighbour in here.structures:
        assert 10 < neighbour.reports.filter(frequency="week").count() <= 18
        assert not neighbour.targets.exists()
    assert shown.targets.exists()
    assert not there.structure.reports.exists()


def test_the_demonstration_is_made_once(demonstration):
    ActivityRecord.objects.all().delete()
    call_command("load_demo_activity", verbosity=0)
    assert not ActivityRecord.objects.exists()
    assert DemonstrationRecord.objects.filter(key="activityrecord:94016S00").exists()
