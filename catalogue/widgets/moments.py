"""Dates and times, as people and spreadsheets write them."""

import re
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from .base import CatalogueWidget, Refused, plain, quoted

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan",
            "fevrier fevr fev",
            "mars",
            "avril avr",
            "mai",
            "juin",
            "juillet juil",
            "aout",
            "septembre sept sep",
            "octobre oct",
            "novembre nov",
            "decembre dec",
        ),
        start=1,
    )
    for name in names.split()
}
DAY_FIRST = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4}|[0-9]{2})")
IN_WORDS = re.compile(r"(?:[a-z]+ )?([0-9]{1,2})(?:er)? ([a-z]+) ([0-9]{4})")
CLOCK = re.compile(
    r"(?P<day>.*?[0-9])(?:\s+(?:à\s+)?|T)"
    r"(?P<hour>[0-9]{1,2})(?:\s*[:hH]\s*(?P<minute>[0-9]{2})?)"
    r"(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
    r"\s*(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?"
)
#: Day 0 of spreadsheets, as far as their days since 1900-03-01 go.
#: https://learn.microsoft.com/en-us/office/troubleshoot/excel/wrongly-assumes-1900-is-leap-year
DAY_ZERO = date(1899, 12, 30)
#: Serial numbers of 1954 to 2119: a smaller number is more likely a mistake.
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000
YEARS = range(1900, 2120)


class DateWidget(CatalogueWidget):
    def render(self, value, obj=None, **kwargs):
        return value

    def understand(self, value, row):
        return day_of(value)


class DateTimeWidget(CatalogueWidget):
    """Without an offset, the time of Paris."""

    def render(self, value, obj=None, **kwargs):
        return value

    def understand(self, value, row):
        try:
            return moment_of(value).astimezone(UTC).replace(microsecond=0)
        except OverflowError:
            raise not_a_date(value) from None


def day_of(value):
    if isinstance(value, datetime):
        return in_range((timezone.localtime(value) if value.tzinfo else value).date(), value)
    if isinstance(value, date):
        return in_range(value, value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return day_of_serial(value)
    if isinstance(value, str):
        return in_range(day_of_text(value), value)
    raise not_a_date(value)


def day_of_serial(value):
    return moment_of_serial(value).date()


def moment_of_serial(value):
    if not FIRST_SERIAL <= value < LAST_SERIAL:
        raise not_a_date(value)
    midnight = datetime.combine(DAY_ZERO, time.min)
    return midnight + timedelta(days=int(value), seconds=round(value % 1 * 86_400))


def day_of_text(text):
    try:
        if text[4:5] == "-" and len(text) == 10:
            return date(int(text[:4]), int(text[5:7]), int(text[8:]))
        if text[2:3] == "/" and len(text) == 10:
            return date(int(text[6:]), int(text[3:5]), int(text[:2]))
        return day_of_rarer_text(text)
    except ValueError:
        raise not_a_date(text) from None


def day_of_rarer_text(text):
    if text.isascii() and text.isdigit() and len(text) == 5:
        return day_of_serial(int(text))
    if found := re.fullmatch(r"([0-9]{4})[/-]([0-9]{1,2})[/-]([0-9]{1,2})", text):
        return date(*map(int, found.groups()))
    if found := DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
        if year < 100:
            year += 2000 if year < 69 else 1900  # as POSIX has it
        return date(year, month, day)
    if len(text) < 40 and (found := IN_WORDS.fullmatch(plain(text))):
        return date(int(found[3]), MONTHS.get(found[2], 0), int(found[1]))
    if len(text) < 60 and (found := CLOCK.fullmatch(text)):
        # The day that is written: an hour may be another day elsewhere.
        moment_of_text(text)
        return day_of_text(found["day"])
    raise not_a_date(text)


def moment_of(value):
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = moment_of_serial(value)
    elif isinstance(value, str):
        value = moment_of_text(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        raise Refused(
            "no-time",
            _("Il manque l’heure : %(value)s.") % {"value": quoted(value)},
            _("Écrivez par exemple 31/01/2026 09:30."),
        )
    if not isinstance(value, datetime):
        raise not_a_date(value)
    in_range(value.date(), value)
    return value if value.tzinfo else timezone.make_aware(value)


def moment_of_text(text):
    found = CLOCK.fullmatch(text) if len(text) < 60 else None
    if not found:
        return day_of_text(text)
    day = day_of_text(found["day"])
    try:
        hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
        clock = time(hour, minute, second)
        offset = found["offset"] and datetime.fromisoformat(f"2000-01-01T00:00{found['offset']}")
    except ValueError:
        raise not_a_date(text) from None
    return datetime.combine(day, clock, offset.tzinfo if offset else None)


def in_range(day, value):
    if day.year not in YEARS:
        raise Refused(
            "unlikely-date",
            _("L’année de %(value)s est invraisemblable.") % {"value": quoted(value)},
            _("Vérifiez la date."),
        )
    return day


def not_a_date(value):
    return Refused(
        "not-a-date",
        _("%(value)s n’est pas une date.") % {"value": quoted(value)},
        _("Écrivez par exemple 31/01/2026."),
    )
