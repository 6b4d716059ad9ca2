"""Weeks, months, quarters, years: when a figure was counted, and what a total covers.

A week belongs to the month, and to the year, of its Thursday. That is ISO 8601's own rule for
years (https://www.iso.org/iso-8601-date-and-time-format.html); kept for months too, every week is
in one month, one quarter and one year, and their totals agree.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.wording import say_day

#: Missions Locales began in 1982; the end is that of a century, to refuse what is mistyped.
FIRST_YEAR, LAST_YEAR = 1982, 2099
WEEK_DAYS = timedelta(days=7)
TO_THURSDAY = timedelta(days=3)


class Frequency(models.TextChoices):
    """How often an indicator is counted."""

    WEEK = "week", gettext_lazy("chaque semaine")
    MONTH = "month", gettext_lazy("chaque mois")


class Period:
    """What all periods answer.

    `bounds(frequency)` are the first and last `starts_on` of the records that it holds, or None
    when it can't hold any: no month is inside a week.
    """

    @property
    def is_complete(self):
        return self.ends_on < timezone.localdate()

    @property
    def has_begun(self):
        return self.starts_on <= timezone.localdate()

    def __str__(self):
        return self.label


@dataclass(frozen=True, order=True)
class Week(Period):
    """An ISO week, of an ISO year."""

    year: int
    number: int

    @classmethod
    def of(cls, day):
        return cls(*day.isocalendar()[:2])

    @property
    def starts_on(self):
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def ends_on(self):
        return date.fromisocalendar(self.year, self.number, 7)

    @property
    def month(self):
        thursday = self.starts_on + TO_THURSDAY
        return Month(thursday.year, thursday.month)

    @property
    def previous(self):
        return Week.of(self.starts_on - WEEK_DAYS)

    @property
    def next(self):
        return Week.of(self.starts_on + WEEK_DAYS)

    @property
    def year_before(self):
        """The week of the same number; the 53rd, which few years have, is compared to a 52nd."""
        return Week(self.year - 1, min(self.number, weeks_in(self.year - 1)))

    @property
    def code(self):
        """As a browser's `<input type="week">` writes it."""
        return f"{self.year}-W{self.number:02}"

    @property
    def short_label(self):
        return _("S%(number)s") % {"number": self.number}

    @property
    def label(self):
        days = _("du %(first)s au %(last)s") % {
            "first": say_day(self.starts_on, year=True),
            "last": say_day(self.ends_on, year=True),
        }
        return _("semaine %(number)s, %(days)s") % {"number": self.number, "days": days}

    def bounds(self, frequency):
        return (self.starts_on, self.starts_on) if frequency == Frequency.WEEK else None


