"""Who has reported, and who is late."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q

from activity.models import Report
from activity.periods import Frequency, entries_of
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
