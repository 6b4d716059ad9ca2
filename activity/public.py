"""Figures for anybody: final ones only, and none that gives a small one away."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, Max, Sum

from activity.models import ActivityRecord, Indicator, Modality, Report
from activity.periods import Year, containing, entry_period
from activity.summary import Coverage, Summary
from activity.suppression import THRESHOLD, Table, gives_away
from catalogue.models import Structure

#: How long what is hidden of a year is remembered, while no week of it is submitted or reopened.
REMEMBERED = 24 * 3600


@dataclass(frozen=True)
class PublicFigure:
    """`value` is None when nobody submitted anything, and when it `is_hidden`."""

    indicator: Indicator
    period: object
    modality: str
    value: int | None
    is_hidden: bool
    is_average: bool
    is_demonstration: bool
    coverage: Coverage
    #: When the last of its weeks was submitted.
    updated_at: datetime | None

    @property
    def modality_label(self):
        return Modality(self.modality).label if self.modality else ""


def public_figure(indicator, structures, period, modality=""):
    """What may be shown of an indicator, of these structures, over a period."""
    summary = Summary(structures, period, [indicator], final=True, modality=modality)
    (figure,) = summary.figures
    is_hidden = figure.value is not None and (
        figure.value < THRESHOLD or tells(indicator, structures, period, modality)
    )
    reports = (
        Report.objects.final()
        .during(period)
        .filter(structure__in=structures, frequency=indicator.frequency)
    )
    return PublicFigure(
        indicator=indicator,
        period=period,
        modality=modality,
        value=None if is_hidden else figure.value,
        is_hidden=is_hidden,
        is_average=figure.is_average,
        is_demonstration=summary.is_demonstration,
        coverage=figure.coverage,
        updated_at=reports.aggregate(at=Max("submitted_at"))["at"],
    )


def tells(indicator, structures, period, modality):
    """Whether a small figure could be worked out with this one."""
    first, last = period.bounds(indicator.frequency)
    keys = {structure.pk for structure in structures}

    def is_part(base):
        structure, day, of_modality = base
        return (
            structure in keys and first <= day <= last and (not modality or of_modality == modality)
        )

    years = {containing(Year, entry_period(indicator.frequency, day)) for day in (first, last)}
    return any(
        gives_away(moves_of(indicator, Year(year)), is_part)
        for year in range(min(years).year, max(years).year + 1)
    )


def moves_of(indicator, year):
    """See `suppression`. Of the whole country: an editor's choice of structures changes nothing.

    A national year takes seconds: it is done once, until a week of that year changes.
    """
    reports = Report.objects.during(year).filter(frequency=indicator.frequency)
    stamp = reports.aggregate(count=Count("pk"), at=Max("updated_at"))
    if not stamp["count"]:
        return []
    state = f"{stamp['count']}-{stamp['at'].timestamp()}"
    key = f"activity-moves-{indicator.pk}-{year.code}-{state}"
    moves = cache.get(key)
    if moves is None:
        moves = table(indicator, year).moves
        cache.set(key, moves, REMEMBERED)
    return moves


def table(indicator, year):
    """The final figures of an indicator and a year, in the whole country."""
    records = ActivityRecord.objects.filter(
        indicator=indicator, starts_on__range=year.bounds(indicator.frequency)
    )
    rows = (
        records.final()
        .order_by()
        .values_list("structure", "starts_on", "modality")
        .annotate(total=Sum("value"))
    )
    return Table(
        {tuple(base): total for *base, total in rows},
        # Without a network: each by itself, below the whole country.
        {pk: network or f"-{pk}" for pk, network in Structure.objects.values_list("pk", "network")},
        indicator.frequency,
        is_average=not indicator.is_additive,
    )
