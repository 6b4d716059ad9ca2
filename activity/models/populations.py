"""How many young people live where a structure works."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activity.querysets import OfAStructureQuerySet


class YoungPopulation(models.Model):
    """Aged 16 to 25. Communes only have their whole population: this figure has its own source."""

    structure = models.OneToOneField(
        "catalogue.Structure",
        verbose_name=_("structure"),
        on_delete=models.CASCADE,
        related_name="young_population",
    )
    people = models.PositiveIntegerField(_("jeunes de 16 à 25 ans"))
    year = models.PositiveSmallIntegerField(_("année de la source"))
    source = models.CharField(_("source"), max_length=200)
    is_demonstration = models.BooleanField(_("donnée de démonstration"), default=False)

    objects = OfAStructureQuerySet.as_manager()

    class Meta:
        verbose_name = _("population de 16 à 25 ans")
        verbose_name_plural = _("populations de 16 à 25 ans")
        ordering = ["structure"]
        constraints = [
            models.CheckConstraint(
                name="young_population_is_someone",
                condition=Q(people__gte=1),
                violation_error_message=_("Laissez de côté les structures dont on ne sait rien."),
            )
        ]

    def __str__(self):
        return f"{self.structure} : {self.people}"
