"""What was written to people about their figures: to whom was it said, and when."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.periods import Frequency, entry_period, through
from activity.querysets import OfAStructureQuerySet

from .expressions import IsFirstOfMonth, IsMonday

#: Two reminders in a row are one too many.
REMINDED_FOR = timedelta(days=2)


class Reminder(models.Model):
    """A structure was asked for the weeks, or months, that it owed. No address is kept."""

    structure = models.ForeignKey(
        "catalogue.Structure",
        verbose_name=_("structure"),
        on_delete=models.CASCADE,
        related_name="reminders",
        db_index=False,
    )
    frequency = models.CharField(_("période"), max_length=5, choices=Frequency.choices)
    since = models.DateField(_("début de la première période en retard"))
    until = models.DateField(_("début de la dernière période en retard"))
    people = models.PositiveSmallIntegerField(_("personnes à qui l’on a écrit"))
    made_at = models.DateTimeField(_("demandé le"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("demandé par"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    sent_at = models.DateTimeField(_("parti le"), null=True, blank=True)

    objects = OfAStructureQuerySet.as_manager()

    class Meta:
        verbose_name = _("rappel")
        verbose_name_plural = _("rappels")
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["structure", "frequency", "-made_at"], name="reminder_latest")
        ]
        constraints = [
            models.CheckConstraint(
                name="reminder_is_of_periods",
                condition=Q(IsMonday("since"), IsMonday("until"), frequency="week")
                | Q(IsFirstOfMonth("since"), IsFirstOfMonth("until"), frequency="month"),
                violation_error_message=_(
                    "Une semaine commence un lundi, un mois commence le premier."
                ),
            ),
            models.CheckConstraint(
                name="reminder_ends_after_it_begins", condition=Q(until__gte=F("since"))
            ),
            models.CheckConstraint(name="reminder_is_read_by_someone", condition=Q(people__gte=1)),
        ]

    def __str__(self):
        return f"{self.structure}, {self.made_at:%d/%m/%Y}"

    @property
    def periods(self):
        """From the first that was owed to the last."""
        return through(*(entry_period(self.frequency, day) for day in (self.since, self.until)))

    @property
    def is_recent(self):
        """One waits a little before the next."""
        return self.made_at > timezone.now() - REMINDED_FOR


class Digest(models.Model):
    """Somebody was told about a week. The constraint is what keeps it from being said twice."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("compte"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    starts_on = models.DateField(_("lundi de la semaine"))
    made_at = models.DateTimeField(_("préparé le"), auto_now_add=True)
    sent_at = models.DateTimeField(_("parti le"), null=True, blank=True)

    class Meta:
        verbose_name = _("point hebdomadaire")
        verbose_name_plural = _("points hebdomadaires")
        ordering = ["-starts_on", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "starts_on"], name="digest_once"),
            models.CheckConstraint(name="digest_is_of_a_week", condition=Q(IsMonday("starts_on"))),
        ]

    def __str__(self):
        return f"{self.user}, {entry_period(Frequency.WEEK, self.starts_on)}"
