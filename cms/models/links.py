"""Where public pages and records lead, as far as it has to be watched."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: A server may be down for a night: an address is broken after so many failures in a row.
FAILURES = 3


class WebAddress(models.Model):
    """An address of another site, and what became of it the last times it was asked for."""

    url = models.CharField(_("adresse"), max_length=1000, unique=True)
    due_at = models.DateTimeField(_("prochaine vérification"), default=timezone.now, db_index=True)
    checked_at = models.DateTimeField(_("vérifiée le"), null=True, blank=True)
    failures = models.PositiveSmallIntegerField(_("échecs de suite"), default=0)
    failing_since = models.DateTimeField(_("ne répond plus depuis"), null=True, blank=True)
    problem = models.CharField(_("problème"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("adresse d’un autre site")
        verbose_name_plural = _("adresses d’autres sites")
        ordering = ["url"]
        constraints = [
            models.CheckConstraint(
                name="web_address_failing_since_its_first_failure",
                condition=Q(failures=0, failing_since__isnull=True, problem="")
                | (Q(failures__gt=0, failing_since__isnull=False) & ~Q(problem="")),
            )
        ]

    def __str__(self):
        return self.url


class LinkQuerySet(models.QuerySet):
    def broken(self):
        """The oldest first, with `broken_since`."""
        return (
            self.filter(Q(address__isnull=True) | Q(address__failures__gte=FAILURES))
            .annotate(broken_since=Coalesce("address__failing_since", "found_at"))
            .order_by("broken_since", "pk")
        )


class Link(models.Model):
    """From something public: to another site, or to what isn't there any more on this one.

    A link that leads somewhere on this site isn't kept: nobody has anything to do about it.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    source = GenericForeignKey()
    text = models.CharField(_("texte du lien"), max_length=200, blank=True)
    address = models.ForeignKey(
        WebAddress, null=True, blank=True, on_delete=models.CASCADE, related_name="links"
    )
    #: Of what was here: "cms.page:12".
    target = models.CharField(max_length=100, blank=True)
    missing = models.CharField(_("problème"), max_length=300, blank=True)
    found_at = models.DateTimeField(_("trouvé le"), default=timezone.now)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("lien")
        verbose_name_plural = _("liens")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="link_elsewhere_or_to_what_is_missing",
                condition=(Q(address__isnull=False, target="", missing=""))
                | (Q(address__isnull=True) & ~Q(target="") & ~Q(missing="")),
            ),
            models.UniqueConstraint(
                fields=["content_type", "object_id", "address"],
                condition=Q(address__isnull=False),
                name="link_once_to_an_address",
            ),
            models.UniqueConstraint(
                fields=["content_type", "object_id", "target"],
                condition=~Q(target=""),
                name="link_once_to_a_target",
            ),
        ]

    def __str__(self):
        return self.text or self.destination

    @property
    def destination(self):
        """The address it leads to; nothing for what was on this site."""
        return self.address.url if self.address else ""

    @property
    def problem(self):
        return self.address.problem if self.address else self.missing
