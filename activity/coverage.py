"""Who has reported, and who is late."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Max, Q

from activity.models import Report
from activity.periods import Frequency, entries_of
from activity.querysets import together
from catalogue.models import Structure


@dataclass(frozen=True)
class StructureCoverage:
    """Of a structure's weeks (or months) that have begun: submitted, still open, and missing."""

    structure: Structure
    expected: int
    submitted: int
    open: int
    last_submitted: object

    @property
    def missing(self):
        return self.expected - self.submitted - self.open

    @property
    def is_late(self):
        return self.submitted < self.expected


class ReportCount(NamedTuple):
    """The reports of a week, or of a month."""

    begun: int
    submitted: int
    demonstration: int


NO_REPORTS = ReportCount(0, 0, 0)


def report_counts(structures, period):
    """{(frequency, starts_on): ReportCount}, in one statement that its index answers alone."""
    counted = together(
        Report.objects.filter(
            frequency=frequency, starts_on__range=bounds, structure__in=structures
        )
        .order_by()
        .values_list("frequency", "starts_on")
        .annotate(
            begun=Count("starts_on"),
            submitted=Count("starts_on", filter=Q(state=Report.State.SUBMITTED)),
            demonstration=Count("starts_on", filter=Q(is_demonstration=True)),
        )
        for frequency in Frequency.values
        if (bounds := period.bounds(frequency))
    )
    return {(frequency, day): ReportCount(*counts) for frequency, day, *counts in counted}


def coverage(structures, period, frequency=Frequency.WEEK):
    """One for each structure, in the order given; one query."""
    reports = Report.objects.during(period).filter(frequency=frequency, structure__in=structures)
    counted = {
        row["structure"]: row
        for row in reports.order_by()
        .values("structure")
        .annotate(
            submitted=Count("pk", filter=Q(state=Report.State.SUBMITTED)),
            open=Count("pk", filter=~Q(state=Report.State.SUBMITTED)),
            last=Max("starts_on", filter=Q(state=Report.State.SUBMITTED)),
        )
    }
    nothing = {"submitted": 0, "open": 0, "last": None}
    expected = sum(1 for _entry in entries_of(period, frequency))
    return [
        StructureCoverage(structure, expected, row["submitted"], row["open"], row["last"])
        for structure in structures
        for row in [counted.get(structure.pk, nothing)]
    ]
