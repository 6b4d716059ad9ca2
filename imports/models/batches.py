"""One file that was sent, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.files import private_storage
from imports.querysets import ImportBatchQuerySet


class BatchState(models.TextChoices):
    RECEIVED = "received", _("reçu")
    MAPPING = "mapping", _("colonnes à choisir")
    STAGING = "staging", _("lecture en cours")
    REVIEW = "review", _("à relire")
    CONFIRMED = "confirmed", _("confirmé, en attente")
    APPLYING = "applying", _("application en cours")
    APPLIED = "applied", _("appliqué")
    UNDO_REQUESTED = "undo-requested", _("annulation en attente")
    UNDOING = "undoing", _("annulation en cours")
    UNDONE = "undone", _("annulé après coup")
    CANCELLED = "cancelled", _("abandonné")
    FAILED = "failed", _("échec")


#: A worker has it in hand, or is about to: the page shows progress.
WORKING = [
    BatchState.RECEIVED,
    BatchState.STAGING,
    BatchState.CONFIRMED,
    BatchState.APPLYING,
    BatchState.UNDO_REQUESTED,
    BatchState.UNDOING,
]
#: It writes to the catalogue.
WRITING = [BatchState.APPLYING, BatchState.UNDOING]


def original_path(batch, filename):
    """The sender's file name is shown, never used as a path."""
    return f"imports/{batch.feed_id}/{batch.sha256}"


class ImportBatch(models.Model):
    class Origin(models.TextChoices):
        UPLOAD = "upload", _("déposé")
        PUSH = "push", _("envoyé par le partenaire")
        PULL = "pull", _("récupéré")
        COMMAND = "command", _("ligne de commande")

    feed = models.ForeignKey(
        "imports.Feed", verbose_name=_("flux"), on_delete=models.PROTECT, related_name="batches"
    )
    state = models.CharField(
        _("état"), max_length=20, choices=BatchState.choices, default=BatchState.RECEIVED
    )
    origin = models.CharField(
        _("origine"), max_length=10, choices=Origin.choices, default=Origin.UPLOAD
    )
    idempotency_key = models.CharField(max_length=100, blank=True)

    original = models.FileField(
        _("fichier"), storage=private_storage, upload_to=original_path, max_length=200
    )
    filename = models.CharField(_("nom du fichier"), max_length=200)
    size = models.PositiveBigIntegerField(_("taille"))
    sha256 = models.CharField(max_length=64)

    #: `imports.reading.Inspection` as a dictionary, once the file was looked at.
    inspection = models.JSONField(default=dict)
    #: Header of the file → name of the column of the target, or "" for one that is left out.
    mapping = models.JSONField(default=dict)
    lines_read = models.PositiveIntegerField(_("lignes lues"), default=0)
    #: Number of rows of each `ImportRow.Kind`, of the faulty cells, and of what was applied.
    counts = models.JSONField(default=dict)
    #: What the person chose to apply: {"kinds": ["new", "changed", "vanished"]}.
    choices = models.JSONField(default=dict)
    #: What people should know about the whole file: [[code, message], …].
    notices = models.JSONField(default=list)
    failure = models.TextField(_("échec"), blank=True)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("envoyé par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmé par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("annulé par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("reçu le"), auto_now_add=True)
    staged_at = models.DateTimeField(_("lu le"), null=True)
    confirmed_at = models.DateTimeField(_("confirmé le"), null=True)
    applied_at = models.DateTimeField(_("appliqué le"), null=True)
    undone_at = models.DateTimeField(_("annulé le"), null=True)
    #: Seconds of work: {"staging": 1.2, "applying": 0.4, "undoing": 0.3}.
    durations = models.JSONField(default=dict)
    #: Until when the worker that has it in hand may stay silent (see `imports.leases`).
    lease_until = models.DateTimeField(null=True)
    #: How many times a worker took it up and didn't come back.
    attempts = models.PositiveSmallIntegerField(default=0)
    #: The search knows what it wrote (see `imports.tasks.index_changes`).
    is_indexed = models.BooleanField(default=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["feed"],
                condition=Q(state__in=[BatchState.APPLYING, BatchState.UNDOING]),
                name="batch_one_writer_per_feed",
            ),
            models.UniqueConstraint(
                fields=["feed", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="batch_idempotency_key_once_per_feed",
            ),
        ]

    def __str__(self):
        return f"{self.feed}, {self.filename}"

    @property
    def is_working(self):
        return self.state in WORKING
