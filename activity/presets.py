"""Periods to choose from, on a day: those that are asked for most, and the latest of each kind."""

from django.utils.translation import gettext as _

from activity.dashboard import MONTHS, WEEKS
from activity.periods import Month, Span, Week, Year


def presets(today):
    """[(label, period)]: what is asked for most."""
    last_week, month = Week.of(today).previous, Month.of(today)
    year_of_weeks = last_week
    for _time in range(51):
        year_of_weeks = year_of_weeks.previous
    return [
        (_("Semaine dernière"), last_week),
        (_("Mois dernier"), month.previous),
        (_("Ce mois-ci"), month),
        (_("Ce trimestre"), month.quarter),
        (_("Cette année"), Year(today.year)),
        (_("Année dernière"), Year(today.year - 1)),
        (_("52 semaines"), Span(year_of_weeks, last_week)),
    ]


def choices(period, today):
    """[(label, [periods])]: the latest of each kind, and the one that is shown."""
    week, month = Week.of(today), Month.of(today)
    found = [
        (_("Semaines"), latest(week, WEEKS)),
        (_("Mois"), latest(month, MONTHS)),
        (_("Trimestres"), latest(month.quarter, 8)),
        (_("Années"), latest(Year(today.year), 6)),
    ]
    if not any(period in periods for _label, periods in found):
        found.insert(0, (_("Période choisie"), [period]))
    return found


def latest(period, count):
    found = [period]
    while len(found) < count:
        found.append(found[-1].previous)
    return found
