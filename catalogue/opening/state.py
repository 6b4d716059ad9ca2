"""Whether a site is open, in one short French sentence."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice

from django.utils.translation import gettext as _

from catalogue.wording import say_date, say_time, say_weekday

from . import schedule
from .schedule import APPOINTMENT, HORIZON, OPEN, REMOTE, UNKNOWN

CLOSED, CLOSED_UNTIL = "closed", "closed-until"

#: Who closes at two in the morning still closes "tonight".
END_OF_NIGHT = time(6)


@dataclass(frozen=True)
class OpeningState:
    """What the door shows. `until`: when that will change, if known. `note`: what else to know."""

    code: str
    label: str
    detail: str = ""
    until: datetime | None = None
    note: str = ""

    def __str__(self):
        return self.sentence

    @property
    def sentence(self):
        return f"{self.label}, {self.detail}" if self.detail else self.label

    @property
    def is_open(self):
        """Anybody may walk in now."""
        return self.code == OPEN


def opening_state(site, now=None):
    """The state of a site's door. Reads `site.closures.all()`: prefetch it for a list."""
    now = schedule.local_time(site, now)
    coming = list(islice(schedule.periods(site, now, now + HORIZON), 2))
    if coming and coming[0].start <= now:
        return _receiving(site, now, *coming)
    opening = next((period for period in coming if period.kind != UNKNOWN), None)
    hours_known = schedule.hours_of(site) is not None
    closure = next((row for row in schedule.closures_of(site) if row.covers(now.date())), None)
    if closure:
        return _shut(site, closure, now, opening, hours_known=hours_known)
    if not hours_known:
        return _without_hours(site)
    return _closed(site, now, opening)


def _receiving(site, now, current, following=None):
    label = {
        OPEN: _("Ouvert"),
        APPOINTMENT: _("Sur rendez-vous"),
        REMOTE: _("À distance"),
        UNKNOWN: _("Horaires à confirmer"),
    }[current.kind]
    endless = current.end >= now + HORIZON
    return OpeningState(
        current.kind,
        label,
        detail=_until_when(current, following, now, endless=endless),
        until=None if endless else current.end,
        note=current.note or _access_note(site),
    )


def _access_note(site):
    """Not the reason of a closure that is over."""
    return "" if site.access == site.Access.CLOSED else site.access_note


def _until_when(current, following, now, *, endless):
    if current.kind == UNKNOWN:
        return ""
    if current.kind != OPEN:
        # An appointment that may be at any hour is told without one.
        told = current.end.date() == now.date()
        return _("jusqu’à %(time)s") % {"time": say_time(current.end)} if told else ""
    if endless:
        return _("24 h sur 24")
    if following and following.start == current.end and following.kind == APPOINTMENT:
        return _("sans rendez-vous jusqu’à %(time)s") % {"time": say_time(current.end)}
    closes = _("ferme %(when)s") % {"when": _when_closing(current.end, now)}
    if following and following.kind == OPEN and following.start.date() == now.date():
        return _("%(closes)s, rouvre à %(time)s") % {
            "closes": closes,
            "time": say_time(following.start),
        }
    return closes


def _closed(site, now, opening):
    label = _("Fermé")
    if schedule.is_holiday(site, now.date()) and not schedule.periods_on(site, now.date()):
        label = _("Fermé aujourd’hui (jour férié)")
    if opening is None:
        return OpeningState(CLOSED, label, _("réouverture à confirmer"))
    return OpeningState(CLOSED, label, _opens(opening, now), until=opening.start)


def _shut(site, closure, now, opening, *, hours_known):
    """By a dated closure, exceptional or announced by the site's kind of access."""
    today = now.date()
    code = CLOSED if closure.last == today else CLOSED_UNTIL
    label = _("Fermé aujourd’hui") if closure.first == closure.last else _("Fermé")
    until, detail = None, _("réouverture à confirmer")
    if opening:
        until = opening.start
        detail = _opens(opening, now)
    elif not hours_known and closure.last - today < HORIZON:
        reopening = datetime.combine(closure.last + timedelta(days=1), time.min, now.tzinfo)
        until = reopening
        detail = _("ouvre %(day)s") % {"day": _which_day(reopening, now)}
    return OpeningState(code, label, detail, until=until, note=schedule.reason_on(site, today))


def _without_hours(site):
    label, code = {
        site.Access.APPOINTMENT: (_("Sur rendez-vous"), APPOINTMENT),
        site.Access.REMOTE: (_("À distance"), REMOTE),
    }.get(site.access, (_("Horaires à confirmer"), UNKNOWN))
    return OpeningState(code, label, note=site.access_note)


def _opens(opening, now):
    """“ouvre lundi à 9 h”, “ouvre demain à 14 h sur rendez-vous”."""
    opens = _("ouvre %(when)s") % {"when": _when_opening(opening, now)}
    how = {APPOINTMENT: _("sur rendez-vous"), REMOTE: _("à distance")}.get(opening.kind)
    return f"{opens} {how}" if how else opens


def _when_opening(opening, now):
    if opening.kind != OPEN and opening.start.time() == time.min:
        return _which_day(opening.start, now)
    return _at(opening.start, _which_day(opening.start, now))


def _when_closing(moment, now):
    tonight = moment.date() - now.date() == timedelta(days=1) and moment.time() < END_OF_NIGHT
    return _at(moment, "" if tonight else _which_day(moment, now))


def _at(moment, day):
    at = _("à %(time)s") % {"time": say_time(moment)}
    return f"{day} {at}" if day else at


def _which_day(moment, now):
    """Nothing for today, “demain”, “lundi” within the week, then with the date."""
    days = (moment.date() - now.date()).days
    if days == 0:
        return ""
    if days == 1:
        return _("demain")
    if days < 7:
        return say_weekday(moment)
    return say_date(moment, year=days > 300)