@dataclass(frozen=True, order=True)
class Month(Period):
    year: int
    number: int

    @classmethod
    def of(cls, day):
        return cls(day.year, day.month)

    @property
    def starts_on(self):
        return date(self.year, self.number, 1)

    @property
    def ends_on(self):
        return self.next.starts_on - timedelta(days=1)

    @property
    def month(self):
        return self

    @property
    def quarter(self):
        return Quarter(self.year, (self.number + 2) // 3)

    @property
    def first_week(self):
        """That of the month's first Thursday, which is on the fourth or in the same week."""
        return Week.of(date(self.year, self.number, 4))

    @property
    def last_week(self):
        return self.next.first_week.previous

    @property
    def previous(self):
        return self.plus(-1)

    @property
    def next(self):
        return self.plus(1)

    @property
    def year_before(self):
        return Month(self.year - 1, self.number)

    def plus(self, months):
        years, number = divmod(self.number - 1 + months, 12)
        return Month(self.year + years, number + 1)

    @property
    def code(self):
        return f"{self.year}-{self.number:02}"

    @property
    def short_label(self):
        return date_format(self.starts_on, "N y")

    @property
    def label(self):
        return date_format(self.starts_on, "F Y")

    def bounds(self, frequency):
        return bounds_of_months(self, self, frequency)


class OfMonths(Period):
    """A period of several months, from `first` to `last`."""

    @property
    def starts_on(self):
        return self.first.starts_on

    @property
    def ends_on(self):
        return self.last.ends_on

    def bounds(self, frequency):
        return bounds_of_months(self.first, self.last, frequency)


@dataclass(frozen=True, order=True)
class Quarter(OfMonths):
    year: int
    number: int

    @property
    def first(self):
        return Month(self.year, self.number * 3 - 2)

    @property
    def last(self):
        return Month(self.year, self.number * 3)

    @property
    def previous(self):
        return self.first.previous.quarter

    @property
    def next(self):
        return self.last.next.quarter

    @property
    def year_before(self):
        return Quarter(self.year - 1, self.number)

    @property
    def code(self):
        return f"{self.year}-T{self.number}"

    @property
    def short_label(self):
        return _("T%(number)s %(year)s") % {"number": self.number, "year": self.year}

    @property
    def label(self):
        return _("%(number)s trimestre %(year)s") % {
            "number": [_("1er"), _("2e"), _("3e"), _("4e")][self.number - 1],
            "year": self.year,
        }


@dataclass(frozen=True, order=True)
class Year(OfMonths):
    year: int

    @property
    def first(self):
        return Month(self.year, 1)

    @property
    def last(self):
        return Month(self.year, 12)

    @property
    def previous(self):
        return Year(self.year - 1)

    @property
    def next(self):
        return Year(self.year + 1)

    year_before = previous

    @property
    def code(self):
        return str(self.year)

    @property
    def short_label(self):
        return self.code

    @property
    def label(self):
        return _("année %(year)s") % {"year": self.year}


@dataclass(frozen=True, order=True)
class Span(Period):
    """From one week to another, both included. Its months are those whose weeks are all in it."""

    first: Week
    last: Week

    @property
    def starts_on(self):
        return self.first.starts_on

    @property
    def ends_on(self):
        return self.last.ends_on

    @property
    def length(self):
        return (self.last.starts_on - self.first.starts_on) + WEEK_DAYS

    @property
    def previous(self):
        return self.moved(-self.length)

    @property
    def next(self):
        return self.moved(self.length)

    @property
    def year_before(self):
        return self.moved(self.first.year_before.starts_on - self.first.starts_on)

    def moved(self, by):
        return Span(Week.of(self.first.starts_on + by), Week.of(self.last.starts_on + by))

    @property
    def code(self):
        return f"{self.first.code}..{self.last.code}"

    @property
    def label(self):
        return _("du %(first)s au %(last)s") % {
            "first": say_day(self.starts_on, year=True),
            "last": say_day(self.ends_on, year=True),
        }

    def bounds(self, frequency):
        if frequency == Frequency.WEEK:
            return self.first.starts_on, self.last.starts_on
        first, last = self.first.month, self.last.month
        first = first if first.first_week >= self.first else first.next
        last = last if last.last_week <= self.last else last.previous
        return (first.starts_on, last.starts_on) if first <= last else None


def bounds_of_months(first, last, frequency):
    if frequency == Frequency.WEEK:
        return first.first_week.starts_on, last.last_week.starts_on
    return first.starts_on, last.starts_on


def weeks_in(year):
    """52, or 53: the 28th of December is always in the last one."""
    return date(year, 12, 28).isocalendar().week


def entry_period(frequency, starts_on):
    """The week, or the month, that a record or a report is about."""
    return (Week if frequency == Frequency.WEEK else Month).of(starts_on)


def entries_of(period, frequency):
    """The weeks, or the months, of a period that have begun."""
    bounds = period.bounds(frequency)
    if bounds is None:
        return
    entry, last = (entry_period(frequency, day) for day in bounds)
    while entry <= last and entry.has_begun:
        yield entry
        entry = entry.next


def through(first, last):
    """The weeks, or the months, from one to another, both included."""
    found = []
    while first <= last:
        found.append(first)
        first = first.next
    return found


def containing(kind, week_or_month):
    """The period of a kind (Week, Month, Quarter or Year) that a week or a month belongs to.

    A month is in no week: it stays a month.
    """
    if kind is Week:
        return week_or_month
    month = week_or_month.month
    return {Month: month, Quarter: month.quarter, Year: Year(month.year)}[kind]


WRITTEN = [
    (re.compile(r"([0-9]{4})-W([0-9]{2})"), Week),
    (re.compile(r"([0-9]{4})-([0-9]{2})"), Month),
    (re.compile(r"([0-9]{4})-T([1-4])"), Quarter),
    (re.compile(r"([0-9]{4})"), Year),
]


def parse(code):
    """The period that a `code` writes; ValueError for anything else."""
    first, dots, last = code.partition("..")
    if dots:
        span = Span(parse(first), parse(last))
        if not isinstance(span.first, Week) or not isinstance(span.last, Week):
            raise ValueError(code)
        if span.last < span.first:
            raise ValueError(code)
        return span
    for pattern, kind in WRITTEN:
        if match := pattern.fullmatch(code):
            period = kind(*map(int, match.groups()))
            if not FIRST_YEAR <= period.year <= LAST_YEAR:
                raise ValueError(code)
            period.starts_on  # noqa: B018 (refuses a week or a month that the year doesn't have)
            return period
    raise ValueError(code)
