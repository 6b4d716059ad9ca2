"""The coming seven days of a site, for its table of hours."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils.translation import gettext as _

from catalogue.wording import NBSP, say_time, say_weekday

from . import schedule
from .schedule import APPOINTMENT, REMOTE, UNKNOWN

NOON, AFTER_LUNCH = time(12), time(14)


@dataclass(frozen=True)
class Day:
    name: str
    date: date
    is_today: bool
    morning: str = ""
    afternoon: str = ""
    #: No break at noon: `morning` tells the whole day.
    is_continuous: bool = False
    note: str = ""

    @property
    def is_closed(self):
        return not (self.morning or self.afternoon)


def week(site, now=None):
    """From Monday to Sunday, each day at its next date, today included; empty without hours.

    Days gone by help nobody: on a Thursday, “lundi” is next Monday, with its closures.
    """
    if schedule.hours_of(site) is None:
        return []
    today = schedule.local_time(site, now).date()
    closures = schedule.closures_of(site)
    days = sorted((today + timedelta(days=n) for n in range(7)), key=lambda day: day.weekday())
    return [_day(site, day, today, closures) for day in days]


def _day(site, day, today, closures):
    periods = schedule.periods_on(site, day)
    usual = schedule.usual_kind(site)
    told = [(period.start.time(), _tell(period, usual)) for period in periods]
    is_continuous = len(periods) == 1 and _spans_noon(periods[0])
    return Day(
        name=say_weekday(day).capitalize(),
        date=day,
        is_today=day == today,
        morning=", ".join(text for start, text in told if start < NOON),
        afternoon=", ".join(text for start, text in told if start >= NOON),
        is_continuous=is_continuous,
        note=_note(site, day, periods, closures),
    )


def _spans_noon(period):
    ends = period.end.time() if period.end.date() == period.start.date() else time.max
    return period.start.time() < NOON and ends >= AFTER_LUNCH


def _tell(period, usual):
    """“9 h – 12 h 30”, followed by how one comes in when it isn't the usual way."""
    how = {
        APPOINTMENT: _("sur rendez-vous"),
        REMOTE: _("à distance"),
        UNKNOWN: _("à confirmer"),
    }.get(period.kind)
    if period.start.time() == period.end.time() == time.min:
        return how or _("24 h sur 24")
    hours = f"{say_time(period.start)}{NBSP}– {say_time(period.end)}"
    return f"{hours} {how}" if how and period.kind != usual else hours


def _note(site, day, periods, closures):
    if not periods:
        if any(row.covers(day) for row in closures):
            return schedule.reason_on(site, day) or _("fermeture exceptionnelle")
        if schedule.is_holiday(site, day):
            return _("jour férié")
    return ", ".join(dict.fromkeys(period.note for period in periods if period.note))
