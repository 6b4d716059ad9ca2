"""Which objects: public ones, the ones a person may see, the ones near a point.

`public()` is what anybody may read on the site that they visit (`catalogue.territory`); every page,
feed, API and sitemap starts from it, in the request it answers. `visible_to(user)` is what a member
of staff may see in the internal pages.
"""

from datetime import datetime, time, timedelta
from math import cos, radians
from operator import itemgetter

from django.db import models
from django.db.models import Case, Exists, F, Max, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import ACos, Cos, Greatest, Least, Radians, Sin
from django.utils import timezone

from catalogue import territory
from catalogue.bulk import write
from catalogue.geography.spellings import spellings

EARTH_RADIUS_KM = 6371.0
KM_PER_DEGREE = 111.2
BATCH = 5_000  # rows written at once


def distance_km(latitude, longitude, path=""):
    """Great-circle distance from a point, as an expression in kilometres; null without a point.

    `path` leads to the model that has the other point: "commune__".
    """
    here, there = Radians(Value(float(latitude))), Radians(F(f"{path}latitude"))
    cosine = Sin(here) * Sin(there) + Cos(here) * Cos(there) * Cos(
        Radians(F(f"{path}longitude")) - Radians(Value(float(longitude)))
    )
    # Rounding may push the cosine of two equal points a hair past 1.
    cosine = Least(Value(1.0), Greatest(Value(-1.0), cosine))
    # PostgreSQL's LEAST and GREATEST pass over nulls, where SQLite's answer null.
    has_point = Q(**{f"{path}latitude__isnull": False})
    return Case(When(has_point, then=Value(EARTH_RADIUS_KM) * ACos(cosine)))


def in_square(latitude, longitude, km):
    """A condition that an index serves: a square around the circle of `km` around a point."""
    margin = km / KM_PER_DEGREE
    stretch = max(cos(radians(latitude)), 0.01)
    return Q(
        latitude__range=(latitude - margin, latitude + margin),
        longitude__range=(longitude - margin / stretch, longitude + margin / stretch),
    )


class NearQuerySet(models.QuerySet):
    """For models with a `latitude` and a `longitude`."""

    def with_distance(self, latitude, longitude):
        """Annotates `distance` (km). Rows without a point have a null distance."""
        return self.annotate(distance=distance_km(latitude, longitude))

    def within(self, latitude, longitude, km):
        """Rows less than `km` away: a box that the index serves, then the exact distance."""
        return (
            self.filter(in_square(latitude, longitude, km))
            .with_distance(latitude, longitude)
            .filter(distance__lte=km)
        )


class VisibleQuerySet(models.QuerySet):
    """What a member of staff may see comes from their memberships, and from nothing else."""

    #: The way from the model to its structure ("" for the structure itself),
    #: or None where the objects are everybody's.
    path_to_structure = None

    def visible_to(self, user, memberships=None):
        """The rows that a person's memberships open to them, or only some of their memberships.

        Superusers see all; whoever has no membership sees nothing.
        """
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(
            self.within_reach(user.memberships.all() if memberships is None else memberships)
        )

    def within_reach(self, memberships):
        """Which rows these memberships open, as a condition."""
        if self.path_to_structure is None:
            return Q(Exists(memberships))
        return of_their_structures(memberships, self.path_to_structure)


def of_their_structures(memberships, path):
    """A condition: `path` leads to a structure, or into a network, of these memberships."""
    structures = memberships.filter(structure__isnull=False).values("structure")
    network = f"{path}__network" if path else "network"
    return Q(**{f"{path or 'pk'}__in": structures}) | of_their_networks(memberships, network)


def of_their_networks(memberships, path):
    """The same for a network. There are two tiers: the national one holds its regions'."""
    networks = memberships.filter(network__isnull=False).values("network")
    return Q(**{f"{path}__in": networks}) | Q(**{f"{path}__parent__in": networks})


class HeldQuerySet(VisibleQuerySet):
    """For what a structure or a network holds: its model has a `structure` and a `network`."""

    def within_reach(self, memberships):
        return of_their_structures(memberships, "structure") | of_their_networks(
            memberships, "network"
        )


def within_reach_of(holder, queryset):
    """The rows that a member of the holder's structure, or network, may see.

    The holder (a feed, an agreement) has a `structure` and a `network` as a membership has, so the
    same definition serves.
    """
    if not isinstance(queryset, VisibleQuerySet):
        return queryset
    as_membership = type(holder)._base_manager.filter(pk=holder.pk)
    return queryset.filter(queryset.within_reach(as_membership))


