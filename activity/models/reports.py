"""A structure's week, or month: still being filled in, or final."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activity.periods import Frequency, entry_period
from activity.querysets import ReportQuerySet

from .expressions import IsFirstOfMonth, IsMonday


class Report(models.Model):
    """Its figures are those of the same structure and period; they are final once submitted."""

    class State(models.TextChoices):
        DRAFT = "draft", _("en cours")
        SUBMITTED = "submitted", _("envoyée")
        REOPENED = "reopened", _("rouverte")

    structure = models.ForeignKey(
        "catalogue.Structure",
        verbose_name=_("structure"),
        on_delete=models.PROTECT,
        related_name="reports",
        db_index=False,
    )
    frequency = models.CharField(
        _("période"), max_length=5, choices=Frequency.choices, default=Frequency.WEEK
    )
    starts_on = models.DateField(_("début de la période"))
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.DRAFT)
    submitted_at = models.DateTimeField(_("envoyée le"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("envoyée par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_demonstration = models.BooleanField(_("données de démonstration"), default=False)
    created_at = models.DateTimeField(_("commencée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("saisie d’une période")
        verbose_name_plural = _("saisies des périodes")
        ordering = ["-starts_on", "frequency", "structure"]
        permissions = [
            ("submit_report", _("Peut envoyer une saisie")),
            ("reopen_report", _("Peut rouvrir une saisie")),
            ("remind_report", _("Peut relancer une structure")),
        ]
        indexes = [
            # All that coverage reads: counting a year's reports doesn't touch the table.
            models.Index(
                fields=["frequency", "starts_on", "structure", "state", "is_demonstration"],
                name="report_coverage",
            ),
            # Few of them: what pages ask before they show a figure.
            models.Index(
                fields=["frequency", "starts_on", "structure", "updated_at"],
                condition=Q(state="reopened"),
                name="report_reopened",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "frequency", "starts_on"],
                name="report_once",
                violation_error_message=_("Cette saisie existe déjà."),
            ),
            models.CheckConstraint(
                name="report_starts_its_period",
                condition=Q(IsMonday("starts_on"), frequency="week")
                | Q(IsFirstOfMonth("starts_on"), frequency="month"),
                violation_error_message=_(
                    "Une semaine commence un lundi, un mois commence le premier."
                ),
            ),
            models.CheckConstraint(
                name="report_state_has_its_date",
                condition=Q(state="draft", submitted_at__isnull=True)
                | Q(state__in=["submitted", "reopened"], submitted_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.structure}, {self.period}"

    @property
    def period(self):
        return entry_period(self.frequency, self.starts_on)

    @property
    def is_final(self):
        return self.state == self.State.SUBMITTED


class ReportEvent(models.Model):
    """Each time that it was submitted or reopened, by whom, and why."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("envoyée")
        REOPENED = "reopened", _("rouverte")

    report = models.ForeignKey(
        Report, verbose_name=_("saisie"), on_delete=models.CASCADE, related_name="events"
    )
    kind = models.CharField(_("événement"), max_length=10, choices=Kind.choices)
    reason = models.CharField(_("raison"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("le"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("événement d’une saisie")
        verbose_name_plural = _("événements des saisies")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="report_event_reopened_for_a_reason",
                condition=~Q(kind="reopened") | ~Q(reason=""),
                violation_error_message=_("Dites pourquoi la saisie est rouverte."),
            )
        ]

    def __str__(self):
        return f"{self.report} : {self.get_kind_display()}"
