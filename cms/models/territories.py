"""The sites of this installation that show one territory, each under its own host name."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from catalogue.models.base import HeldModel, holder_constraint


class Palette(models.TextChoices):
    """Their colours are in `site/static/css/palettes.css`; a test computes their contrasts."""

    SUN = "soleil", _("soleil")
    LAGOON = "lagune", _("lagune")
    CORAL = "corail", _("corail")
    LILAC = "lilas", _("lilas")
    LEAF = "tilleul", _("tilleul")


class SiteTerritory(HeldModel):
    """Ties a Wagtail site to a network or a structure. A site without one shows everything."""

    site = models.OneToOneField(
        Site, verbose_name=_("site"), on_delete=models.CASCADE, related_name="territory"
    )
    palette = models.CharField(
        _("couleurs"), max_length=10, choices=Palette.choices, default=Palette.SUN
    )
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "À gauche du nom, sur fond sombre, haut de 36 pixels. Sans logo : la porte de Parvis."
        ),
    )

    class Meta:
        verbose_name = _("site rattaché")
        verbose_name_plural = _("sites rattachés")
        ordering = ["site__hostname"]
        constraints = [holder_constraint("site_territory_structure_or_network")]

    def __str__(self):
        return self.site.site_name

    def delete(self, **options):
        """With its host name, which would otherwise show the whole country. The pages stay: nobody
        reaches them, and editors may move them."""
        return self.site.delete(**options)