class CommuneQuerySet(VisibleQuerySet, NearQuerySet):
    def in_box(self, latitudes, longitudes):
        """Those whose centre is between two latitudes and two longitudes; cities come by their
        arrondissements.
        """
        return self.filter(
            arrondissements__isnull=True,
            latitude__range=latitudes,
            longitude__range=longitudes,
        )

    def nearest(self, latitude, longitude):
        """The commune, or the arrondissement, whose centre is nearest; None far from France."""
        # Nearly always within the small box; in Guyane communes are as large as departments.
        for km in (15, 150):
            near = self.within(latitude, longitude, km).filter(arrondissements__isnull=True)
            if commune := near.order_by("distance", "pk").first():
                return commune
        return None


class SpellingQuerySet(models.QuerySet):
    def names(self):
        return self.filter(kind__lte=self.model.Kind.SHORT_NAME)

    def rewrite(self, communes, progress=iter):
        """Makes these rows the spellings of these communes. Writes only what changes."""
        wanted = {
            (commune.pk, kind, key)
            for commune in communes
            for kind, key in spellings(commune, self.model.Kind)
        }
        found = {
            (commune, kind, key): pk
            for pk, commune, kind, key in self.values_list("pk", "commune", "kind", "key")
        }
        stale = [pk for row, pk in found.items() if row not in wanted]
        for start in range(0, len(stale), BATCH):
            self.model.objects.filter(pk__in=stale[start : start + BATCH]).delete()
        # In the order of their index, which grows at its end.
        new = sorted(wanted - found.keys(), key=itemgetter(2, 1, 0))
        write(self.model, ["commune", "kind", "key"], progress(new))


class NetworkQuerySet(VisibleQuerySet):
    def within_reach(self, memberships):
        return (
            Q(pk__in=memberships.filter(structure__isnull=False).values("structure__network"))
            | Q(pk__in=memberships.filter(network__isnull=False).values("network"))
            | Q(parent__in=memberships.filter(network__isnull=False).values("network"))
        )


class CoverageQuerySet(VisibleQuerySet):
    path_to_structure = "structure"

    def public(self):
        return self.filter(territory.current().holds("structure"), structure__live=True)


class MembershipQuerySet(HeldQuerySet):
    def national(self):
        """Those in a network that has none above it."""
        return self.filter(network__isnull=False, network__parent__isnull=True)


class StructureQuerySet(VisibleQuerySet):
    path_to_structure = ""

    def public(self):
        return self.filter(territory.current().holds(), live=True)

    def with_extent(self):
        """Annotates the box around the communes it serves; nulls where none is known."""
        return self.annotate(
            south=Min("communes__latitude"),
            north=Max("communes__latitude"),
            west=Min("communes__longitude"),
            east=Max("communes__longitude"),
        )


class ReceptionSiteQuerySet(VisibleQuerySet, NearQuerySet):
    path_to_structure = "structure"

    def public(self):
        here = territory.current().holds("structure")
        return self.filter(here, live=True, structure__live=True)


class ThemeQuerySet(VisibleQuerySet):
    pass


def line_of(themes, **of):
    """The line (colour and icon) of the first theme, so that a list needs not read the themes."""
    return Subquery(themes.filter(**of).order_by("position", "pk").values("line")[:1])


class SchemeQuerySet(VisibleQuerySet):
    def with_line(self):
        """Annotates `line`; null without a theme."""
        themes = self.model.themes.rel.model.objects
        return self.annotate(line=line_of(themes, schemes=OuterRef("pk")))

    def public(self):
        """Archived schemes included: their page says what replaced them."""
        return self.filter(live=True)

    def current(self, on=None):
        on = on or timezone.localdate()
        return self.public().filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))


class SynonymQuerySet(VisibleQuerySet):
    pass


class PartnerQuerySet(VisibleQuerySet):
    def public(self):
        return self.filter(live=True)

    def acting_here(self):
        """The public ones; where the site shows one territory, those that offer or signed
        something there. They have no territory themselves: a page may name any of them."""
        if not territory.current():
            return self.public()
        offers = self.model.offers.rel.related_model.objects.published()
        agreements = self.model.agreements.rel.related_model.objects.public()
        return self.public().filter(
            Q(Exists(offers.filter(partner=OuterRef("pk"))))
            | Q(Exists(agreements.filter(partners=OuterRef("pk"))))
        )


#: Nowhere to go to: the offer comes to you, or doesn't say where it is.
WITHOUT_A_PLACE = Q(modality="remote") | Q(latitude__isnull=True)

