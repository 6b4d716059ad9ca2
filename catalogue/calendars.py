"""Sessions as iCalendar (RFC 5545): one to keep, or a feed to subscribe to."""

from datetime import UTC, timedelta

from icalendar import Calendar, Event

from .models import OfferSession

REFRESH = timedelta(hours=6)
#: For a session whose end isn't known: calendars show little of an event without a length.
USUAL_LENGTH = timedelta(hours=1)


def calendar(sessions, request, name=""):
    """The bytes of a calendar. Moments are in UTC, which needs no table of time zones."""
    document = Calendar()
    document.add("prodid", "-//Parvis//FR")
    document.add("version", "2.0")
    if name:
        document.add("name", name)
        document.add("x-wr-calname", name)
        document.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for session in sessions:
        document.add_component(event(session, request))
    return document.to_ical()


def event(session, request):
    offer = session.offer
    cancelled = session.status == OfferSession.Status.CANCELLED
    ends_at = session.ends_at or session.starts_at + USUAL_LENGTH
    item = Event()
    # Stable, so that a calendar updates what it holds rather than show it twice.
    item.add("uid", f"seance-{session.pk}@{request.get_host()}")
    # A session changes with its offer, which is edited and imported as a whole.
    item.add("dtstamp", offer.updated_at.astimezone(UTC))
    item.add("last-modified", offer.updated_at.astimezone(UTC))
    item.add("sequence", int((offer.updated_at - offer.created_at).total_seconds()))
    item.add("dtstart", session.starts_at.astimezone(UTC))
    item.add("dtend", ends_at.astimezone(UTC))
    item.add("summary", offer.title)
    item.add("location", session.where)
    item.add("description", offer.summary)
    item.add("url", request.build_absolute_uri(session.get_absolute_url()))
    item.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return item
