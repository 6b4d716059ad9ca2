"""How the cells of a file of figures are read and shown: see `catalogue.widgets`."""

import re
from functools import lru_cache

from django.utils.translation import gettext as _

from activity.models import Indicator
from activity.models.records import MAX_VALUE
from activity.periods import FIRST_YEAR, LAST_YEAR, Frequency, Month, Week, entry_period
from catalogue.widgets import IntegerWidget, Refused, as_text
from catalogue.widgets.base import CatalogueWidget, plain, quoted
from catalogue.widgets.moments import MONTHS, day_of
from catalogue.wording import say_date, say_day

#: What stands in a cell where nobody counted. It isn't zero.
NOT_GIVEN = {"nr", "nc", "nd", "n r", "n c", "n d", "non renseigne", "non communique"}
#: « 1.250 » is 1250 for some, and 1.25 for others.
WITH_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]{3})+")
DIGITS = re.compile(r"[+-−]?[0-9\s\u00a0\u202f'’.,]+")

# Of `plain` texts: in lower case, a space for any other sign.
WEEK_THEN_YEAR = re.compile(r"(?:s|sem|semaine|w) ?([0-9]{1,2})(?: de)? ([0-9]{4})")
YEAR_THEN_WEEK = re.compile(r"([0-9]{4}) ?(?:s|sem|semaine|w) ?([0-9]{1,2})")
YEAR_THEN_MONTH = re.compile(r"([0-9]{4}) ([0-9]{1,2})")
MONTH_THEN_YEAR = re.compile(r"([0-9]{1,2}) ([0-9]{4})")
MONTH_IN_WORDS = re.compile(r"([a-z]+) ([0-9]{4}|[0-9]{2})")
FROM_A_DAY = re.compile(r"(?:semaine )?(?:[0-9]{1,2} )?du (.+?)(?: au .+)?")


def is_given(cell):
    """Whether a cell says a figure: an empty one, or « NR », doesn't say zero."""
    if not isinstance(cell, str):
        return cell is not None
    return cell.isdigit() or (bool(cell.strip(" -–—/.\t\u00a0")) and plain(cell) not in NOT_GIVEN)


class CountWidget(IntegerWidget):
    """How many: from zero up, in digits."""

    def __init__(self, field=None):
        super().__init__(field)
        self.low, self.high = 0, MAX_VALUE

    def number(self, value):
        if isinstance(value, str):
            if WITH_THOUSANDS.fullmatch(value):
                raise Refused(
                    "ambiguous-number",
                    _("%(value)s peut se lire de deux façons.") % {"value": quoted(value)},
                    _("Écrivez le nombre entier sans point ni virgule, par exemple 1250."),
                )
            if not DIGITS.fullmatch(value):  # « 1e6 » is a slip of the finger, not a million
                value = None
        return super().number(value)


class PeriodWidget(CatalogueWidget):
    """The first day of a week or of a month, whichever the indicator beside it is counted by.

    « 2026-W46 », « S46 2026 », its Monday; « 2026-11 », « novembre 2026 », the first of the month.
    """

    depends_on = ("indicator",)
    frequencies = None

    def warm(self, scope):
        self.frequencies = {
            plain(text): frequency
            for *texts, frequency in Indicator.objects.order_by().values_list(
                "name", "code", "frequency"
            )
            for text in texts
        }

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else value.code

    def understand(self, value, row):
        if self.frequencies is None:
            self.warm(None)
        frequency = self.frequencies.get(plain(as_text(row.get("indicator") or "")))
        period = period_of(value)
        if frequency and isinstance(period, Week | Month):
            check_kind(period, frequency, value)
        if isinstance(period, Week | Month):
            return period.starts_on
        return first_day(period, frequency) if frequency else period


def check_kind(period, frequency, value):
    """What is counted by the week has no figure of a month, and the reverse."""
    if frequency == Frequency.WEEK and isinstance(period, Month):
        raise Refused(
            "month-for-a-week",
            _("Cet indicateur se compte chaque semaine, et %(value)s est un mois.")
            % {"value": quoted(value)},
            _(
                "Écrivez une semaine, par exemple 2026-W46. Le total d’un mois ne dit pas celui de "
                "ses semaines : les mêmes jeunes peuvent venir plusieurs fois."
            ),
        )
    if frequency == Frequency.MONTH and isinstance(period, Week):
        raise Refused(
            "week-for-a-month",
            _("Cet indicateur se compte chaque mois, et %(value)s est une semaine.")
            % {"value": quoted(value)},
            _("Écrivez un mois, par exemple 2026-11."),
        )


def first_day(day, frequency):
    """The day itself; refused where no period begins on it."""
    period = entry_period(frequency, day)
    if period.starts_on == day:
        return day
    if frequency == Frequency.WEEK:
        raise Refused(
            "not-a-monday",
            _("Une semaine commence un lundi, et le %(day)s n’en est pas un.")
            % {"day": say_date(day, year=True)},
            _("Écrivez le lundi %(monday)s, ou %(code)s.")
            % {"monday": say_day(period.starts_on, year=True), "code": period.code},
        )
    raise Refused(
        "not-the-first",
        _("Un mois commence le premier, et non le %(day)s.") % {"day": say_day(day, year=True)},
        _("Écrivez %(code)s.") % {"code": period.code},
    )


def period_of(value):
    """A `Week`, a `Month`, or a date where only a day is written. Raises `Refused`."""
    try:
        found = written(value) if isinstance(value, str) else day_of(value)
    except Refused as refused:
        if refused.code == "not-a-date":
            raise not_a_period(value) from None
        raise
    year = found.year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(
            "unlikely-date",
            _("L’année de %(value)s est invraisemblable.") % {"value": quoted(value)},
            _("Vérifiez la période."),
        )
    return found


@lru_cache(maxsize=2_000)
def written(text):
    words = plain(text[:80])
    for pattern, make in READINGS:
        if found := pattern.fullmatch(words):
            return make(text, *found.groups())
    return day_of(text)


def week(text, year, number):
    found = Week(int(year), int(number))
    try:
        found.starts_on  # noqa: B018 (some years have no 53rd week)
    except ValueError:
        raise Refused(
            "no-such-week",
            _("L’année %(year)s n’a pas de semaine %(number)s.") % {"year": year, "number": number},
            _("Vérifiez le numéro de la semaine."),
        ) from None
    return found


def month(text, year, number):
    if not 1 <= int(number) <= 12:
        raise not_a_period(text)
    return Month(int(year), int(number))


def month_in_words(text, name, year):
    if name not in MONTHS:
        raise not_a_period(text)
    return Month(int(year) + 2000 * (len(year) == 2), MONTHS[name])


READINGS = [
    (WEEK_THEN_YEAR, lambda text, number, year: week(text, year, number)),
    (YEAR_THEN_WEEK, week),
    (YEAR_THEN_MONTH, month),
    (MONTH_THEN_YEAR, lambda text, number, year: month(text, year, number)),
    (MONTH_IN_WORDS, month_in_words),
    (FROM_A_DAY, lambda text, day: day_of(day)),
]


def not_a_period(value):
    return Refused(
        "not-a-period",
        _("%(value)s n’est ni une semaine ni un mois.") % {"value": quoted(value)},
        _("Écrivez une semaine (2026-W46 ou son lundi, 09/11/2026) ou un mois (2026-11)."),
    )
