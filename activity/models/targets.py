"""What a structure means to reach in a year."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activity.periods import FIRST_YEAR, LAST_YEAR
from activity.querysets import OfAStructureQuerySet


class Target(models.Model):
    structure = models.ForeignKey(
        "catalogue.Structure",
        verbose_name=_("structure"),
        on_delete=models.CASCADE,
        related_name="targets",
    )
    indicator = models.ForeignKey(
        "activity.Indicator",
        verbose_name=_("indicateur"),
        on_delete=models.PROTECT,
        related_name="targets",
        help_text=_("Pour des personnes, l’objectif est une moyenne par semaine."),
    )
    year = models.PositiveSmallIntegerField(_("année"))
    value = models.PositiveIntegerField(_("objectif"))
    is_demonstration = models.BooleanField(_("donnée de démonstration"), default=False)
    updated_at = models.DateTimeField(_("fixé le"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("fixé par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = OfAStructureQuerySet.as_manager()

    class Meta:
        verbose_name = _("objectif")
        verbose_name_plural = _("objectifs")
        ordering = ["-year", "structure", "indicator"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "indicator", "year"],
                name="target_once",
                violation_error_message=_("Cet objectif existe déjà."),
            ),
            models.CheckConstraint(
                name="target_is_something",
                condition=Q(value__gte=1),
                violation_error_message=_("Un objectif est d’au moins 1."),
            ),
            models.CheckConstraint(
                name="target_year_is_likely",
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                violation_error_message=_("Cette année est trop lointaine."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.structure}, {self.year} : {self.value}"
