"""What is counted, and how: a figure means what its indicator says."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activity.periods import Frequency
from activity.querysets import IndicatorQuerySet


class Indicator(models.Model):
    class Unit(models.TextChoices):
        PERSONS = "persons", _("personnes")
        ACTS = "acts", _("actes")

    class Group(models.TextChoices):
        """As the grid puts them together, in this order."""

        PERSONS = "persons", _("Jeunes")
        ACTS = "acts", _("Actes")
        ENTRIES = "entries", _("Entrées du mois")
        EXITS = "exits", _("Sorties du mois")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("nom"), max_length=100)
    definition = models.TextField(_("définition"))
    source = models.CharField(
        _("source de la définition"), max_length=200, help_text=_("Par exemple « DARES ».")
    )
    unit = models.CharField(_("unité"), max_length=10, choices=Unit.choices)
    group = models.CharField(_("rubrique"), max_length=10, choices=Group.choices)
    frequency = models.CharField(
        _("compté"), max_length=5, choices=Frequency.choices, default=Frequency.WEEK
    )
    is_additive = models.BooleanField(
        _("s’additionne dans le temps"),
        default=True,
        help_text=_(
            "Des actes s’additionnent d’une semaine à l’autre. Des personnes, non : la même peut "
            "venir chaque semaine."
        ),
    )
    has_modality = models.BooleanField(_("par modalité"), default=False)
    has_site = models.BooleanField(_("par lieu d’accueil"), default=False)
    has_theme = models.BooleanField(_("par thématique"), default=False)
    has_scheme = models.BooleanField(_("par dispositif"), default=False)
    is_active = models.BooleanField(
        _("à saisir"), default=True, help_text=_("Décoché, il reste lisible et n’est plus demandé.")
    )
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicateur")
        verbose_name_plural = _("indicateurs")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                name="indicator_persons_never_add_up",
                condition=~Q(unit="persons") | Q(is_additive=False),
                violation_error_message=_(
                    "Des personnes comptées chaque semaine ne s’additionnent pas dans le temps."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """What was recorded keeps its meaning."""
        super().clean()
        former = type(self).objects.filter(pk=self.pk).first()
        if former is None or not former.activityrecords.exists():
            return
        for name in ("unit", "frequency", "is_additive"):
            if getattr(former, name) != getattr(self, name):
                raise ValidationError(
                    {name: _("Des chiffres sont déjà saisis : créez un autre indicateur.")}
                )
