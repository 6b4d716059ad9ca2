"""How many offers each choice of the filters would show.

A choice is counted among what the *other* filters let through: ticking « Formation » beside
« Emploi » adds to the results, and the number beside it says how many it would bring.

Two queries, whatever the number of offers and of choices: one groups the offers by all the
facets at once, into a few hundred cells at most, whose sums answer everything; themes, of which
an offer may have several, take another.
"""

from dataclasses import dataclass

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Value,
    When,
)
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .filters import ANYWHERE, KM_CHOICES, offers_about
from .models import Offer, Theme
from .querysets import FITS_WHEELCHAIRS

RADII = [int(km) for km, _label in KM_CHOICES if km != ANYWHERE]
OUT_OF_REACH = max(RADII) + 1


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int
    is_chosen: bool
    line: str = ""


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: list
    #: One choice at a time, rather than several.
    is_exclusive: bool = False


class Facets:
    """Of an `OfferFilterSet`, once it is bound to what the visitor asked."""

    #: The order of a cell's coordinates.
    NAMES = ("type", "modalite", "prix", "km", "fauteuil", "theme")

    def __init__(self, filterset):
        self.filterset = filterset
        self.asked = filterset.asked | {"km": filterset.radius}

    @cached_property
    def cells(self):
        """[((kind, modality, fee, nearest band, fits wheelchairs, is about the themes), count)]"""
        offers = self.filterset.narrow(self.filterset.queryset, without=self.NAMES)
        rows = (
            offers.annotate(
                band=self.band(),
                fits=ExpressionWrapper(FITS_WHEELCHAIRS, BooleanField()),
                about=self.about(),
            )
            .order_by()
            .values_list("kind", "modality", "fee", "band", "fits", "about")
            .annotate(Count("pk"))
        )
        return [(cell, count) for *cell, count in rows]

    def band(self):
        """The smallest radius that an offer is in."""
        if not self.filterset.place:
            return Value(OUT_OF_REACH)
        *inner, widest = RADII
        bands = (When(self.filterset.reach(km), then=Value(km)) for km in inner)
        # The widest first: most of the country stops there.
        return Case(
            When(self.filterset.reach(widest), then=Case(*bands, default=Value(widest))),
            default=Value(OUT_OF_REACH),
            output_field=IntegerField(),
        )

    def about(self):
        lines = self.asked.get("theme")
        if not lines:
            return Value(True, output_field=BooleanField())
        return Exists(offers_about(lines).filter(offer=OuterRef("pk")))

    @cached_property
    def lines(self):
        """How many offers each theme's line has."""
        offers = self.filterset.narrow(self.filterset.queryset, without=["theme"])
        through = Offer.themes.through.objects.filter(offer__in=offers.order_by().values("pk"))
        return dict(
            through.order_by().values_list("theme__line").annotate(Count("offer", distinct=True))
        )

    @property
    def total(self):
        return self.count()

    def count(self, **instead):
        """How many offers there are with these values of facets instead of what was asked:
        `count(km="30")`, `count(type=[])`.
        """
        asked = [instead.get(name, self.asked.get(name)) for name in self.NAMES]
        return sum(
            count for cell, count in self.cells if all(map(lets_in, self.NAMES, asked, cell))
        )

    def __iter__(self):
        """The facets in the order of the page."""
        yield Facet("theme", _("Sujet"), self.themes())
        if self.filterset.place:
            yield Facet("km", _("Distance"), self.distances(), is_exclusive=True)
        yield Facet("type", _("Type"), self.choices("type", Offer.Kind, hide_empty=True))
        yield Facet("prix", _("Prix"), self.choices("prix", Offer.Fee))
        yield Facet("modalite", _("Où ça se passe"), self.choices("modalite", Offer.Modality))

    def themes(self):
        chosen = self.asked.get("theme") or []
        return [
            Choice(line, capfirst(line.label), self.lines.get(line, 0), line in chosen, line)
            for line in Theme.Line
        ]

    def distances(self):
        asked = self.filterset.radius
        return [
            Choice(km, say_radius(km), self.count(km=km), km == asked) for km, _label in KM_CHOICES
        ]

    def choices(self, name, values, *, hide_empty=False):
        """`hide_empty`: without those that would show nothing, unless they were chosen."""
        chosen = self.asked.get(name) or []
        choices = [
            Choice(value, capfirst(value.label), self.count(**{name: [value]}), value in chosen)
            for value in values
        ]
        return [item for item in choices if item.count or item.is_chosen or not hide_empty]

    @property
    def wheelchair(self):
        """The number of offers that fit a wheelchair."""
        return self.count(fauteuil=True)


def say_radius(km):
    """« Moins de 5 km », « Partout »."""
    if km == ANYWHERE:
        return _("Partout")
    return _("Moins de %(km)s km") % {"km": km}


def lets_in(name, asked, value):
    """Does what was asked of a facet let a cell's value through?"""
    if name == "km":
        return asked == ANYWHERE or value <= int(asked)
    if name in ("fauteuil", "theme"):
        return value or not asked
    return value in asked if asked else True
