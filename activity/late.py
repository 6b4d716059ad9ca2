"""Which structures owe weeks, or months: those that are over, and that they haven't submitted."""

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from activity.models import Reminder, Report
from activity.periods import Frequency, Span, entries_of, entry_period
from catalogue.models import Structure

#: How far back one looks, unless somebody asks otherwise.
USUAL = {Frequency.WEEK: 8, Frequency.MONTH: 3}


@dataclass(frozen=True)
class Late:
    """What one structure owes. `missing`: nothing was entered; `open`: entered, not submitted."""

    structure: Structure
    missing: list
    open: list
    #: The last week, or month, that it submitted: None if there never was one.
    last_submitted: object
    reminder: Reminder | None

    @property
    def periods(self):
        return sorted([*self.missing, *self.open])

    @property
    def number(self):
        return len(self.missing) + len(self.open)

    @property
    def since(self):
        return self.periods[0]

    @property
    def was_reminded(self):
        """A moment ago: one doesn't do it again without a thought."""
        return self.reminder is not None and self.reminder.is_recent


def last_due(frequency):
    """The last week, or month, that is over."""
    return entry_period(frequency, timezone.localdate()).previous


def usual_span(frequency):
    """The last weeks, or months, that are over, as a period."""
    first = last = last_due(frequency)
    for _time in range(USUAL[frequency] - 1):
        first = first.previous
    if frequency == Frequency.MONTH:
        return Span(first.first_week, last.last_week)
    return Span(first, last)


def due(period, frequency):
    """The weeks, or months, of a period that are over, the oldest first."""
    return [entry for entry in entries_of(period, frequency) if entry.is_complete]


def owing(structures, periods, frequency):
    """Those of `structures` that owe some of these periods, the longest silent first: then those
    that never submitted anything, who may not use this site.

    Annotates how many they `submitted` and how many are `open`. Who isn't on the site any more
    owes nothing.
    """
    if not periods:
        return structures.none()
    reports = Report.objects.filter(structure=OuterRef("pk"), frequency=frequency)
    asked = reports.filter(starts_on__range=(periods[0].starts_on, periods[-1].starts_on))
    reminders = Reminder.objects.filter(structure=OuterRef("pk"), frequency=frequency)
    return (
        structures.public()
        .annotate(
            submitted=number_of(asked.final()),
            open=number_of(asked.exclude(state=Report.State.SUBMITTED)),
            last_submitted=Subquery(reports.final().order_by("-starts_on").values("starts_on")[:1]),
            last_reminder=Subquery(reminders.order_by("-made_at", "-pk").values("pk")[:1]),
        )
        .filter(submitted__lt=len(periods))
        .order_by(F("last_submitted").asc(nulls_last=True), "submitted", "name", "pk")
    )


def number_of(reports):
    counted = reports.order_by().values("structure").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def with_nothing(structures, periods):
    """Those that haven't begun some of these periods."""
    return structures.annotate(begun=F("submitted") + F("open")).filter(begun__lt=len(periods))


def with_open(structures):
    """Those that only have to submit some of them."""
    return structures.filter(open__gt=0)


def describe(structures, periods, frequency):
    """A `Late` for each of some structures, that `owing` found: two queries."""
    structures = list(structures)
    if not structures:
        return []
    reports = Report.objects.filter(
        structure__in=structures,
        frequency=frequency,
        starts_on__range=(periods[0].starts_on, periods[-1].starts_on),
    )
    states = {
        (structure, starts_on): state
        for structure, starts_on, state in reports.order_by().values_list(
            "structure", "starts_on", "state"
        )
    }
    reminders = Reminder.objects.select_related("made_by").in_bulk(
        [one.last_reminder for one in structures if one.last_reminder]
    )
    return [
        Late(
            structure=one,
            missing=[p for p in periods if (one.pk, p.starts_on) not in states],
            open=[
                p
                for p in periods
                if states.get((one.pk, p.starts_on), Report.State.SUBMITTED)
                != Report.State.SUBMITTED
            ],
            last_submitted=one.last_submitted and entry_period(frequency, one.last_submitted),
            reminder=reminders.get(one.last_reminder),
        )
        for one in structures
    ]
