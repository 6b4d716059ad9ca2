"""How figures are written for people."""

from django import template
from django.contrib.humanize.templatetags.humanize import naturalday
from django.utils.formats import number_format
from django.utils.translation import gettext as _

register = template.Library()

NO_BREAK = "\xa0"
MINUS = "−"


@register.filter
def percent(share):
    """0.32: 32 %."""
    return f"{number_format(round(share * 100), force_grouping=True)}{NO_BREAK}%"


@register.filter
def change(share):
    """0.12: +12 %."""
    rounded = round(share * 100)
    if not rounded:
        return _("stable")
    sign = "+" if rounded > 0 else MINUS
    return f"{sign}{number_format(abs(rounded), force_grouping=True)}{NO_BREAK}%"


@register.filter
def direction(share):
    """The icon of a change; none, when it rounds to nothing."""
    rounded = round(share * 100)
    return "arrow-up" if rounded > 0 else "arrow-down" if rounded < 0 else ""


@register.filter
def rate(value):
    """12.34: 12,3."""
    return number_format(value, decimal_pos=1, force_grouping=True)


@register.filter
def day_in_words(moment):
    """« hier », « le 8 avril 2024 »."""
    words = naturalday(moment, "\\l\\e j F Y")
    return words.replace("'", "’")
