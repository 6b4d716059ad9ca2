"""How far a year's targets are: the figure to date, and what it would be at an even pace.

Figures are those of `activity.summary`. Acts build up to their target, so at the middle of the
year half of it is expected. Persons don't add up: theirs is an average of the weeks, to be compared
with the target itself at any moment; nor is one structure's average added to another's.
"""

from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from activity.models import Indicator, Report, Target
from activity.periods import Frequency, Year, entry_period, through
from activity.summary import Summary

#: As good as the pace that is expected: a week more or less of a year.
CLOSE = 0.95


class Pace(models.TextChoices):
    UNKNOWN = "unknown", _("rien n’est renseigné")
    REACHED = "reached", _("objectif atteint")
    ON_TRACK = "on-track", _("au rythme attendu")
    BEHIND = "behind", _("en dessous du rythme attendu")
    MISSED = "missed", _("objectif non atteint")


@dataclass(frozen=True)
class Progress:
    """Of one target, or of those of several structures for acts. `figure`: None if nobody said."""

    indicator: Indicator
    year: int
    target: int
    figure: int | None
    #: The part of the year that is over, from 0 to 1.
    elapsed: float

    @property
    def is_average(self):
        return not self.indicator.is_additive

    @property
    def expected(self):
        """At this time of the year."""
        return self.target if self.is_average else round(self.target * self.elapsed)

    @property
    def share(self):
        """Of the target: 0.5 at half of it."""
        return None if self.figure is None else self.figure / self.target

    @property
    def pace(self):
        if self.figure is None:
            return Pace.UNKNOWN
        if self.figure >= self.target:
            return Pace.REACHED
        if self.elapsed >= 1:
            return Pace.MISSED
        return Pace.ON_TRACK if self.figure >= CLOSE * self.expected else Pace.BEHIND

    @property
    def is_behind(self):
        return self.pace in {Pace.BEHIND, Pace.MISSED}


@dataclass(frozen=True)
class StructureProgress:
    """Of one structure's targets of a year."""

    structure: object
    rows: list[tuple[Target, Progress]]
    #: Its weeks that are over, and those of them that it has submitted.
    weeks: int
    submitted: int

    @property
    def reached(self):
        return sum(progress.pace == Pace.REACHED for _target, progress in self.rows)

    @property
    def behind(self):
        return sum(progress.is_behind for _target, progress in self.rows)


@dataclass(frozen=True)
class Overview:
    """Of one indicator, in all the structures that have a target for it."""

    indicator: Indicator
    year: int
    #: Those that have a target, and of how many.
    structures: int
    among: int
    reached: int
    behind: int
    unknown: int
    #: Of all of them together: None for persons of several, who aren't added up.
    whole: Progress | None


def elapsed(year, frequency):
    """The part of a year's weeks, or months, that is over."""
    entries = whole_year(year, frequency)
    return sum(entry.is_complete for entry in entries) / len(entries)


def whole_year(year, frequency):
    return through(*(entry_period(frequency, day) for day in Year(year).bounds(frequency)))


def progress(structures, year):
    """A `StructureProgress` for each of these structures: as many queries for all as for one."""
    structures = list(structures)
    targets = list(
        Target.objects.filter(structure__in=structures, year=year)
        .select_related("indicator", "updated_by")
        .order_by("indicator__position", "indicator__code")
    )
    weeks, submitted = submitted_weeks(structures, year)
    rows = {}
    if targets:
        summary = Summary(structures, Year(year), {target.indicator for target in targets})
        for target, found in zip(targets, followed(targets, summary), strict=True):
            rows.setdefault(target.structure_id, []).append((target, found))
    return [
        StructureProgress(one, rows.get(one.pk, []), weeks, submitted.get(one.pk, 0))
        for one in structures
    ]


def followed(targets, summary):
    """A `Progress` for each target, from the totals of their year."""
    year = summary.period.year
    amounts = summary.by_structure
    parts = {frequency: elapsed(year, frequency) for frequency in Frequency.values}
    return [
        Progress(
            indicator=target.indicator,
            year=year,
            target=target.value,
            figure=amount.value if amount else None,
            elapsed=parts[target.indicator.frequency],
        )
        for target in targets
        for amount in [amounts.get(target.structure_id, {}).get(target.indicator_id)]
    ]


def submitted_weeks(structures, year):
    """How many weeks of the year are over; {structure's key: how many of them it submitted}."""
    over = [week for week in whole_year(year, Frequency.WEEK) if week.is_complete]
    if not over:
        return 0, {}
    reports = Report.objects.final().filter(
        structure__in=structures,
        frequency=Frequency.WEEK,
        starts_on__range=(over[0].starts_on, over[-1].starts_on),
    )
    counted = reports.order_by().values_list("structure").annotate(n=Count("pk"))
    return len(over), dict(counted)


def overview(found, among):
    """An `Overview` for each indicator of these `Progress`; `among`: of how many structures."""
    by_indicator = {}
    for row in found:
        by_indicator.setdefault(row.indicator, []).append(row)
    ordered = sorted(by_indicator, key=lambda one: (one.position, one.code))
    return [
        Overview(
            indicator=indicator,
            year=rows[0].year,
            structures=len(rows),
            among=among,
            reached=sum(row.pace == Pace.REACHED for row in rows),
            behind=sum(row.is_behind for row in rows),
            unknown=sum(row.figure is None for row in rows),
            whole=together(rows) if indicator.is_additive or len(rows) == 1 else None,
        )
        for indicator in ordered
        for rows in [by_indicator[indicator]]
    ]


def together(rows):
    """Of the structures that have a target: what others did would flatter the figure."""
    said = [row.figure for row in rows if row.figure is not None]
    return Progress(
        indicator=rows[0].indicator,
        year=rows[0].year,
        target=sum(row.target for row in rows),
        figure=sum(said) if said else None,
        elapsed=rows[0].elapsed,
    )


def years_with_targets(structures):
    years = Target.objects.filter(structure__in=structures).order_by().values_list("year")
    return sorted({year for (year,) in years.distinct()}, reverse=True)


def indicators_to_aim_at(structure, year):
    """Those that are asked for, and those that it has a target for already."""
    return Indicator.objects.filter(
        Q(is_active=True) | Q(targets__structure=structure, targets__year=year)
    ).distinct()
