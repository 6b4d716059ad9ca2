"""Public URLs that aren't Wagtail pages: what is sent, searched or subscribed to."""

from django.urls import path

from catalogue import paths
from catalogue.views import agenda, agreements, feeds, place

app_name = "catalogue"

urlpatterns = [
    # Files, which Wagtail's routes leave alone: they only know addresses that end in a slash.
    path(f"{paths.AGENDA}/flux.ics", agenda.agenda_feed, name="agenda-feed"),
    path(f"{paths.AGENDA}/<int:pk>.ics", agenda.session_calendar, name="session-calendar"),
    path(f"{paths.OFFERS}/flux.atom", feeds.offer_feed, name="offer-feed"),
    path(
        f"{paths.AGREEMENTS}/documents/<int:pk>",
        agreements.public_document,
        name="agreement-document",
    ),
    path("ma-ville/", place.remember_place, name="remember-place"),
]
