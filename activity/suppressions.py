"""What the worker found to hide of each year, and what a page may rely on of it.

A national year takes seconds to work out: pages only read what the worker found. Between a week
that is submitted, or reopened, and the worker's next turn, a figure whose own weeks didn't change
is shown as before: all that is on show then was on show, and said nothing of a small figure. One
whose weeks changed waits.
"""

from datetime import date, timedelta

from django.core.cache import cache
from django.db.models import Count, Max, Sum
from django.utils import timezone

from activity.models import ActivityRecord, Report, Suppression
from activity.periods import Year, containing, entry_period
from activity.suppression import Table
from catalogue.models import Structure

#: A report says when it changed a little before others can read it.
UNSEEN = timedelta(minutes=1)
#: How long a process keeps what it read.
REMEMBERED = 24 * 3600


def state_of(frequency, year):
    """What changes whenever a report of that year is submitted, or reopened; empty without any."""
    reports = Report.objects.final().during(year).filter(frequency=frequency)
    final = reports.aggregate(count=Count("pk"), at=Max("updated_at"))
    return f"{final['count']}-{final['at'].timestamp()}" if final["count"] else ""


def note(indicator, period):
    """That the years of this period are to be watched: something of them is published."""
    for year in years_of(indicator, period):
        if state_of(indicator.frequency, year):
            Suppression.objects.get_or_create(indicator=indicator, year=year.year)


def years_of(indicator, period):
    first, last = (
        containing(Year, entry_period(indicator.frequency, day)).year
        for day in period.bounds(indicator.frequency)
    )
    return [Year(year) for year in range(first, last + 1)]


def moves_of(indicator, year, reports):
    """See `suppression`. Of the whole country: an editor's choice of structures changes nothing.

    `None` while the worker hasn't seen how these reports are now.
    """
    state = state_of(indicator.frequency, year)
    if not state:
        return []
    found = Suppression.objects.filter(indicator=indicator, year=year.year).defer("moves").first()
    if found is None or found.as_of is None:
        return None
    if found.state != state and reports.filter(updated_at__gte=found.as_of - UNSEEN).exists():
        return None
    return cache.get_or_set(
        f"activity-moves-{found.pk}-{found.state}", lambda: unpacked(found.moves), REMEMBERED
    )


def refresh():
    """Works out again what changed since the last time; [(indicator's code, year)] of it."""
    changed = []
    for known in Suppression.objects.defer("moves").select_related("indicator"):
        year, values = Year(known.year), {"as_of": timezone.now()}
        state = state_of(known.indicator.frequency, year)
        if known.as_of is None or state != known.state:
            values |= {"state": state, "moves": packed(table(known.indicator, year).moves)}
            changed.append((known.indicator.code, known.year))
        Suppression.objects.filter(pk=known.pk).update(**values)
    return changed


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


def packed(moves):
    return [
        [
            [structure, day.isoformat(), modality, change]
            for (structure, day, modality), change in move.items()
        ]
        for move in moves
    ]


def unpacked(moves):
    return [
        {
            (structure, date.fromisoformat(day), modality): change
            for structure, day, modality, change in move
        }
        for move in moves
    ]
