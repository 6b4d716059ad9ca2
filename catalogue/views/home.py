"""The front door: which Mission Locale is yours, and what goes on around."""

from django.db.models import Prefetch
from django.shortcuts import render
from django.utils import timezone

from catalogue import finder, territory
from catalogue.doors import Doorstep, most_welcoming
from catalogue.geography.forms import PlaceForm
from catalogue.models import OfferSession, SchemeFact, Theme
from catalogue.place import PLACE_PARAMETERS, remembered_slug, with_remembered_place

from .structures import in_detail, structure_home

DOORS, SESSIONS, SCHEMES = 8, 5, 2
SESSIONS_READ = 50
NEARBY_KM = 15


def home(request, page):
    """On the site of a structure, its own door, unless somebody asks about a town."""
    if structure := structure_of_the_site(request):
        return structure_home(request, page, structure)
    form = PlaceForm(with_remembered_place(request))
    place = form.place
    found = answer(place) if place else {}
    news = page.latest_news()
    context = found | {
        "page": page,
        "form": form,
        "place": place,
        "now": timezone.localtime(),
        "themes": Theme.objects.all(),
        "sessions": [] if found.get("is_elsewhere") else next_sessions(place),
        "schemes": featured_schemes(page, with_figures=not place),
        "news": (news.prefetch_related(None) if place else news).first(),
        # Only where the page has nothing more urgent to say, as for figures.
        "campaign": None if place else page.campaign(),
    }
    if place:
        request.place_slug = place.commune.slug if place.commune else ""
        context["is_remembered"] = request.place_slug == remembered_slug(request)
        if found["finding"].confirmed:
            request.structures = found["finding"].structures
    return render(request, "catalogue/home.html", context)


def structure_of_the_site(request):
    shown = territory.current()
    if not shown.structure or PLACE_PARAMETERS & request.GET.keys():
        return None
    return in_detail().filter(pk=shown.structure).first()


def answer(place):
    """The Mission Locale of a place with its doors, or the nearest ones, to be confirmed."""
    finding = finder.find(place)
    if finding.is_elsewhere:
        return {"finding": finding, "is_elsewhere": True}
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
