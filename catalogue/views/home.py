"""The front door: which Mission Locale is yours, and what goes on around."""

from django.db.models import Prefetch
from django.shortcuts import render
from django.utils import timezone

from catalogue import finder
from catalogue.doors import Doorstep, most_welcoming
from catalogue.geography.forms import PlaceForm
from catalogue.models import OfferSession, SchemeFact, Theme
from catalogue.place import remembered_slug, with_remembered_place

DOORS, SESSIONS, SCHEMES = 8, 5, 2
SESSIONS_READ = 50
NEARBY_KM = 15


def home(request, page):
    form = PlaceForm(with_remembered_place(request))
    place = form.place
    context = {
        "page": page,
        "form": form,
        "place": place,
        "now": timezone.localtime(),
        "themes": Theme.objects.all(),
        "sessions": next_sessions(place),
        "schemes": featured_schemes(page, with_figures=not place),
        "news": page.latest_news().first(),
    }
    if place:
        request.place_slug = place.commune.slug if place.commune else ""
        context["is_remembered"] = request.place_slug == remembered_slug(request)
        context |= answer(place)
        if context["finding"].confirmed:
            request.structures = context["finding"].structures
    return render(request, "catalogue/home.html", context)


def answer(place):
    """The Mission Locale of a place with its doors, or the nearest ones, to be confirmed."""
    finding = finder.find(place)
    if not finding.confirmed:
        return {"finding": finding, "nearest": [doorstep(found) for found in finding.structures]}
    sites = [site for structure in finding.structures for site in structure.sites.all()]
    doors = most_welcoming(sites)
    return {"finding": finding, "doors": doors[:DOORS], "first_door": doors[0] if doors else None}


def doorstep(structure):
    """A structure found near a place, by its nearest door."""
    return Doorstep(structure, next(iter(structure.sites.all()), None), structure.distance)


def featured_schemes(page, *, with_figures):
    """Their figures are read only where the page has nothing more urgent to say."""
    schemes = page.featured_schemes().with_line()
    if with_figures:
        figures = SchemeFact.objects.filter(kind=SchemeFact.Kind.FIGURE)
        schemes = schemes.prefetch_related(Prefetch("facts", figures, to_attr="figures"))
    return schemes[:SCHEMES]


def next_sessions(place):
    """The next ones, around the place if it is known; a title that comes back is shown once."""
    upcoming = OfferSession.objects.upcoming().for_board()
    if place and place.has_point:
        upcoming = upcoming.near(place.latitude, place.longitude, NEARBY_KM)
    by_title = {}
    for session in upcoming[:SESSIONS_READ]:
        by_title.setdefault(session.offer.title, session)
    return list(by_title.values())[:SESSIONS]
