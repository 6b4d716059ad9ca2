"""Which pages anybody may read, and which alerts concern whom."""

from functools import reduce
from operator import or_

from django.db.models import Case, CharField, Exists, ExpressionWrapper, F, OuterRef, Q, When
from django.utils import timezone
from wagtail.models import PageViewRestriction

from catalogue import territory
from catalogue.models import Network, Role, Structure
from catalogue.querysets import VisibleQuerySet, of_their_networks, of_their_structures

from .hosts import current_visit


def of_this_site(path=""):
    """A condition: `path` leads to a page of the site that is visited ("" for the page itself)."""
    visit = current_visit()
    if visit is None:
        return Q()
    begins = f"{path}__url_path__startswith" if path else "url_path__startswith"
    return reduce(or_, (Q(**{begins: root}) for root in visit.host.roots))


def readable(pages):
    """What anybody may read of the pages of the site that is visited."""
    return readable_anywhere(pages).filter(of_this_site())


def readable_anywhere(pages):
    """Published pages, of whichever site, which no restriction hides, on themselves or above.

    The same as `live().public()`, which spends one more query to list the restrictions.
    """
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    above = PageViewRestriction.objects.alias(below=path).filter(below__startswith=F("page__path"))
    return pages.live().filter(~Exists(above))


#: Those who may write in everybody's name: pages are one tree for the whole site.
SPEAKS_FOR_ALL = Q(role=Role.COMMUNICATION, network__isnull=False) | Q(
    network__isnull=False, network__parent__isnull=True
)


class StructureNewsQuerySet(VisibleQuerySet):
    path_to_structure = "structure"

    def public(self):
        """What anybody may read on the site that they visit, the latest first."""
        here = territory.current().holds("structure")
        return self.filter(here, live=True, structure__live=True).order_by("-date", "-pk")

    def for_cards(self):
        """With what a list says of each."""
        return self.select_related("structure")


class PromotionQuerySet(VisibleQuerySet):
    pass


class AlertQuerySet(VisibleQuerySet):
    def within_reach(self, memberships):
        """An alert about several structures belongs to those who reach all of them."""
        chosen = self.model.structures.through.objects.filter(alert=OuterRef("pk"))
        theirs = Structure.objects.filter(of_their_structures(memberships, "")).values("pk")
        return (
            Q(
                Exists(memberships.filter(SPEAKS_FOR_ALL)),
                scope__in=[self.model.Scope.EVERYWHERE, self.model.Scope.SECTION],
            )
            | Q(of_their_networks(memberships, "network"), scope=self.model.Scope.NETWORK)
            | Q(
                Exists(chosen),
                ~Exists(chosen.exclude(structure__in=theirs)),
                scope=self.model.Scope.STRUCTURES,
            )
        )

    def current(self, now=None):
        """Begun and not over, on the site that is visited: what visitors may see, the gravest
        first."""
        now = now or timezone.now()
        levels = self.model.Level.values
        gravity = Case(*(When(level=level, then=rank) for rank, level in enumerate(levels)))
        return (
            self.filter(
                Q(section__isnull=True) | of_this_site("section"),
                starts_at__lte=now,
                ends_at__gt=now,
            )
            .select_related("section", "link_page")
            .order_by(gravity, "-starts_at", "-pk")
        )

    def about(self, structures):
        """For everybody or a section, or about one of these structures; on the site of a structure,
        each page is about it."""
        scope = self.model.Scope
        condition = Q(scope__in=[scope.EVERYWHERE, scope.SECTION])
        pks = [structure.pk for structure in structures]
        pks += [territory.current().structure] if territory.current().structure else []
        if pks:
            through = self.model.structures.through.objects
            of_them = Q(structures__in=pks) | Q(children__structures__in=pks)
            condition |= Q(scope=scope.NETWORK, network__in=Network.objects.filter(of_them))
            condition |= Q(
                Exists(through.filter(alert=OuterRef("pk"), structure__in=pks)),
                scope=scope.STRUCTURES,
            )
        return self.filter(condition)
