"""The public figures that pages show, as they were last worked out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from activity.periods import Frequency
from activity.querysets import PublishedFigureQuerySet


class PublishedFigure(models.Model):
    """One for each choice that editors made, whatever the number of pages that show it.

    A page reads it: totalling a year of the country is the work of the publication, then of the
    worker. See `activity.published`.
    """

    #: A `Choice`, as text.
    key = models.CharField(_("choix"), max_length=150, primary_key=True)
    indicator = models.CharField(_("indicateur"), max_length=40, db_index=True)
    network = models.ForeignKey(
        "catalogue.Network",
        verbose_name=_("réseau"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    structure = models.ForeignKey(
        "catalogue.Structure",
        verbose_name=_("structure"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    #: What was totalled, where there is a period.
    frequency = models.CharField(
        _("fréquence"), max_length=5, choices=Frequency.choices, blank=True
    )
    first = models.DateField(_("premier jour"), null=True)
    last = models.DateField(_("dernier jour"), null=True)
    #: A `Measure`, as JSON.
    shown = models.JSONField(_("ce qui est montré"))
    is_awaited = models.BooleanField(_("en attente"), default=False)
    #: Reports that changed before then are in it.
    as_of = models.DateTimeField(_("calculé le"))

    objects = PublishedFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("chiffre publié")
        verbose_name_plural = _("chiffres publiés")
        ordering = ["key"]

    def __str__(self):
        return self.key
