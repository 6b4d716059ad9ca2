"""What the database itself refuses."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from activity.models import Indicator, Report, ReportEvent
from tests.factories import (
    ActivityRecordFactory,
    IndicatorFactory,
    ReceptionSiteFactory,
    ReportFactory,
    SchemeFactory,
    StructureFactory,
    TargetFactory,
    ThemeFactory,
    YoungPopulationFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def refused(make, **values):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**values)


def test_the_shipped_indicators_are_all_there():
    codes = set(Indicator.objects.values_list("code", flat=True))
    assert {"jeunes-en-contact", "entretiens", "ateliers", "entrees-cej", "pmsmp"} <= codes
    assert len(codes) == 20
    for indicator in Indicator.objects.all():
        indicator.full_clean()


def test_persons_never_add_up():
    refused(IndicatorFactory, unit="persons", is_additive=True)


@pytest.mark.parametrize("detail", [{}, {"theme": ThemeFactory}, {"scheme": SchemeFactory}])
def test_a_cell_holds_one_figure(detail):
    place = {name: factory() for name, factory in detail.items()}
    record = ActivityRecordFactory(indicator__has_theme=True, **place)
    refused(ActivityRecordFactory, structure=record.structure, indicator=record.indicator, **place)


def test_details_are_different_cells():
    record = ActivityRecordFactory()
    place = {"structure": record.structure, "indicator": record.indicator}
    ActivityRecordFactory(**place, theme=ThemeFactory())
    ActivityRecordFactory(**place, modality="remote")
    ActivityRecordFactory(**place, site=ReceptionSiteFactory(structure=record.structure))


@pytest.mark.parametrize("day", [date(2024, 4, 9), date(2024, 4, 30), date(2024, 6, 30)])
def test_a_figure_is_of_a_monday_or_of_a_first(day):
    refused(ActivityRecordFactory, starts_on=day)


@pytest.mark.parametrize("day", [date(2024, 4, 8), date(2024, 5, 1), date(2024, 4, 1)])
def test_mondays_and_firsts_are_accepted(day):
    ActivityRecordFactory(starts_on=day)


@pytest.mark.parametrize("values", [{"value": -1}, {"value": 10**7}, {"modality": "ailleurs"}])
def test_an_impossible_figure_is_refused(values):
    refused(ActivityRecordFactory, **values)


@pytest.mark.parametrize(
    ("frequency", "day"), [("week", date(2024, 4, 2)), ("month", date(2024, 4, 8))]
)
def test_a_report_begins_with_its_period(frequency, day):
    refused(ReportFactory, frequency=frequency, starts_on=day)


def test_a_week_has_one_report():
    report = ReportFactory()
    refused(ReportFactory, structure=report.structure)


def test_a_submitted_report_says_when():
    refused(ReportFactory, state=Report.State.SUBMITTED)
    refused(ReportFactory, submitted_at=timezone.now())
    ReportFactory(submitted=True)


def test_nothing_is_reopened_without_a_reason():
    report = ReportFactory(submitted=True)
    refused(ReportEvent.objects.create, report=report, kind="reopened")


def test_a_target_is_set_once_and_is_something():
    target = TargetFactory()
    refused(TargetFactory, structure=target.structure, indicator=target.indicator)
    refused(TargetFactory, value=0)


def test_a_population_is_someone():
    refused(YoungPopulationFactory, people=0)


@pytest.mark.parametrize(
    ("indicator", "values", "field"),
    [({}, {"starts_on": date(2024, 5, 1)}, "starts_on"),
     ({"frequency": "month"}, {"starts_on": date(2024, 4, 8)}, "starts_on"),
     ({}, {"modality": ""}, "modality"),
     ({"has_modality": False}, {"modality": "remote"}, "modality")],
)  # fmt: skip
def test_a_figure_fits_its_indicator(indicator, values, field):
    record = ActivityRecordFactory.build(
        structure=StructureFactory(), indicator=IndicatorFactory(**indicator), **values
    )
    with pytest.raises(ValidationError) as refusal:
        record.full_clean()
    assert field in refusal.value.message_dict


def test_a_figure_has_only_the_details_of_its_indicator():
    record = ActivityRecordFactory(theme=ThemeFactory(), site=ReceptionSiteFactory())
    with pytest.raises(ValidationError) as refusal:
        record.full_clean()
    assert {"theme", "site"} <= refusal.value.message_dict.keys()


def test_an_indicator_with_figures_keeps_its_meaning():
    indicator = ActivityRecordFactory().indicator
    indicator.name = "Un autre nom"
    indicator.full_clean()
    indicator.frequency = "month"
    with pytest.raises(ValidationError):
        indicator.full_clean()
