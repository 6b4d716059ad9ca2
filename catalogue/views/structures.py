"""The Missions Locales: their list, by place or by region, and a page for each."""

from django.core.paginator import Paginator
from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, Value, When
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from catalogue import finder, paths
from catalogue.doors import Doorstep, most_welcoming
from catalogue.filters import StructureFilterSet
from catalogue.geography.forms import PlaceForm
from catalogue.maps import france
from catalogue.maps.territory import frame, territory
from catalogue.models import (
    Commune,
    Coverage,
    Offer,
    OfferSession,
    ReceptionSite,
    Structure,
    Theme,
)
from catalogue.regions import Regions

PER_PAGE = 12
MAX_CIRCLES = 600  # communes read for one map
SESSIONS = 6
NEWS = 3


class StructureListFilterSet(StructureFilterSet):
    """Near a place, all of them, where `StructureFilterSet` only keeps the finder's answer."""

    def near(self, queryset):
        return finder.by_distance(self.place, among=queryset)


def structure_list(request, page):
    filterset = StructureListFilterSet(request.GET, queryset=by_name())
    form, place, elsewhere = filterset.form, filterset.place, None
    asked = form.cleaned_data
    regions = Regions(Structure.objects.public(), asked.get("region"), asked.get("departement"))
    structures = Paginator(filterset.qs, PER_PAGE).get_page(request.GET.get("page"))
    if not any(found.confirmed for found in structures if place) and finder.is_elsewhere(place):
        place, elsewhere = None, place  # nothing is near
    has_map = bool(place or regions.department)
    doorsteps = [
        doorstep(structure, number if has_map else None, is_far=bool(elsewhere))
        for number, structure in enumerate(structures, start=1)
    ]
    if place and place.commune:
        request.place_slug = place.commune.slug
    context = {
        "page": page,
        "form": form,
        "place": place,
        "elsewhere": elsewhere,
        "regions": regions,
        "structures": structures,
        "confirmed": [step for step in doorsteps if step.is_confirmed],
        "others": [step for step in doorsteps if not step.is_confirmed],
        "map": nearby_map(place, doorsteps) if has_map else None,
        "france": None if has_map or elsewhere else lamps(regions),
    }
    return render(request, "catalogue/structure_list.html", context)


def by_name():
    """The seat's door first, when it is known."""
    seat_first = Case(When(kind=ReceptionSite.Kind.SEAT, then=Value(0)), default=Value(1))
    sites = (
        ReceptionSite.objects.public()
        .select_related("commune")
        .prefetch_related("closures")
        .order_by(seat_first, "name", "pk")
    )
    return (
        Structure.objects.public()
        .select_related("seat_commune")
        .prefetch_related(Prefetch("sites", sites))
        .order_by("name", "pk")
    )


def doorstep(structure, number, *, is_far=False):
    site = next(iter(structure.sites.all()), None)
    return Doorstep(
        structure,
        site,
        distance=None if is_far else getattr(structure, "distance", None),
        is_confirmed=getattr(structure, "confirmed", False),
        number=number,
    )


def lamps(regions):
    if regions.region:
        return france.region_board(regions.points, regions.communes)
    return france.board(regions.points)


def nearby_map(place, doorsteps):
    """The doors of this page of the list, around the place if there is one."""
    points = [step.point for step in doorsteps if step.point]
    if place and place.has_point:
        points.append((place.latitude, place.longitude))
    if not points:
        return None
    project = frame(points, margin=0.4)
    communes = Commune.objects.in_box(*project.box()).order_by("-population", "pk")[:MAX_CIRCLES]
    lit = [place.commune.pk] if place and place.commune else []
    return territory(project, communes, lit=lit, doorsteps=doorsteps)


def structure_detail(request, page, slug):
    found = page.telling(in_detail()).prefetch_related("links")
    structure = get_object_or_404(found, slug=slug)
    context = about(request, structure) | {
        "page": page,
        "news": page.news_about(structure)[:NEWS],
        "news_url": page.news_url(request, structure),
        "trail": trail(page, structure),
    }
    return render(request, "catalogue/structure_detail.html", context)


def structure_home(request, page, structure):
    """The front door of a structure's own site: its page, with what editors add to any home."""
    context = about(request, structure) | {
        "page": page,
        "news": page.news_of(structure)[:NEWS],
        "news_url": "",
    }
    return render(request, "catalogue/structure_home.html", context)


def in_detail():
    return by_name().with_extent().select_related("network", "seat_commune")


def about(request, structure):
    request.structures = [structure]
    sites = list(structure.sites.all())
    communes, drawing = coverage_map(structure, sites)
    doors = most_welcoming(sites)
    return {
        "structure": structure,
        "object": structure,
        "now": timezone.localtime(),
        "sites": sites,
        "first_door": doors[0] if doors else None,
        "closures": announced_closures(sites),
        "communes": communes,
        "map": drawing,
        "sessions": (
            OfferSession.objects.upcoming().filter(offer__structure=structure).for_board()
        )[:SESSIONS],
        "themes": offered_themes(structure),
        "form": PlaceForm(),
        "alone": len(sites) == 1,
        "plain_news": True,
    }


def trail(page, structure):
    seat = structure.seat_commune
    department = (
        [(seat.department, paths.listing(paths.STRUCTURES, departement=seat.department_code))]
        if seat
        else []
    )
    return [(page.title, page.get_absolute_url()), *department, (structure.sign[1], "")]


def announced_closures(sites):
    today = timezone.localdate()
    closures = [row for site in sites for row in site.closures.all() if row.ends_on >= today]
    return sorted(closures, key=lambda row: (row.starts_on, row.pk))


def coverage_map(structure, sites):
    """The communes it serves, by name, and their map; around the seat when none is known."""
    points = [(site.latitude, site.longitude) for site in sites if site.latitude is not None]
    if structure.south is not None:
        points += [(structure.south, structure.west), (structure.north, structure.east)]
    elif structure.seat_commune and structure.seat_commune.latitude is not None:
        points.append((structure.seat_commune.latitude, structure.seat_commune.longitude))
    if not points:
        return [], None
    project = frame(points, least=0.06 if structure.south is not None else 0.3)
    covered = Exists(Coverage.objects.filter(structure=structure, commune=OuterRef("pk")))
    around = (
        Commune.objects.in_box(*project.box())
        .annotate(covered=covered)
        .order_by("-covered", "-population", "pk")[:MAX_CIRCLES]
    )
    communes = sorted((c for c in around if c.covered), key=lambda c: c.name)
    site_of = {site.commune_id: site for site in reversed(sites)}
    for commune in communes:
        commune.site = site_of.get(commune.pk)
    lit = [commune.pk for commune in communes] or [structure.seat_commune_id]
    return communes, territory(
        project, around, lit=lit, doorsteps=[Doorstep(structure, site) for site in sites]
    )


def offered_themes(structure):
    """The needs that its current offers answer, with how many."""
    current = Q(offers__in=Offer.objects.public().filter(structure=structure))
    themes = Theme.objects.annotate(count=Count("offers", filter=current)).filter(count__gt=0)
    return themes.order_by(*Theme._meta.ordering)  # which a GROUP BY query would drop
