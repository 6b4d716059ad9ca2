"""The figures, and what was written over."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from activity.periods import FIRST_YEAR, LAST_YEAR, Frequency, entry_period
from activity.querysets import ActivityRecordQuerySet, CorrectionQuerySet

from .expressions import IsFirstOfMonth, IsMonday

#: More than there are young people in France: a mistyped number.
MAX_VALUE = 9_999_999


class Modality(models.TextChoices):
    NONE = "", _("sans objet")
    ON_SITE = "on-site", _("sur site")
    REMOTE = "remote", _("à distance")
    OUTREACH = "outreach", _("hors les murs")


class Cell(models.Model):
    """Where a figure goes. No `site`, `theme` or `scheme`: none in particular.

    A figure of one theme comes beside the one that has none, not within it: totals take both.
    """

    structure = models.ForeignKey(
        "catalogue.Structure",
        verbose_name=_("structure"),
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        db_index=False,
    )
    indicator = models.ForeignKey(
        "activity.Indicator",
        verbose_name=_("indicateur"),
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        db_index=False,
    )
    starts_on = models.DateField(
        _("début de la période"), help_text=_("Le lundi de la semaine, ou le premier du mois.")
    )
    modality = models.CharField(
        _("modalité"), max_length=10, choices=Modality.choices, default=Modality.NONE, blank=True
    )
    site = models.ForeignKey(
        "catalogue.ReceptionSite",
        verbose_name=_("lieu d’accueil"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    theme = models.ForeignKey(
        "catalogue.Theme",
        verbose_name=_("thématique"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    scheme = models.ForeignKey(
        "catalogue.Scheme",
        verbose_name=_("dispositif"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )

    class Meta:
        abstract = True

    @property
    def period(self):
        return entry_period(self.indicator.frequency, self.starts_on)


class ActivityRecord(Cell):
    """So many, of this indicator, in this structure, in that week or month.

    No row means that nobody said; 0 that there was none.
    """

    value = models.PositiveIntegerField(_("nombre"))
    created_at = models.DateTimeField(_("saisi le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("saisi par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )

    objects = ActivityRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("chiffre d’activité")
        verbose_name_plural = _("chiffres d’activité")
        ordering = ["-starts_on", "structure", "indicator", "pk"]
        indexes = [
            # All that a total reads, in the order in which it is asked for: of one indicator and
            # one structure the years come one after the other, and the table isn't touched.
            models.Index(
                fields=["indicator", "structure", "starts_on", "modality", "value"],
                name="record_totals",
            ),
            *(
                models.Index(
                    fields=["indicator", "structure", "starts_on", name, "value"],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"record_{name}",
                )
                for name in ("site", "theme", "scheme")
            ),
        ]
        constraints = [
            # Databases hold two nulls to be different. It serves the grid, too.
            models.UniqueConstraint(
                F("structure"),
                F("starts_on"),
                F("indicator"),
                F("modality"),
                Coalesce(F("site"), 0),
                Coalesce(F("theme"), 0),
                Coalesce(F("scheme"), 0),
                name="record_once",
                violation_error_message=_("Ce chiffre est déjà saisi."),
            ),
            models.CheckConstraint(
                name="record_starts_a_period",
                condition=Q(IsMonday("starts_on")) | Q(IsFirstOfMonth("starts_on")),
                violation_error_message=_(
                    "Une semaine commence un lundi, un mois commence le premier."
                ),
            ),
            models.CheckConstraint(
                name="record_value_is_likely",
                condition=Q(value__lte=MAX_VALUE),
                violation_error_message=_("Ce nombre est trop grand."),
            ),
            models.CheckConstraint(
                name="record_modality_is_known",
                condition=Q(modality__in=Modality.values),
                violation_error_message=_("Cette modalité n’existe pas."),
            ),
            models.CheckConstraint(
                name="record_date_is_likely",
                condition=Q(
                    starts_on__gte=f"{FIRST_YEAR}-01-01", starts_on__lte=f"{LAST_YEAR}-12-31"
                ),
                violation_error_message=_("Cette date est trop lointaine."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.structure}, {self.period} : {self.value}"

    def clean(self):
        """What only the indicator tells: when its periods begin, which details it has."""
        super().clean()
        if not self.indicator_id or not self.starts_on:
            return
        faults = {}
        if entry_period(self.indicator.frequency, self.starts_on).starts_on != self.starts_on:
            faults["starts_on"] = (
                _("Cet indicateur se compte chaque semaine : indiquez un lundi.")
                if self.indicator.frequency == Frequency.WEEK
                else _("Cet indicateur se compte chaque mois : indiquez le premier du mois.")
            )
        if self.modality and not self.indicator.has_modality:
            faults["modality"] = _("Cet indicateur n’a pas de modalité.")
        if self.indicator.has_modality and not self.modality:
            faults["modality"] = _("Indiquez la modalité.")
        for name in ("site", "theme", "scheme"):
            if getattr(self, f"{name}_id") and not getattr(self.indicator, f"has_{name}"):
                faults[name] = _("Cet indicateur n’est pas détaillé ainsi.")
        if self.site_id and self.site.structure_id != self.structure_id:
            faults["site"] = _("Ce lieu d’accueil est celui d’une autre structure.")
        if faults:
            raise ValidationError(faults)


class Correction(Cell):
    """A figure that was written over: what it was, what it became, by whom. Null: not given."""

    before = models.PositiveIntegerField(_("avant"), null=True, blank=True)
    after = models.PositiveIntegerField(_("après"), null=True, blank=True)
    was_final = models.BooleanField(_("après un premier envoi"), default=False)
    made_at = models.DateTimeField(_("le"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["structure", "starts_on"], name="correction_of_a_week")]
        constraints = [
            models.CheckConstraint(
                name="correction_changes_something",
                condition=Q(before__isnull=True, after__isnull=False)
                | Q(before__isnull=False, after__isnull=True)
                | (Q(before__isnull=False, after__isnull=False) & ~Q(before=F("after"))),
            )
        ]

    def __str__(self):
        return f"{self.indicator}, {self.structure} : {self.before} → {self.after}"