#: Said to be accessible, or at a site that is.
FITS_WHEELCHAIRS = Q(wheelchair=True) | Q(wheelchair__isnull=True, site__wheelchair="yes")


#: Missions Locales receive nobody younger.
YOUNGEST = 16


def old_enough(age):
    """A condition on what has an `age_min`: where it says none, one is 16 at least."""
    return Q(age_min__lte=age) | Q(age_min__isnull=True) if age >= YOUNGEST else Q(age_min__lte=age)


def reaches(latitude, longitude, km, structures):
    """A condition on offers with a distance: somebody at this point may take them up.

    They are less than `km` away or, without a place to go to, of one of these structures (those
    that take the person in), or of none in particular.
    """
    return in_square(latitude, longitude, km) & Q(distance__lte=km) | WITHOUT_A_PLACE & (
        Q(structure__isnull=True) | Q(structure__in=structures)
    )


class OfferQuerySet(VisibleQuerySet, NearQuerySet):
    path_to_structure = "structure"

    def with_distance(self, latitude, longitude):
        """Null without a place to go to: a remote offer is nowhere, whatever town it names."""
        to_it = distance_km(latitude, longitude)
        return self.annotate(distance=Case(When(~WITHOUT_A_PLACE, then=to_it)))

    def for_wheelchairs(self):
        return self.filter(FITS_WHEELCHAIRS)

    def for_age(self, age):
        return self.filter(old_enough(age), Q(age_max__isnull=True) | Q(age_max__gte=age))

    def running(self, start=None, end=None):
        """Going on between two days, by its sessions if it has any; either day may be open."""
        sessions = self.model.sessions.rel.related_model.objects.filter(offer=OuterRef("pk"))
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=start) if start else Q(),
            Q(starts_on__isnull=True) | Q(starts_on__lte=end) if end else Q(),
            ~Exists(sessions) | Exists(sessions.between(start, end).filter(status="planned")),
        )

    def for_cards(self):
        """With all that a card shows, in one query."""
        return self.select_related("commune", "partner", "structure").with_line()

    def within_reach(self, memberships):
        """An offer without a structure holds everywhere: it is the networks' business."""
        return super().within_reach(memberships) | Q(
            Exists(memberships.filter(network__isnull=False)), structure__isnull=True
        )

    def with_line(self):
        """Annotates `line`; null without a theme."""
        themes = self.model.themes.rel.model.objects
        return self.annotate(line=line_of(themes, offers=OuterRef("pk")))

    def published(self):
        """What anybody may read about, be it over: live, of a live structure and partner."""
        return self.filter(
            territory.offered_in(territory.current()),
            Q(structure__isnull=True) | Q(structure__live=True),
            Q(partner__isnull=True) | Q(partner__live=True),
            live=True,
        )

    def public(self, on=None):
        """What may be taken up: published, not withdrawn, not past its expiry or its end."""
        on = on or timezone.localdate()
        return self.published().filter(
            Q(expires_on__isnull=True) | Q(expires_on__gte=on),
            Q(ends_on__isnull=True) | Q(ends_on__gte=on),
            status="active",
        )


def midnight(day):
    """When a day begins, here."""
    return timezone.make_aware(datetime.combine(day, time.min))


class OfferSessionQuerySet(VisibleQuerySet):
    def within_reach(self, memberships):
        return Q(offer__in=self._offers().filter(self._offers().within_reach(memberships)))

    def public(self, on=None):
        # Correlated: the next five sessions are found without listing every public offer.
        return self.filter(Exists(self._offers().public(on).filter(pk=OuterRef("offer"))))

    def upcoming(self, now=None):
        """Public sessions that have not begun yet, the next one first."""
        return (
            self.public().filter(starts_at__gte=now or timezone.now()).order_by("starts_at", "pk")
        )

    def between(self, start=None, end=None):
        """Beginning between two days, either of which may be open."""
        condition = Q(starts_at__gte=midnight(start)) if start else Q()
        if end:
            condition &= Q(starts_at__lt=midnight(end + timedelta(days=1)))
        return self.filter(condition)

    def near(self, latitude, longitude, km):
        """Sessions of the offers made less than `km` away."""
        return self.filter(offer__in=self._offers().within(latitude, longitude, km).values("pk"))

    def for_board(self):
        """With all that a line of the departures board shows, in one query; annotates `line`."""
        themes = self._offers().model.themes.rel.model.objects
        return self.select_related(
            "offer__site__structure", "offer__commune", "site__structure"
        ).annotate(line=line_of(themes, offers=OuterRef("offer")))

    def _offers(self):
        return self.model._meta.get_field("offer").related_model.objects.all()
