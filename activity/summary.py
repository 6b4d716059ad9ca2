"""Every total of the activity: one definition for pages, API, exports and the public figures.

Acts add up over weeks. Persons don't, since the same one may come every week: over several weeks
their figure is the average of the weeks' totals (of the weeks that somebody reported).
A comparison takes as much of the other period as has gone by of this one.

The statements read the rows of the asked indicators and dates from the index `record_totals`, in
which they are side by side: five years of figures take no longer to total one year of than one.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Sum, Value
from django.utils import timezone
from django.utils.translation import ngettext

from activity.coverage import NO_REPORTS, report_counts
from activity.models import ActivityRecord, Indicator, Modality, Report, YoungPopulation
from activity.periods import Frequency, Week, containing, entries_of, entry_period
from activity.querysets import together

#: Modalities in which one meets: shares are of these.
WITH_MODALITY = [Modality.ON_SITE, Modality.REMOTE, Modality.OUTREACH]
#: What a breakdown may be by, other than time and modality: the way to what tells its parts apart.
COLUMNS = {
    "structure": ["structure"],
    "network": ["structure__network"],
    "site": ["site__code", "site__name"],
    "theme": ["theme__code", "theme__name"],
    "scheme": ["scheme__code", "scheme__name"],
}


@dataclass(frozen=True)
class Amount:
    """A total of acts, or an average of persons over the `periods` that were reported."""

    total: int
    periods: int
    is_average: bool

    @property
    def value(self):
        if not self.is_average:
            return self.total
        return (2 * self.total + self.periods) // (2 * self.periods)  # rounded, half up


@dataclass(frozen=True)
class Coverage:
    """Of how many structures, and of how many of their weeks or months, the figures are."""

    structures: int
    reporting: int
    #: A structure's weeks (or months) that have begun, those with a submitted report.
    expected: int
    submitted: int

    @property
    def share(self):
        return self.reporting / self.structures if self.structures else None

    @property
    def is_final(self):
        """Every structure has submitted every week."""
        return self.expected > 0 and self.submitted == self.expected

    def __str__(self):
        return ngettext(
            "%(reporting)d structure sur %(structures)d a renseigné",
            "%(reporting)d structures sur %(structures)d ont renseigné",
            self.reporting,
        ) % {"reporting": self.reporting, "structures": self.structures}


@dataclass(frozen=True)
class Figure:
    """An indicator over a period. `value` is None when nobody said."""

    indicator: Indicator
    value: int | None
    is_average: bool
    #: Some of it is from weeks that aren't submitted.
    is_provisional: bool
    coverage: Coverage
    previous: int | None
    year_before: int | None
    #: Of the acts with a modality, from 0 to 1; None without any.
    remote_share: float | None
    #: For 1,000 young people, of the structures that reported and whose population is known.
    per_thousand: float | None

    @property
    def change(self):
        return change(self.previous, self.value)

    @property
    def change_on_year(self):
        return change(self.year_before, self.value)


def change(before, after):
    """0.1 for 10 % more; None where there is nothing to compare with."""
    return (after - before) / before if before and after is not None else None


class Summary:
    """The totals of some structures over a period, of all indicators by default.

    `modality`, `theme`… narrow it; `final` keeps submitted weeks only. `within`: one of the same
    structures, over a period that holds this one: its reports aren't read again. Without
    `compares`, the periods before aren't read, and its figures have none."""

    def __init__(
        self,
        structures,
        period,
        indicators=None,
        *,
        final=False,
        within=None,
        compares=True,
        **narrow,
    ):
        self.structures, self.period = list(structures), period
        self.indicators = list(Indicator.objects.all()) if indicators is None else list(indicators)
        self.final, self.within = final, within
        self.compared = [period.previous, period.year_before] if compares else []
        self.narrow = {name: value for name, value in narrow.items() if value}

    # --- What is shown ------------------------------------------------------------------

    @cached_property
    def figures(self):
        """One for each indicator, whoever reported it."""
        return [self._figure(indicator) for indicator in self.indicators]

    def _figure(self, indicator):
        return Figure(
            indicator=indicator,
            value=value_of(self._total(indicator, self.period)),
            is_average=not indicator.is_additive,
            is_provisional=indicator.pk in self._provisional,
            coverage=self.coverage(indicator),
            previous=value_of(self._total(indicator, self.period.previous)),
            year_before=value_of(self._total(indicator, self.period.year_before)),
            remote_share=self._remote_share(indicator),
            per_thousand=self.per_thousand(indicator, self.structures),
        )

    def by(self, name):
        """{key: {indicator's key: Amount}}, by one of `COLUMNS`, or by "modality".

        What names no theme (or site, or scheme) isn't there: it is the rest of the figure. Their
        keys are (code, name), the others' are primary keys; None is "without a network".
        """
        if name == "modality":
            return self._gathered(self.period, lambda indicator, day, modality: modality)
        found, columns = defaultdict(dict), COLUMNS[name]
        for row in together(self._totals(columns, *kind) for kind in self._kinds):
            key = tuple(row[column] for column in columns)
            amount = Amount(row["total"], row["periods"], row["indicator"] in self._persons)
            found[key if len(key) > 1 else key[0]][row["indicator"]] = amount
        return dict(found)

    @cached_property
    def by_structure(self):
        return self.by("structure")

    def trend(self, kind=Week, period=None):
        """{period: {indicator's key: Amount}} for each week, month, quarter or year, in order.

        Indicators that are counted by the month have no week: they come in their month. `period`
        may be the one before, or the one of the year before.
        """
        found = self._gathered(
            period or self.period,
            lambda indicator, day, _modality: containing(
                kind, entry_period(indicator.frequency, day)
            ),
        )
        return dict(sorted(found.items(), key=lambda item: (item[0].starts_on, item[0].code)))

    def parts(self, frequency, kind):
        """{week, month, quarter or year: those of its weeks, or months, that have begun}."""
        found = defaultdict(list)
        for entry in entries_of(self.period, frequency):
            found[containing(kind, entry)].append(entry)
        return dict(found)

    def coverage(self, indicator):
        """How many structures said something about this indicator."""
        reporting = self.reporting(indicator, self.structures)
        entries = entries_of(self.period, indicator.frequency)
        expected, submitted, _open = self.reports(indicator.frequency, entries)
        return Coverage(len(self.structures), reporting, expected, submitted)

    def reports(self, frequency, entries):
        """Of these weeks, or months: how many are expected, submitted, and still open."""
        keys = [(frequency, entry.starts_on) for entry in entries]
        counts = [self.report_counts.get(key, NO_REPORTS) for key in keys]
        submitted = sum(count.submitted for count in counts)
        begun = sum(count.begun for count in counts)
        return len(self.structures) * len(keys), submitted, begun - submitted

    @cached_property
    def is_demonstration(self):
        return any(count.demonstration for count in self.report_counts.values())

    def reporting(self, indicator, structures):
        """How many of these structures said something about it."""
        return sum(
            indicator.pk in self.by_structure.get(structure.pk, {}) for structure in structures
        )

    def per_thousand(self, indicator, structures):
        """For 1,000 young people, of those structures that reported and whose number is known."""
        known = [
            (amounts[indicator.pk].value, self.populations[structure.pk])
            for structure in structures
            if indicator.pk in (amounts := self.by_structure.get(structure.pk, {}))
            and structure.pk in self.populations
        ]
        people = sum(people for _value, people in known)
        return sum(value for value, _people in known) * 1_000 / people if people else None

    @cached_property
    def populations(self):
        """{structure's key: how many young people}."""
        return dict(
            YoungPopulation.objects.filter(structure__in=self._keys)
            .order_by()
            .values_list("structure", "people")
        )

    # --- What is read -------------------------------------------------------------------

    @cached_property
    def _keys(self):
        return [structure.pk for structure in self.structures]

    @cached_property
    def _persons(self):
        """The keys of the indicators that don't add up over time."""
        return {indicator.pk for indicator in self.indicators if not indicator.is_additive}

    @cached_property
    def _kinds(self):
        """(frequency, additive or not, indicators): what is totalled in the same way."""
        kinds = defaultdict(list)
        for indicator in self.indicators:
            kinds[indicator.frequency, indicator.is_additive].append(indicator)
        return [(*kind, indicators) for kind, indicators in kinds.items()]

    @cached_property
    def _frequencies(self):
        """(frequency, indicators)."""
        kinds = defaultdict(list)
        for indicator in self.indicators:
            kinds[indicator.frequency].append(indicator)
        return list(kinds.items())

    def _records(self, frequency, indicators, bounds):
        """One range of dates: for two, PostgreSQL would read the whole table."""
        if bounds is None:
            return ActivityRecord.objects.none().order_by()
        records = ActivityRecord.objects.filter(
            indicator__in=[indicator.pk for indicator in indicators],
            starts_on__range=bounds,
            structure__in=self._keys,
            **self.narrow,
        ).order_by()
        if self.final:
            return records.filter(Exists(submitted_reports(frequency, bounds)))
        return records

    def _bounds(self, period, frequency):
        """The first and last days to read; of another period, up to where this one has come."""
        bounds = period.bounds(frequency)
        if bounds is None or period == self.period or self.period.is_complete:
            return bounds
        first, last = bounds
        elapsed = timezone.localdate() - self.period.starts_on
        return (first, min(last, period.starts_on + elapsed)) if elapsed.days >= 0 else None

    @cached_property
    def _sums(self):
        """{indicator's key: {starts_on: {modality: total}}}, this period and the compared ones."""
        periods = [self.period, *self.compared]
        rows = together(
            self._records(frequency, indicators, bounds)
            .values("indicator", "starts_on", "modality")
            .annotate(n=Sum("value"))
            for frequency, indicators in self._frequencies
            for bounds in sorted({self._bounds(one, frequency) for one in periods} - {None})
        )
        sums = defaultdict(lambda: defaultdict(dict))
        for row in rows:  # a week that two of the ranges hold comes twice, with the same total
            sums[row["indicator"]][row["starts_on"]][row["modality"]] = row["n"]
        return sums

    def _totals(self, columns, frequency, is_additive, indicators):
        """One row for each part of a breakdown and indicator."""
        rows = self._records(frequency, indicators, self.period.bounds(frequency))
        if len(columns) > 1:
            detail = columns[0].partition("__")[0]
            rows = rows.filter(**{f"{detail}__isnull": False})
        periods = Value(1) if is_additive else Count("starts_on", distinct=True)
        return rows.values(*columns, "indicator").annotate(total=Sum("value"), periods=periods)

    def _days(self, indicator, period):
        bounds = self._bounds(period, indicator.frequency)
        if bounds is None:
            return []
        first, last = bounds
        days = self._sums[indicator.pk].items() if indicator.pk in self._sums else []
        return [(day, modalities) for day, modalities in days if first <= day <= last]

    def _gathered(self, period, key):
        """{key(indicator, starts_on, modality): {indicator's key: Amount}}."""
        sums = defaultdict(lambda: defaultdict(lambda: [0, set()]))
        for indicator in self.indicators:
            for day, modalities in self._days(indicator, period):
                for modality, value in modalities.items():
                    cell = sums[key(indicator, day, modality)][indicator.pk]
                    cell[0] += value
                    cell[1].add(day)
        return {
            part: {
                pk: Amount(total, len(days), pk in self._persons)
                for pk, (total, days) in row.items()
            }
            for part, row in sums.items()
        }

    def _total(self, indicator, period):
        days = self._days(indicator, period)
        total = sum(sum(modalities.values()) for _day, modalities in days)
        return Amount(total, len(days), not indicator.is_additive) if days else None

    def _remote_share(self, indicator):
        shares = defaultdict(int)
        for _day, modalities in self._days(indicator, self.period):
            for modality, value in modalities.items():
                shares[modality] += value
        met = sum(shares[modality] for modality in WITH_MODALITY)
        return shares[Modality.REMOTE] / met if met else None

    @cached_property
    def _provisional(self):
        """The indicators of which something isn't submitted."""
        if self.final:
            return set()
        bounds = {frequency: self.period.bounds(frequency) for frequency in Frequency.values}
        rows = together(
            self._records(frequency, indicators, bounds[frequency])
            .filter(~Exists(submitted_reports(frequency, bounds[frequency])))
            .values("indicator")
            .distinct()
            for frequency, indicators in self._frequencies
            if bounds[frequency]
        )
        return {row["indicator"] for row in rows}

    @cached_property
    def report_counts(self):
        """{(frequency, starts_on): ReportCount}."""
        if self.within:
            entries = {entry for one in Frequency.values for entry in entries_of(self.period, one)}
            counts = self.within.report_counts.items()
            return {key: count for key, count in counts if entry_period(*key) in entries}
        return report_counts(self._keys, self.period)


def submitted_reports(frequency, bounds):
    """Those of a record, for `Exists`; dated, or every year's would be gone through."""
    return Report.objects.final().filter(
        structure=OuterRef("structure"),
        starts_on=OuterRef("starts_on"),
        frequency=frequency,
        starts_on__range=bounds,
    )


def value_of(amount):
    return amount.value if amount else None
