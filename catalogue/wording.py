"""Times and dates as people say them in French. Spaces inside a time never break."""

from django.utils import dates, formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NBSP = "\u00a0"


def say_time(moment):
    """“9 h”, “17 h 30”, “minuit”."""
    if (moment.hour, moment.minute) == (0, 0):
        return _("minuit")
    hour = f"{moment.hour}{NBSP}h"
    return f"{hour}{NBSP}{moment.minute:02}" if moment.minute else hour


def say_weight(size):
    """“900 octets”, “84 Ko”, “1,2 Mo”: in thousands, as shops and telephones count."""
    if size is None:  # the file isn't there any more
        return ""
    if size < 1_000:
        return ngettext("%(size)s octet", "%(size)s octets", size) % {"size": size}
    if size < 1_000_000:
        return f"{round(size / 1_000)}{NBSP}Ko"
    return f"{formats.number_format(size / 1_000_000, 1)}{NBSP}Mo"


def say_weekday(day):
    """“lundi”."""
    return str(dates.WEEKDAYS[day.weekday()]).lower()


def say_number(day):
    """“1er”, “2”: the day in its month."""
    return _("1er") if day.day == 1 else str(day.day)


def say_day(day, *, year=False):
    """“4 janvier”, “1er septembre 2026”."""
    return f"{say_number(day)}{NBSP}{formats.date_format(day, 'F Y' if year else 'F')}"


def say_date(day, *, year=False):
    """“lundi 4 janvier”, “mardi 1er septembre 2026”."""
    return f"{say_weekday(day)} {say_day(day, year=year)}"


def say_period(start, end, *, in_full=False):
    """“du 23 au 29 novembre”, “du 30 novembre au 6 décembre”, “du 5 octobre au 3 juin 2027”; of
    one day, “le 23 novembre”. In full, the years are always said.
    """
    last = say_day(end, year=in_full or start.year != end.year)
    if start == end:
        return _("le %(day)s") % {"day": last}
    is_one_month = (start.year, start.month) == (end.year, end.month)
    has_year = in_full and start.year != end.year
    first = say_number(start) if is_one_month else say_day(start, year=has_year)
    return _("du %(first)s au %(last)s") % {"first": first, "last": last}


def say_count(number):
    """“deux”, “seize”, then “17”: as many doors, communes or stops."""
    words = _(
        "zéro une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze "
        "quinze seize"
    ).split()
    return words[number] if number < len(words) else str(number)
