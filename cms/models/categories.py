"""What news are sorted by."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel


class NewsCategory(models.Model):
    name = models.CharField(_("nom"), max_length=40, unique=True)
    slug = models.SlugField(
        _("adresse"),
        max_length=40,
        unique=True,
        help_text=_("Dans l’adresse de la liste : /actualites/?categorie=emploi."),
    )
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)

    panels = [TitleFieldPanel("name", targets=["slug"]), FieldPanel("slug")]

    class Meta:
        verbose_name = _("catégorie d’actualités")
        verbose_name_plural = _("catégories d’actualités")
        ordering = ["position", "name"]

    def __str__(self):
        return self.name
