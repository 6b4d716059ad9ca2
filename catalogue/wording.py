"""Times and dates as people say them in French. Spaces inside a time never break."""

from django.utils import dates, formats
from django.utils.translation import gettext as _

NBSP = "\u00a0"


def say_time(moment):
    """“9 h”, “17 h 30”, “minuit”."""
    if (moment.hour, moment.minute) == (0, 0):
        return _("minuit")
    hour = f"{moment.hour}{NBSP}h"
    return f"{hour}{NBSP}{moment.minute:02}" if moment.minute else hour


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


def say_period(start, end):
    """“du 23 au 29 novembre”, “du 30 novembre au 6 décembre”, “du 5 octobre au 3 juin 2027”."""
    is_one_month = (start.year, start.month) == (end.year, end.month)
    first = say_number(start) if is_one_month else say_day(start)
    last = say_day(end, year=start.year != end.year)
    return _("du %(first)s au %(last)s") % {"first": first, "last": last}


def say_count(number):
    """“deux”, “seize”, then “17”: as many doors, communes or stops."""
    words = _(
        "zéro une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze "
        "quinze seize"
    ).split()
    return words[number] if number < len(words) else str(number)
