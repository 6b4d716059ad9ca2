"""A scheme in another language."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from catalogue import languages, paths

from .schemes import Scheme


class SchemeTranslation(models.Model):
    """What a scheme says in one language, published with it and on nobody else's word.

    Not a second row of `Scheme`, as Wagtail's `TranslatableMixin` would have it: a scheme is one
    thing, whatever language it is told in, and imports, offers, figures and the API count it once.
    """

    scheme = ParentalKey(Scheme, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(_("langue"), max_length=10, choices=languages.into)
    name = models.CharField(_("nom"), max_length=150)
    summary = models.CharField(_("résumé"), max_length=300)
    conditions = models.TextField(
        _("conditions"),
        blank=True,
        help_text=_("Une condition par ligne. Vide\u00a0: en français."),
    )
    how_to_join = models.TextField(
        _("comment faire"), blank=True, help_text=_("Vide\u00a0: en français.")
    )
    description = models.TextField(
        _("description"), blank=True, help_text=_("Vide\u00a0: en français.")
    )
    is_proofread = models.BooleanField(
        _("relue"),
        default=False,
        help_text=_(
            "Par une personne dont c’est la langue. Tant que ce n’est pas fait, la page le dit."
        ),
    )

    class Meta:
        verbose_name = _("traduction")
        verbose_name_plural = _("traductions")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "language"],
                name="scheme_translated_once",
                violation_error_message=_("Ce dispositif est déjà traduit dans cette langue."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return paths.in_language(self.language, self.scheme.get_absolute_url())
