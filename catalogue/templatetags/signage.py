"""How the signs say hours, distances and delays, in French."""

from django import template
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.wording import (
    NBSP,
    say_count,
    say_day,
    say_number,
    say_period,
    say_time,
    say_weekday,
    say_weight,
)

register = template.Library()
register.filter(say_count)
register.filter(say_weight)


@register.filter
def hour(moment):
    """A moment's time of day, here: « 9 h 30 »."""
    return say_time(timezone.localtime(moment)) if moment else ""


@register.filter(expects_localtime=True)
def day_and_month(day):
    """« 1er février »."""
    return say_day(day) if day else ""


@register.filter(expects_localtime=True)
def full_date(day):
    """« 1er février 2027 »."""
    return say_day(day, year=True) if day else ""


@register.filter(expects_localtime=True)
def full_moment(moment):
    """« 1er février 2027 à 09:30 », in the records of who did what."""
    if not moment:
        return ""
    return _("%(day)s à %(time)s") % {
        "day": say_day(moment, year=True),
        "time": formats.date_format(moment, "H:i"),
    }


@register.filter
def period(start, end):
    """« du 23 au 29 novembre »."""
    return say_period(start, end)


@register.filter
def full_period(start, end):
    """« du 23 juillet 2020 au 31 décembre 2022 »."""
    return say_period(start, end, in_full=True)


@register.filter
def board_day(moment):
    """As on a departures board: « mar. 1er déc. »."""
    day = timezone.localtime(moment)
    return f"{say_weekday(day)[:3]}. {say_number(day)} {formats.date_format(day, 'N')}"


@register.filter
def distance(km):
    """`0.853` → « 850 m », `2.13` → « 2,1 km », `38.2` → « 38 km ».

    Both ends may be no more than the middle of a town: a few metres would promise too much.
    """
    if km is None:
        return ""
    if km < 0.1:
        return _("tout près")
    if km < 0.995:
        return f"{round(km * 100) * 10}{NBSP}m"
    decimals = 0 if km >= 10 else 1
    return f"{formats.number_format(round(km, decimals), decimals)}{NBSP}km"


@register.filter
def days_left(day):
    """How close a deadline is, when it is close enough to hurry: « dans 5 jours »; else nothing."""
    if not day:
        return ""
    days = (day - timezone.localdate()).days
    if days < 0 or days > 9:
        return ""
    if days < 2:
        return _("aujourd’hui") if days == 0 else _("demain")
    return ngettext("dans %(days)s jour", "dans %(days)s jours", days) % {"days": days}


@register.simple_tag
def elided_pages(page):
    """Numbers of the pages around `page`, with an ellipsis for those left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
