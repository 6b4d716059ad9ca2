"""Which figures a person may see, and which ones are final."""

from django.db.models import BigIntegerField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from activity.periods import Frequency
from catalogue.querysets import VisibleQuerySet


class IndicatorQuerySet(VisibleQuerySet):
    """Definitions are everybody's."""

    def asked(self, frequency=None):
        """Those that a grid asks for."""
        found = self.filter(is_active=True)
        return found.filter(frequency=frequency) if frequency else found


class OfAStructureQuerySet(VisibleQuerySet):
    path_to_structure = "structure"


def within(period, path=""):
    """A condition on `starts_on`: in this period, whichever the frequency of the indicator."""
    condition = Q(pk__in=[])
    for frequency in Frequency.values:
        if bounds := period.bounds(frequency):
            condition |= Q(
                **{f"{path}frequency": frequency},
                starts_on__range=bounds,
            )
    return condition


class ActivityRecordQuerySet(OfAStructureQuerySet):
    def during(self, period):
        return self.filter(within(period, "indicator__"))

    def final(self):
        """Those of submitted weeks and months: what the public may know of."""
        return self.filter(Exists(self._submitted()))

    def with_finality(self):
        """Annotates `is_final`."""
        return self.annotate(is_final=Exists(self._submitted()))

    def _submitted(self):
        report = self.model._meta.apps.get_model("activity", "Report")
        return report.objects.filter(
            structure=OuterRef("structure"),
            frequency=OuterRef("indicator__frequency"),
            starts_on=OuterRef("starts_on"),
            state=report.State.SUBMITTED,
        )

    def of_cell(self, *, site=None, theme=None, scheme=None):
        """Of exactly this detail: without a theme, only the figures that name none."""
        return self.filter(
            **{
                (name if value else f"{name}__isnull"): value or True
                for name, value in (("site", site), ("theme", theme), ("scheme", scheme))
            }
        )


class CorrectionQuerySet(OfAStructureQuerySet):
    def during(self, period):
        return self.filter(within(period, "indicator__"))


class ReportQuerySet(OfAStructureQuerySet):
    def during(self, period):
        return self.filter(within(period))

    def of(self, structure, period):
        """The one report of a structure's week or month, if it was begun."""
        return self.filter(
            structure=structure, frequency=frequency_of(period), starts_on=period.starts_on
        )

    def final(self):
        return self.filter(state=self.model.State.SUBMITTED)

    def begin(self, records, **values):
        """Gives these records a report, open, where they have none: after writing them in bulk."""
        periods = records.order_by().values_list("structure", "indicator__frequency", "starts_on")
        self.begin_each(periods.distinct(), **values)

    def begin_each(self, periods, **values):
        """A report for each (structure's key, frequency, first day) that has none."""
        self.bulk_create(
            (
                self.model(structure_id=structure, frequency=frequency, starts_on=day, **values)
                for structure, frequency, day in periods
            ),
            ignore_conflicts=True,
        )


class PublishedFigureQuerySet(QuerySet):
    def with_withdrawal(self):
        """Annotates `is_withdrawn`: some of it was reopened since it was worked out."""
        report = self.model._meta.apps.get_model("activity", "Report")
        reopened = report.objects.filter(
            state=report.State.REOPENED,
            frequency=OuterRef("frequency"),
            starts_on__range=(OuterRef("first"), OuterRef("last")),
            updated_at__gte=OuterRef("as_of"),
        )
        of = {
            f"of_{place}": ExpressionWrapper(OuterRef(place), BigIntegerField())
            for place in ("structure", "network")
        }
        reopened = reopened.alias(**of).filter(
            Q(of_structure=None) | Q(structure=F("of_structure")),
            Q(of_network=None)
            | Q(structure__network=F("of_network"))
            | Q(structure__network__parent=F("of_network")),
        )
        return self.annotate(is_withdrawn=Exists(reopened))


def together(querysets):
    """The rows of them all, in one statement."""
    match list(querysets):
        case []:
            return []
        case [first, *others]:
            return first.union(*others, all=True)


def frequency_of(period):
    """Of a period in which figures are entered: a week or a month."""
    for frequency in Frequency.values:
        bounds = period.bounds(frequency)
        if bounds and bounds == (period.starts_on, period.starts_on):
            return frequency
    raise ValueError(period)
