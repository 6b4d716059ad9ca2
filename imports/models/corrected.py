"""The file handed back to be corrected, made once by a worker for a long file."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.files import private_storage

from .batches import ImportBatch


def corrected_path(corrected, filename=""):
    """Beside the original: the sender's file name is never a path."""
    return f"imports/{corrected.batch.feed_id}/{corrected.batch.sha256}-a-corriger.xlsx"


class CorrectedFile(models.Model):
    class State(models.TextChoices):
        ASKED = "asked", _("en préparation")
        READY = "ready", _("prêt")
        FAILED = "failed", _("échec")

    batch = models.OneToOneField(ImportBatch, on_delete=models.CASCADE, related_name="corrected")
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.ASKED)
    file = models.FileField(
        _("fichier"), storage=private_storage, upload_to=corrected_path, max_length=200, blank=True
    )
    #: Written so far, of the lines of the batch.
    lines = models.PositiveIntegerField(_("lignes écrites"), default=0)
    # As of a batch: see `imports.leases`.
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("fichier à corriger")
        verbose_name_plural = _("fichiers à corriger")
        constraints = [
            models.CheckConstraint(
                name="corrected_is_ready_with_a_file",
                condition=~models.Q(state="ready") | ~models.Q(file=""),
            )
        ]

    def __str__(self):
        return f"{self.batch} ({self.get_state_display()})"

    @property
    def is_working(self):
        return self.state == self.State.ASKED
