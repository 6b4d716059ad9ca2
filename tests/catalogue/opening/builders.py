"""Sites that never touch the database: opening hours need none."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from catalogue.models import ReceptionSite, SiteClosure
from catalogue.opening import opening_state, week

USUAL = "Mo-Fr 09:00-12:30,13:30-17:30; Th 09:00-12:30; PH off"


def site(opening_hours=USUAL, *, commune="94016", closures=(), **fields):
    """`closures`: (first day, last day, message)."""
    built = ReceptionSite(opening_hours=opening_hours, commune_id=commune, **fields)
    built.closures = [
        SiteClosure(
            starts_on=date.fromisoformat(first), ends_on=date.fromisoformat(last), message=message
        )
        for first, last, message in closures
    ]
    return built


def at(moment, site):
    """A moment on the site's own clock."""
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(site.time_zone))


def state(site, moment):
    return opening_state(site, at(moment, site))


def sentence(site, moment):
    """As people read it, with plain spaces."""
    return state(site, moment).sentence.replace("\u00a0", " ")


def days(site, moment):
    return {day.name: day for day in week(site, at(moment, site))}
