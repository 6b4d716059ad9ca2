"""French communes, and every way to write them. Source: `catalogue/geography/data/README.md`."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from catalogue.geography.text import normalise
from catalogue.querysets import CommuneQuerySet, SpellingQuerySet

from .base import latitude_field, longitude_field, point_constraint


class Commune(models.Model):
    """A commune or a municipal arrondissement of Paris, Lyon or Marseille."""

    class Kind(models.TextChoices):
        COMMUNE = "commune", _("commune")
        ARRONDISSEMENT = "arrondissement", _("arrondissement municipal")

    insee_code = models.CharField(_("code INSEE"), max_length=5, primary_key=True)
    name = models.CharField(_("nom"), max_length=100)
    kind = models.CharField(_("type"), max_length=15, choices=Kind.choices, default=Kind.COMMUNE)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("commune de rattachement"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="arrondissements",
    )
    postal_codes = models.JSONField(_("codes postaux"), default=list)
    former_codes = models.JSONField(_("anciens codes INSEE"), default=list, blank=True)
    department_code = models.CharField(_("code du département"), max_length=3, db_index=True)
    department = models.CharField(_("département"), max_length=50)
    region_code = models.CharField(_("code de la région"), max_length=3, db_index=True)
    region = models.CharField(_("région"), max_length=50)
    epci_code = models.CharField(_("code de l’intercommunalité"), max_length=9, blank=True)
    epci = models.CharField(_("intercommunalité"), max_length=120, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    longitude = longitude_field()
    latitude = latitude_field()

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        ordering = ["name", "insee_code"]
        indexes = [models.Index(fields=["latitude", "longitude"], name="commune_point")]
        constraints = [point_constraint("commune_point_in_bounds")]

    def __str__(self):
        return f"{self.name} ({self.department_code})"

    def save(self, **options):
        """A saved commune can be found by all its spellings."""
        with transaction.atomic():
            super().save(**options)
            self.spellings.rewrite([self])

    @property
    def slug(self):
        """What links carry in `lieu`. The bare code won't do: 59350 is Lille's code, and the
        postcode of Saint-André-lez-Lille."""
        return f"{normalise(self.name)} {self.insee_code}".lower().replace(" ", "-")


class Spelling(models.Model):
    """One way to write a commune: see `catalogue/geography/spellings.py`."""

    class Kind(models.IntegerChoices):
        """Of two codes that are written the same, the first kind is meant."""

        NAME = 1, _("nom")
        SHORT_NAME = 2, _("début du nom")
        POSTCODE = 3, _("code postal")
        INSEE_CODE = 4, _("code INSEE")
        FORMER_CODE = 5, _("ancien code INSEE")

    key = models.CharField(_("écriture"), max_length=100)
    kind = models.PositiveSmallIntegerField(_("type"), choices=Kind.choices)
    commune = models.ForeignKey(
        Commune, verbose_name=_("commune"), on_delete=models.CASCADE, related_name="spellings"
    )

    objects = SpellingQuerySet.as_manager()

    class Meta:
        verbose_name = _("écriture d’une commune")
        verbose_name_plural = _("écritures des communes")
        constraints = [
            # Its index serves the look-ups, whole or by prefix.
            models.UniqueConstraint(fields=["key", "kind", "commune"], name="spelling_once"),
        ]

    def __str__(self):
        return f"{self.key} : {self.commune_id}"
