"""Which door to push first, and what stands on each doorstep."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import FloatField, Value
from django.utils.translation import gettext as _

from catalogue.models import ReceptionSite, Structure
from catalogue.opening import OpeningState

WELCOME = ["open", "appointment", "remote", "closed", "closed-until", "unknown"]

#: Sites whose hours are read, around a town: Paris has a few dozen.
READ_AROUND = 60


def most_welcoming(sites):
    """The sites, those that receive now first; otherwise in the order given."""
    return sorted(sites, key=lambda site: WELCOME.index(site.state.code))


def open_near(commune, km):
    """The public sites around a commune, those that receive now first, then the nearest ones."""
    sites = ReceptionSite.objects.public()
    if commune.latitude is None:  # a few, overseas
        sites = sites.filter(commune=commune).annotate(distance=Value(None, FloatField()))
    else:
        sites = sites.within(commune.latitude, commune.longitude, km).order_by("distance", "pk")
    sites = sites.select_related("structure", "commune").prefetch_related("closures")
    return most_welcoming(sites[:READ_AROUND])


@dataclass(frozen=True)
class Doorstep:
    """A structure in a list: by one of its sites, or by its seat's commune when none is known."""

    structure: Structure
    site: ReceptionSite | None = None
    distance: float | None = None
    #: Known to take in the young people of the place asked for.
    is_confirmed: bool = False
    #: The one that it bears on the map.
    number: int | None = None

    @property
    def commune(self):
        return self.site.commune if self.site else self.structure.seat_commune

    @property
    def point(self):
        """Where the door is, or else the middle of the seat's commune."""
        spot = self.site if self.site and self.site.latitude is not None else self.commune
        return (spot.latitude, spot.longitude) if spot and spot.latitude is not None else None

    @cached_property
    def state(self):
        if self.site:
            return self.site.state
        return OpeningState("unknown", _("Horaires à confirmer"))
