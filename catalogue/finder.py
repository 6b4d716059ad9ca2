"""Which Mission Locale is mine? The question of the whole site."""

from dataclasses import dataclass

from django.db.models import (
    Case,
    Exists,
    F,
    FloatField,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from catalogue import territory
from catalogue.geography.forms import place_of
from catalogue.models import Coverage, ReceptionSite, Structure
from catalogue.querysets import distance_km

#: Structures in an answer. A commune hardly has more than one; of those nearby, three will do.
MAX_ANSWERS = 3

UNKNOWN = Value(None, output_field=FloatField())
NEAREST = F("distance").asc(nulls_last=True)


@dataclass(frozen=True)
class Finding:
    #: Public structures, the nearest first, each with its public `sites` and their closures.
    #: `structure.distance` and `site.distance` are in kilometres, None when not known.
    structures: list
    #: Are they known to take in the young people of the place? If not, say "à confirmer".
    confirmed: bool
    #: The place is outside what the site shows: there is nobody to name.
    is_elsewhere: bool = False


def structures_for(commune):
    return find(place_of(commune))


def find(place):
    structures = list(answers(place))
    if not any(item.covers for item in structures) and is_elsewhere(place):
        return Finding([], confirmed=False, is_elsewhere=True)
    return Finding(structures, confirmed=any(item.confirmed for item in structures))


def is_elsewhere(place):
    """Whether the site that is visited shows one territory, and the place isn't known to be in it:
    others cover it or, where nobody is known to, it is in another region or department."""
    shown = territory.current()
    commune = place and place.commune
    if not shown or commune is None:
        return False
    covering = Structure.objects.filter(live=True, pk__in=covering_ids(commune))
    found = list(covering.values_list("pk", "network"))
    return not (any(shown.has(*keys) for keys in found) if found else shown.may_hold(commune))


def answers(place, among=None):
    """Those that cover the place's commune; where none is known to, the nearest ones."""
    structures = by_distance(place, among)
    nobody_covers = ~Exists(structures.filter(covers=True))
    return structures.filter(Q(covers=True) | nobody_covers & nearby(place))[:MAX_ANSWERS]


def by_distance(place, among=None):
    """Public structures with their doors, those that cover the commune first, then by distance.

    Each has `covers`, `confirmed` and `distance`: to the door or, when none is known, to the seat.
    """
    structures = Structure.objects.public()
    if among is not None:
        structures = structures.filter(pk__in=among.values("pk"))
    covers = Q(pk__in=covering_ids(place.commune))
    sites = sites_by_distance(place)
    return (
        structures.annotate(
            covers=covers,
            # Of a point, we only know the nearest commune.
            confirmed=Value(False) if place.approximate else covers,
            distance=Coalesce(to_door(sites), to_seat(place)),
        )
        .order_by("-covers", NEAREST, *same_department_first(place), "name", "pk")
        .select_related("seat_commune")
        .prefetch_related(
            Prefetch("sites", sites.select_related("commune").prefetch_related("closures"))
        )
    )


def sites_by_distance(place):
    sites = ReceptionSite.objects.public()
    if place.has_point:
        sites = sites.with_distance(place.latitude, place.longitude)
    else:
        sites = sites.annotate(distance=UNKNOWN)
    return sites.order_by(NEAREST, "name", "pk")


def to_door(sites):
    return Subquery(sites.filter(structure=OuterRef("pk")).values("distance")[:1])


def to_seat(place):
    if not place.has_point:
        return UNKNOWN
    return distance_km(place.latitude, place.longitude, path="seat_commune__")


def covering_ids(commune):
    """A city and its arrondissements answer for each other, whichever the coverage names."""
    if commune is None:
        return Coverage.objects.none().values("structure")
    return Coverage.objects.filter(
        Q(commune=commune) | Q(commune__parent=commune) | Q(commune=commune.parent_id)
    ).values("structure")


def nearby(place):
    """What has a point to measure to; for a place without one, what is in the same region."""
    if not place.has_point:
        return Q(seat_commune__region_code=place.commune.region_code)
    # Not `distance__isnull`: the database would work every distance out twice.
    with_door = ReceptionSite.objects.public().filter(latitude__isnull=False)
    return Q(seat_commune__latitude__isnull=False) | Q(pk__in=with_door.values("structure"))


def same_department_first(place):
    """The order among those whose distance isn't known."""
    if place.commune is None:
        return []
    same = Q(seat_commune__department_code=place.commune.department_code)
    return [Case(When(same, then=0), default=1)]
