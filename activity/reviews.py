"""The year of an agreement: what its partners offered, what was counted, and who met."""

from functools import cached_property

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activity.models import Indicator
from activity.periods import Year
from activity.permissions import readable_structures
from activity.summary import Summary
from catalogue.models import Offer, OfferSession
from catalogue.querysets import midnight, within_reach_of
from catalogue.viewsets.views import visible_objects


def years_of(agreement):
    """From the year in which it begins to this one: what it set going may last longer than it."""
    return range(min(agreement.first_year, this_year()), this_year() + 1)


def this_year():
    return timezone.localdate().year


class Review:
    """As far as this person may see: each part starts from what their memberships open.

    A year is the calendar's, but for the figures: theirs is made of whole weeks (`periods`).
    """

    def __init__(self, agreement, year, user):
        self.agreement, self.year, self.user = agreement, year, user
        self.period = Year(year)
        self.days = self.period.starts_on, self.period.ends_on

    # --- Offers and sessions

    @cached_property
    def _offers(self):
        """Those of the partners, published, in the territory of who holds the agreement."""
        partners = self.agreement.parties.values("partner")
        offers = visible_objects(Offer, self.user).filter(partner__in=partners)
        return within_reach_of(self.agreement, offers).published()

    @cached_property
    def _sessions(self):
        """Held: begun by now, and not called off."""
        return OfferSession.objects.filter(
            offer__in=self._offers,
            status=OfferSession.Status.PLANNED,
            starts_at__lte=timezone.now(),
        ).between(*self.days)

    @property
    def offers(self):
        """Carried in that year, with `sessions_held`; without dates, from when it was noted."""
        first, last = self.days
        held = self._sessions.filter(offer=OuterRef("pk")).order_by().values("offer")
        return (
            self._offers.running(first, last)
            .filter(
                Q(starts_on__isnull=False)
                | Q(created_at__lt=midnight(Year(self.year + 1).starts_on)),
                Q(expires_on__isnull=True) | Q(expires_on__gte=first),
            )
            .annotate(sessions_held=Coalesce(Subquery(held.annotate(n=Count("pk")).values("n")), 0))
            .select_related("structure", "partner")
            .order_by("title", "pk")
        )

    @cached_property
    def offers_by_kind(self):
        """[(kind in words, offers, sessions held)], the most frequent first."""
        offers = dict(self.offers.order_by().values_list("kind").annotate(n=Count("pk")))
        sessions = dict(
            self._sessions.order_by().values_list("offer__kind").annotate(n=Count("pk"))
        )
        return [
            (Offer.Kind(kind).label, offers.get(kind, 0), sessions.get(kind, 0))
            for kind in sorted(
                offers.keys() | sessions.keys(), key=lambda kind: (-offers.get(kind, 0), kind)
            )
        ]

    @property
    def offer_count(self):
        return sum(offers for _kind, offers, _sessions in self.offers_by_kind)

    @property
    def session_count(self):
        return sum(sessions for _kind, _offers, sessions in self.offers_by_kind)

    # --- Figures

    @cached_property
    def schemes(self):
        return list(self.agreement.schemes.order_by("name", "pk"))

    @cached_property
    def summary(self):
        """What was recorded under the agreement's schemes; None where nobody could have."""
        structures = within_reach_of(self.agreement, readable_structures(self.user))
        if not self.schemes or not structures.exists():
            return None
        return Summary(
            structures,
            self.period,
            Indicator.objects.filter(has_scheme=True),
            scheme__in=[scheme.pk for scheme in self.schemes],
        )

    @cached_property
    def figures(self):
        """Those that somebody gave, this year or the year before."""
        if self.summary is None:
            return []
        return [
            figure
            for figure in self.summary.figures
            if figure.value is not None or figure.year_before is not None
        ]

    # --- Committees

    @cached_property
    def meetings(self):
        """Planned or held in that year, in order."""
        in_year = Q(planned_on__range=self.days) | Q(held_on__range=self.days)
        meetings = self.agreement.meetings.filter(in_year)
        return list(meetings.order_by(Coalesce("held_on", "planned_on"), "pk"))

    # --- A file of all that

    HEADERS = [
        gettext_lazy("Rubrique"),
        gettext_lazy("Intitulé"),
        gettext_lazy("Où"),
        gettext_lazy("Date"),
        gettext_lazy("Nombre"),
        gettext_lazy("L’année d’avant"),
        gettext_lazy("Précision"),
    ]

    def rows(self):
        """In the order of the page: each offer with its sessions, each figure, each committee."""
        for offer in self.offers:
            where, kind = str(offer.structure or ""), offer.get_kind_display()
            yield (
                _("Offre (séances tenues)"),
                offer.title,
                where,
                offer.starts_on,
                (offer.sessions_held),
                None,
                kind,
            )
        for figure in self.figures:
            precision = _("provisoire") if figure.is_provisional else ""
            yield (
                _("Chiffre"),
                figure.indicator.name,
                "",
                None,
                figure.value,
                (figure.year_before),
                precision,
            )
        for meeting in self.meetings:
            day = meeting.held_on or meeting.planned_on
            told = meeting.decisions if meeting.held_on else _("pas tenu à ce jour")
            yield _("Comité de pilotage"), str(meeting), meeting.place, day, None, None, told
