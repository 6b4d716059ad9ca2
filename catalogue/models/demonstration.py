"""What the demonstration network leaves behind."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DemonstrationRecord(models.Model):
    """Something that `load_demo` made once. It's the editors' from then on: never written
    again, whatever they changed, and never made again, even if they deleted it."""

    key = models.CharField(_("clé"), max_length=200, unique=True)
    made_at = models.DateTimeField(_("créé le"), auto_now_add=True)

    class Meta:
        verbose_name = _("objet de démonstration chargé")
        verbose_name_plural = _("objets de démonstration chargés")
        ordering = ["key"]

    def __str__(self):
        return self.key
