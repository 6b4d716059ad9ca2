"""Agreements: which ones hold, which may be read by all, and what each one asks for."""

from datetime import timedelta

from django.db.models import Exists, Max, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue import territory
from catalogue.querysets import HeldQuerySet

#: How long before its end an agreement is to be renewed, or closed.
NOTICE = timedelta(days=90)
#: A committee meets at least once in this time.
COMMITTEE_EVERY = timedelta(days=365)


class AgreementQuerySet(HeldQuerySet):
    def public(self):
        """What anybody may read: said to be public, and naming nobody who isn't. What a network
        signed holds for the networks and structures below it."""
        parties = self._of_each("parties").filter(partner__live=False)
        return self.filter(
            ~Exists(parties),
            self._here(territory.current()),
            Q(structure__isnull=True) | Q(structure__live=True),
            is_public=True,
        )

    @staticmethod
    def _here(shown):
        networks = Q(network__in=[*shown.networks, *shown.above])
        return shown.holds("structure") | networks if shown else Q()

    def with_public_parts(self):
        """With what anybody may read of them, in two queries however many they are; annotates
        `names_predecessor`: whether the public may know of it."""
        documents = self._model_of("documents").objects.filter(is_public=True)
        predecessors = self.model.objects.public().filter(pk=OuterRef("predecessor"))
        return (
            self.select_related("network", "structure", "predecessor")
            .prefetch_related(Prefetch("documents", documents))
            .annotate(names_predecessor=Exists(predecessors))
        )

    def in_force_on(self, day):
        """Without an end, an agreement holds until the one that follows it begins."""
        followers = self.model.objects.filter(predecessor=OuterRef("pk"), starts_on__lte=day)
        return self.filter(
            Q(ends_on__gte=day) | (Q(ends_on__isnull=True) & ~Exists(followers)),
            starts_on__lte=day,
        )

    def not_followed(self, by=None):
        """None of `by` (of all agreements, by default) takes over from them."""
        followers = self.model.objects.all() if by is None else by
        return self.filter(~Exists(followers.filter(predecessor=OuterRef("pk"))))

    def ending_within(self, delay, on=None):
        """In force today (or on that day), and no longer once this much time has gone by."""
        on = on or timezone.localdate()
        return self.in_force_on(on).filter(ends_on__lte=on + delay)

    def without_committee_since(self, day):
        """Begun by that day, and no committee met from then on."""
        held = self._of_each("meetings").filter(held_on__gte=day)
        return self.filter(~Exists(held), starts_on__lte=day)

    # --- What they ask for

    def to_renew(self, on=None):
        return self.ending_within(NOTICE, on).not_followed()

    def to_convene(self, on=None):
        on = on or timezone.localdate()
        return self.in_force_on(on).without_committee_since(on - COMMITTEE_EVERY)

    def with_committees(self, on=None):
        """Annotates `last_met_on` and `next_planned_on`."""
        on = on or timezone.localdate()
        meetings = self._of_each("meetings").order_by().values("agreement")
        planned = meetings.filter(held_on__isnull=True, planned_on__gte=on)
        return self.annotate(
            last_met_on=Subquery(meetings.annotate(day=Max("held_on")).values("day")),
            next_planned_on=Subquery(planned.annotate(day=Min("planned_on")).values("day")),
        )

    def with_force(self, on=None):
        """Annotates `is_in_force`."""
        this = self.model.objects.filter(pk=OuterRef("pk"))
        return self.annotate(is_in_force=Exists(this.in_force_on(on or timezone.localdate())))

    def with_state(self, on=None):
        """Annotates what a list shows: `is_in_force`, `is_to_renew`, `is_to_convene`."""
        on = on or timezone.localdate()
        this = self.model.objects.filter(pk=OuterRef("pk"))
        return (
            self.with_committees(on)
            .with_force(on)
            .annotate(
                is_to_renew=Exists(this.to_renew(on)),
                is_to_convene=Exists(this.to_convene(on)),
            )
        )

    def _model_of(self, relation):
        return self.model._meta.get_field(relation).related_model

    def _of_each(self, relation):
        return self._model_of(relation).objects.filter(agreement=OuterRef("pk"))


class AgreementDocumentQuerySet(QuerySet):
    def public(self):
        agreements = self.model._meta.get_field("agreement").related_model.objects
        return self.filter(is_public=True, agreement__in=agreements.public())


def loops(agreement, rows):
    """Whether an agreement would come before itself, by way of those that it follows."""
    seen, step = set(), agreement.predecessor_id
    while step and step not in seen:
        if step == agreement.pk:
            return True
        seen.add(step)
        step = rows.filter(pk=step).values_list("predecessor", flat=True).first()
    return False


def state_of(agreement):
    """In a word; for those read with `with_state()`."""
    if agreement.is_in_force:
        return _("en vigueur")
    if agreement.starts_on is None:
        return _("dates inconnues")
    return _("à venir") if agreement.starts_on > timezone.localdate() else _("terminée")


def alerts_of(agreement):
    """What it asks for, in sentences; for those read with `with_state()`."""
    return [
        sentence
        for is_so, sentence in (
            (agreement.is_to_renew, _("se termine bientôt : à renouveler")),
            (agreement.is_to_convene, _("pas de comité depuis un an")),
        )
        if is_so
    ]
