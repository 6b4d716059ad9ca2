"""Figures for anybody: final ones only, and none that gives a small one away."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Max

from activity import suppressions
from activity.models import Indicator, Modality, Report
from activity.summary import Coverage, Summary
from activity.suppression import THRESHOLD, gives_away


@dataclass(frozen=True)
class PublicFigure:
    """`value` is None when nobody submitted anything, and when it `is_hidden` or `is_awaited`: it
    has changed, and the worker hasn't said yet what it would tell."""

    indicator: Indicator
    period: object
    modality: str
    value: int | None
    is_average: bool
    is_demonstration: bool
    coverage: Coverage
    #: When the last of its weeks was submitted.
    updated_at: datetime | None
    is_hidden: bool = False
    is_awaited: bool = False

    @property
    def modality_label(self):
        return Modality(self.modality).label if self.modality else ""


def public_figure(indicator, structures, period, modality=""):
    """What may be shown of an indicator, of these structures, over a period."""
    summary = Summary(
        structures, period, [indicator], final=True, compares=False, modality=modality
    )
    (figure,) = summary.figures
    reports = Report.objects.during(period).filter(
        structure__in=structures, frequency=indicator.frequency
    )
    found = PublicFigure(
        indicator=indicator,
        period=period,
        modality=modality,
        value=figure.value,
        is_average=figure.is_average,
        is_demonstration=summary.is_demonstration,
        coverage=figure.coverage,
        updated_at=reports.final().aggregate(at=Max("submitted_at"))["at"],
    )
    if figure.value is None:
        return found
    is_small = figure.value < THRESHOLD
    tells = is_small or what_it_tells(found, structures, reports)
    if tells is None:
        return replace(found, value=None, is_awaited=True)
    return replace(found, value=None, is_hidden=True) if tells else found


def what_it_tells(figure, structures, reports):
    """Whether a small figure could be worked out with this one; `None` while nobody knows."""
    indicator, period = figure.indicator, figure.period
    first, last = period.bounds(indicator.frequency)
    keys = {structure.pk for structure in structures}

    def is_part(base):
        structure, day, modality = base
        return (
            structure in keys
            and first <= day <= last
            and (not figure.modality or modality == figure.modality)
        )

    tells = False
    for year in suppressions.years_of(indicator, period):
        moves = suppressions.moves_of(indicator, year, reports)
        if moves is None:
            return None
        tells = tells or gives_away(moves, is_part)
    return tells
