"""What visitors must know today, above the pages that it concerns."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Page, PreviewableMixin, RevisionMixin

from catalogue import paths
from catalogue.previews import page_at
from cms.navigation import address
from cms.querysets import AlertQuerySet, readable


def in_a_week():
    return timezone.now() + timedelta(days=7)


class Alert(RevisionMixin, PreviewableMixin, ClusterableModel):
    """Shown from one moment to another: no job puts it up, and none has to take it down."""

    class Level(models.TextChoices):
        """The gravest first."""

        URGENT = "urgent", _("urgence")
        ATTENTION = "attention", _("attention")
        INFORMATION = "information", _("information")

    class Scope(models.TextChoices):
        EVERYWHERE = "everywhere", _("tout le site")
        SECTION = "section", _("une rubrique")
        NETWORK = "network", _("les structures d’un réseau")
        STRUCTURES = "structures", _("des structures choisies")

    message = models.CharField(
        _("message"),
        max_length=240,
        help_text=_("Une ou deux phrases : ce qui change, et jusqu’à quand."),
    )
    level = models.CharField(
        _("niveau"), max_length=11, choices=Level.choices, default=Level.INFORMATION
    )
    link_text = models.CharField(
        _("texte du lien"),
        max_length=80,
        blank=True,
        help_text=_("Par exemple : « Prendre rendez-vous à Gentilly »."),
    )
    link_page = models.ForeignKey(
        Page,
        verbose_name=_("page du site"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    link_url = models.URLField(_("ou adresse ailleurs"), blank=True)
    starts_at = models.DateTimeField(_("à partir du"), default=timezone.now)
    ends_at = models.DateTimeField(
        _("jusqu’au"),
        default=in_a_week,
        db_index=True,
        help_text=_("Ce jour-là, à cette heure, l’alerte disparaît d’elle-même."),
    )
    scope = models.CharField(_("où l’afficher"), max_length=10, choices=Scope.choices)
    section = models.ForeignKey(
        Page,
        verbose_name=_("rubrique"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("L’alerte s’affiche sur cette page et sur toutes celles d’en dessous."),
    )
    network = models.ForeignKey(
        "catalogue.Network",
        verbose_name=_("réseau"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("L’alerte s’affiche sur la page de chacune de ses structures."),
    )
    structures = ParentalManyToManyField(
        "catalogue.Structure", verbose_name=_("structures"), blank=True, related_name="+"
    )
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alerte")
        verbose_name_plural = _("alertes")
        ordering = ["-ends_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="alert_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("La fin doit venir après le début."),
            ),
            models.CheckConstraint(
                name="alert_section_or_network_of_its_scope",
                condition=Q(scope="section", section__isnull=False, network__isnull=True)
                | Q(scope="network", section__isnull=True, network__isnull=False)
                | Q(
                    scope__in=["everywhere", "structures"],
                    section__isnull=True,
                    network__isnull=True,
                ),
                violation_error_message=_("Dites où afficher l’alerte."),
            ),
            models.CheckConstraint(
                name="alert_one_link_at_most",
                condition=Q(link_page__isnull=True) | Q(link_url=""),
                violation_error_message=_("Choisissez une page ou une adresse, pas les deux."),
            ),
        ]

    def __str__(self):
        return self.message

    def clean(self):
        super().clean()
        leads_somewhere = bool(self.link_page_id or self.link_url)
        if leads_somewhere and not self.link_text:
            raise ValidationError({"link_text": _("Dites où mène le lien.")})
        if self.link_text and not leads_somewhere:
            raise ValidationError({"link_text": _("Choisissez la page où mène ce lien.")})

    @property
    def url(self):
        """Where it leads; nowhere when the page isn't published any more."""
        if self.link_page:
            return address(self.link_page) if self.link_page.live else ""
        return self.link_url

    def is_over(self, now=None):
        return self.ends_at <= (now or timezone.now())

    def is_on(self, now=None):
        return self.starts_at <= (now or timezone.now()) and not self.is_over(now)

    def concerns_path(self, path):
        """Whether a page at this path is in its section. Alerts without one concern them all."""
        return self.scope != self.Scope.SECTION or path.startswith(address(self.section))

    def serve_preview(self, request, mode_name):
        request.previewed_alert = self
        return page_at(request, self.first_path())

    def first_path(self):
        """A page that it concerns; the home page when not everybody may read that one."""
        if self.section_id and readable(Page.objects.filter(pk=self.section_id)).exists():
            return address(self.section)
        structure = next((item for item in self.structures.all() if item.is_public), None)
        return structure.get_absolute_url() if structure else paths.home()
