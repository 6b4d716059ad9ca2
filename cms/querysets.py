"""Which pages anybody may read, and which alerts concern whom."""

from django.db.models import Case, CharField, Exists, ExpressionWrapper, F, OuterRef, Q, When
from django.utils import timezone
from wagtail.models import PageViewRestriction

from catalogue.models import Network, Role, Structure
from catalogue.querysets import VisibleQuerySet, of_their_networks, of_their_structures


def readable(pages):
    """Published pages that no restriction hides, on themselves or above.

    The same as `live().public()`, which spends one more query to list the restrictions.
    """
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    above = PageViewRestriction.objects.alias(below=path).filter(below__startswith=F("page__path"))
    return pages.live().filter(~Exists(above))


#: Those who may write in everybody's name: pages are one tree for the whole site.
SPEAKS_FOR_ALL = Q(role=Role.COMMUNICATION, network__isnull=False) | Q(
    network__isnull=False, network__parent__isnull=True
)


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
        """Begun and not over: what visitors may see, the gravest first."""
        now = now or timezone.now()
        levels = self.model.Level.values
        gravity = Case(*(When(level=level, then=rank) for rank, level in enumerate(levels)))
        return (
            self.filter(starts_at__lte=now, ends_at__gt=now)
            .select_related("section", "link_page")
            .order_by(gravity, "-starts_at", "-pk")
        )

    def about(self, structures):
        """For everybody or a section, or about one of these structures."""
        scope = self.model.Scope
        condition = Q(scope__in=[scope.EVERYWHERE, scope.SECTION])
        pks = [structure.pk for structure in structures]
        if pks:
            through = self.model.structures.through.objects
            of_them = Q(structures__in=pks) | Q(children__structures__in=pks)
            condition |= Q(scope=scope.NETWORK, network__in=Network.objects.filter(of_them))
            condition |= Q(
                Exists(through.filter(alert=OuterRef("pk"), structure__in=pks)),
                scope=scope.STRUCTURES,
            )
        return self.filter(condition)
