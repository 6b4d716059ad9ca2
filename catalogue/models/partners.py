"""Those who make offers with the network."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from catalogue.querysets import PartnerQuerySet

from .base import EditorialModel


class Partner(index.Indexed, EditorialModel):
    class Kind(models.TextChoices):
        EMPLOYER = "employer", _("employeur")
        TRAINING = "training", _("organisme de formation")
        PUBLIC_EMPLOYMENT = "public-employment", _("service public de l’emploi")
        HEALTH = "health", _("santé")
        HOUSING = "housing", _("logement")
        SOCIAL = "social", _("services sociaux")
        PUBLIC_SERVICE = "public-service", _("service public local")
        AUTHORITY = "authority", _("collectivité")
        PREVENTION = "prevention", _("club de prévention")
        ASSOCIATION = "association", _("association")
        STATE = "state", _("État")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("nom"), max_length=200)
    kind = models.CharField(_("type"), max_length=20, choices=Kind.choices)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    website = models.URLField(_("site web"), blank=True)
    description = models.TextField(_("description"), blank=True)

    objects = PartnerQuerySet.as_manager()

    preview_modes = []  # no page of its own

    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("description"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = _("partenaire")
        verbose_name_plural = _("partenaires")
        ordering = ["name", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["siret"], condition=~Q(siret=""), name="partner_siret_unique"
            ),
            models.CheckConstraint(
                name="partner_siret_format",
                condition=Q(siret="") | Q(siret__regex=r"^[0-9]{14}$"),
                violation_error_message=_("Un SIRET a quatorze chiffres."),
            ),
        ]

    def __str__(self):
        return self.name
