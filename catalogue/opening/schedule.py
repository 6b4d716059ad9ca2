"""The moments at which a site receives people.

The site's text is evaluated by opening-hours-py with the public holidays of France; dated
closures are then cut out of the result.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import timezone
from opening_hours import OpeningHours, ParserError, State

#: How far ahead we look for the next opening: a year, and the holidays around it.
HORIZON = timedelta(days=400)

OPEN, APPOINTMENT, REMOTE, UNKNOWN = "open", "appointment", "remote", "unknown"

BY_APPOINTMENT = re.compile(r"(?:sur |uniquement )*(?:rdv|rendez[- ]vous)", re.IGNORECASE)
COMMENT = re.compile(r'"[^"]*"')
HOLIDAY_RULE = re.compile(r"\bPH\b")
HOLIDAY_CLOSED = re.compile(r"\bPH\b[^;]*\b(off|closed)\b")

# Public holidays of some departments only, which the library's calendar leaves out:
# Code du travail, articles L3134-13 (Alsace-Moselle) and L3422-2 (overseas).
ALSACE_MOSELLE = ("easter -2 days", "Dec 26")
LOCAL_HOLIDAYS = {
    "57": ALSACE_MOSELLE,
    "67": ALSACE_MOSELLE,
    "68": ALSACE_MOSELLE,
    "971": ("May 27",),
    "972": ("May 22",),
    "973": ("Jun 10",),
    "974": ("Dec 20",),
    "976": ("Apr 27",),
    "977": ("Oct 09",),
    "978": ("May 28",),
}


@dataclass(frozen=True)
class Period:
    """A stretch of time during which the site receives people in the same way."""

    start: datetime
    end: datetime
    kind: str
    #: What the hours' text adds in quotes, where it says more than "sur rendez-vous".
    note: str = ""


@dataclass(frozen=True)
class Closure:
    """Whole days on which the site stays shut. `last` included."""

    first: date
    last: date
    message: str = ""

    def covers(self, day):
        return self.first <= day <= self.last


@lru_cache(maxsize=8192)
def parse(text, time_zone="Europe/Paris", department=""):
    """The evaluated text, or None where it can't be read.

    A text that says nothing of public holidays means closed: to be told "open" in front of a
    shut door is the worse mistake.
    """
    rules = COMMENT.sub("", text)
    local = LOCAL_HOLIDAYS.get(department, ())
    if not HOLIDAY_RULE.search(rules) and not rules.startswith("24/7"):
        text = f"{text}; PH off"
        rules = f"{rules}; PH off"
    if HOLIDAY_CLOSED.search(rules):
        text = "; ".join([text, *(f"{day} off" for day in local)])
    try:
        return _evaluator(text, time_zone)
    except ParserError:
        return None


@lru_cache(maxsize=64)
def holidays(time_zone, department):
    """An evaluator that is "open" on public holidays."""
    return _evaluator("; ".join(["PH", *LOCAL_HOLIDAYS.get(department, ())]), time_zone)


def _evaluator(text, time_zone):
    return OpeningHours(
        text, timezone=ZoneInfo(time_zone), country="FR", max_interval_days=HORIZON.days
    )


def department_of(site):
    """Read from the INSEE code, to spare a query."""
    return site.commune_id[: 3 if site.commune_id.startswith("97") else 2]


def hours_of(site):
    text = site.opening_hours.strip()
    return parse(text, site.time_zone, department_of(site)) if text else None


def local_time(site, now=None):
    return (now or timezone.now()).astimezone(ZoneInfo(site.time_zone))


def midnight(day, site):
    return datetime.combine(day, time.min, ZoneInfo(site.time_zone))


def is_holiday(site, day):
    return holidays(site.time_zone, department_of(site)).is_open(midnight(day, site))


def announced_closures(site):
    """Dated closures, the one that `access` announces among them, in order."""
    found = [Closure(row.starts_on, row.ends_on, row.message) for row in site.closures.all()]
    if site.access == site.Access.CLOSED:
        reopening = site.closed_until or date.max
        found.append(Closure(date.min, reopening - timedelta(days=1), site.access_note))
    return sorted(found, key=lambda closure: (closure.first, closure.last))


def closures_of(site):
    """The days on which the site stays shut: closures that follow each other are one.

    What each says of itself is asked day by day, of `reason_on`.
    """
    merged = []
    for closure in announced_closures(site):
        if merged and (closure.first - merged[-1].last).days <= 1:
            last = max(closure.last, merged[-1].last)
            merged[-1] = replace(merged[-1], last=last)
        else:
            merged.append(Closure(closure.first, closure.last))
    return merged


def reason_on(site, day):
    """Why the site is shut that day: of several closures, the last to begin that says why."""
    covering = (row for row in reversed(announced_closures(site)) if row.covers(day))
    return next((row.message for row in covering if row.message), "")


def periods(site, start, end):
    """What `hours_of(site)` says between two moments, less the closures, soonest first."""
    hours = hours_of(site)
    if hours is None:
        return
    first, last = start.date(), end.date()
    shut = [
        (
            midnight(max(closure.first, first), site),
            midnight(min(closure.last, last) + timedelta(days=1), site),
        )
        for closure in closures_of(site)
        if closure.last >= first and closure.first <= last
    ]
    pending = None
    for opens, closes, state, comment in hours.intervals(start, end):
        if state == State.CLOSED:
            continue
        by_appointment = BY_APPOINTMENT.search(comment)
        if by_appointment:
            kind = APPOINTMENT
        else:
            kind = UNKNOWN if state == State.UNKNOWN else usual_kind(site)
        note = "" if BY_APPOINTMENT.fullmatch(comment) else comment
        for piece_start, piece_end in _cut(opens, closes or end, shut):
            if pending and pending.end == piece_start and pending.kind == kind:
                pending = replace(pending, end=piece_end)
                continue
            if pending:
                yield pending
            pending = Period(piece_start, piece_end, kind, note)
    if pending:
        yield pending


def periods_on(site, day):
    return list(periods(site, midnight(day, site), midnight(day + timedelta(days=1), site)))


def usual_kind(site):
    """How one comes in where the hours' text says nothing of it."""
    return {site.Access.APPOINTMENT: APPOINTMENT, site.Access.REMOTE: REMOTE}.get(site.access, OPEN)


def _cut(start, end, shut):
    """What is left of a stretch of time outside of the given ones."""
    for shut_start, shut_end in shut:
        if shut_end <= start or shut_start >= end:
            continue
        if start < shut_start:
            yield start, shut_start
        start = shut_end
    if start < end:
        yield start, end
