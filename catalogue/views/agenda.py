"""The agenda: sessions week by week, and as calendars to keep or to subscribe to."""

from datetime import timedelta

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from catalogue import paths
from catalogue.calendars import calendar
from catalogue.filters import OfferSessionFilterSet
from catalogue.models import OfferSession, Theme
from catalogue.place import with_remembered_place

WEEK = timedelta(days=7)
MAX_SHOWN = 200
CALENDAR_TYPE = "text/calendar; charset=utf-8"


class WeekFilterSet(OfferSessionFilterSet):
    """`du` is any day of the week to show; without it, the first week that has something."""

    @cached_property
    def monday(self):
        day = self.form.cleaned_data.get("du") or self.next_day() or timezone.localdate()
        return day - timedelta(days=day.weekday())

    @property
    def period(self):
        return self.monday, self.monday + timedelta(days=6)

    def next_day(self, after=""):
        """The day of the first session under the same filters, in any week; or None."""
        data = self.form.data.copy()
        data["du"], data["au"] = after, ""
        session = OfferSessionFilterSet(data, queryset=self.queryset).qs.first()
        return session and timezone.localdate(session.starts_at)


def agenda(request, page):
    coming = OfferSession.objects.upcoming().for_board()
    filterset = WeekFilterSet(with_remembered_place(request), queryset=coming)
    sessions = list(filterset.qs[: MAX_SHOWN + 1]) if filterset.is_valid() else []
    monday = filterset.monday if filterset.is_valid() else None
    if filterset.place and filterset.place.commune:
        request.place_slug = filterset.place.commune.slug
    context = {
        "page": page,
        "filterset": filterset,
        "themes": Theme.objects.all(),
        "sessions": sessions[:MAX_SHOWN],
        "is_cut": len(sessions) > MAX_SHOWN,
        "monday": monday,
        "sunday": monday and monday + timedelta(days=6),
        "previous": monday and monday > timezone.localdate() and monday - WEEK,
        "next": monday and monday + WEEK,
        "next_day": None if sessions or not monday else filterset.next_day(monday + WEEK),
        "feed_url": paths.agenda_feed(without_week(request.GET)),
    }
    return render(request, "catalogue/agenda.html", context)


def without_week(parameters):
    """A calendar that one subscribes to has no week: it moves on."""
    parameters = parameters.copy()
    for name in ("du", "au", "page"):
        parameters.pop(name, None)
    return parameters.urlencode()


def agenda_feed(request):
    coming = OfferSession.objects.upcoming().for_board()
    filterset = OfferSessionFilterSet(request.GET, queryset=coming)
    if not filterset.is_valid():
        return HttpResponseBadRequest(filterset.errors.as_text(), content_type="text/plain")
    name = _("Agenda Mission Locale")
    if filterset.place:
        name = f"{name}, {filterset.place.label}"
    response = HttpResponse(
        calendar(filterset.qs[:MAX_SHOWN], request, name), content_type=CALENDAR_TYPE
    )
    patch_cache_control(response, public=True, max_age=3600)
    return response


def session_calendar(request, pk):
    """A past session stays readable: the calendar that holds it may ask again."""
    session = get_object_or_404(OfferSession.objects.public().for_board(), pk=pk)
    response = HttpResponse(calendar([session], request), content_type=CALENDAR_TYPE)
    response["Content-Disposition"] = f'attachment; filename="seance-{session.pk}.ics"'
    return response
