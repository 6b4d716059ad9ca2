"""What is hidden of the figures that anybody may see."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Suppression(models.Model):
    """Of an indicator and a year of which something is published: what the worker found to hide.

    `state` tells which reports were final then, and `moves` are those of `activity.suppression`.
    """

    indicator = models.ForeignKey(
        "activity.Indicator",
        verbose_name=_("indicateur"),
        on_delete=models.CASCADE,
        related_name="suppressions",
    )
    year = models.PositiveSmallIntegerField(_("année"))
    state = models.CharField(_("état"), max_length=60, blank=True)
    as_of = models.DateTimeField(_("calculé le"), null=True, blank=True)
    moves = models.JSONField(_("ce qui est masqué"), default=list, blank=True)

    class Meta:
        verbose_name = _("chiffres masqués d’une année")
        verbose_name_plural = _("chiffres masqués")
        ordering = ["year", "indicator"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year"], name="suppression_once")
        ]

    def __str__(self):
        return f"{self.indicator}, {self.year}"
