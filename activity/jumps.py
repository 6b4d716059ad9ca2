"""Figures that are far from the usual ones: a word of warning in the grid, never a refusal."""

from statistics import median

from django.utils.translation import gettext as _

from activity.models import ActivityRecord
from activity.querysets import frequency_of

#: What a figure is compared with: as many periods before.
MEMORY = 8
#: A jump is unlikely when the figure is so many times more, or less, than usual…
UNLIKELY_FACTOR = 3
#: … and differs by as much: from 2 to 7 workshops, nobody is warned.
UNLIKELY_DIFFERENCE = 20


def history(structure, period):
    """{(indicator, modality): {starts_on: {detail: value}}} of this period and those before it."""
    first = period
    for _step in range(MEMORY):
        first = first.previous
    found = {}
    for indicator, modality, starts_on, site, theme, scheme, value in (
        ActivityRecord.objects.filter(
            structure=structure,
            indicator__frequency=frequency_of(period),
            starts_on__range=(first.starts_on, period.starts_on),
        )
        .order_by()
        .values_list("indicator", "modality", "starts_on", "site", "theme", "scheme", "value")
    ):
        days = found.setdefault((indicator, modality), {})
        days.setdefault(starts_on, {})[site, theme, scheme] = value
    return found


def usual(values, period):
    """The median of the periods before: one odd week doesn't make the next ones odd."""
    former = [
        value for day, value in values.items() if day < period.starts_on and value is not None
    ]
    return median(former) if former else None


def unlikely(value, usual_value):
    """A word of warning about a figure that is far from the usual one; never a refusal."""
    if value is None or usual_value is None:
        return ""
    if abs(value - usual_value) < UNLIKELY_DIFFERENCE:
        return ""
    if value > usual_value * UNLIKELY_FACTOR:
        return _("Bien plus que d’habitude (%(usual)d). À vérifier.") % {"usual": usual_value}
    if value * UNLIKELY_FACTOR < usual_value:
        return _("Bien moins que d’habitude (%(usual)d). À vérifier.") % {"usual": usual_value}
    return ""
