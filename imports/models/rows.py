"""The lines of a file as they were read, what they changed, and where each object comes from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

#: What people call an object by.
TITLES = ("title", "name")


class ImportRow(models.Model):
    """A line of the file, cleaned; or an object that the file doesn't list any more."""

    class Kind(models.TextChoices):
        #: What every line is taken for when it is read.
        NEW = "new", _("nouveau")
        #: About an object that is there; gone once it is compared with it.
        MATCHED = "matched", _("à comparer")
        CHANGED = "changed", _("modifié")
        UNCHANGED = "unchanged", _("inchangé")
        DUPLICATE = "duplicate", _("doublon dans le fichier")
        VANISHED = "vanished", _("disparu du fichier")
        INVALID = "invalid", _("en erreur")

    class Outcome(models.TextChoices):
        NONE = "", _("pas appliqué")
        APPLIED = "applied", _("appliqué")
        #: The object changed between the review and the application.
        CONFLICT = "conflict", _("modifié entre-temps")
        #: Something that it names was deleted between the review and the application.
        GONE = "gone", _("cite une fiche supprimée")

    # The indexes below begin with the batch: one more would be written for each line.
    batch = models.ForeignKey(
        "imports.ImportBatch", on_delete=models.CASCADE, related_name="rows", db_index=False
    )
    #: Number of the line in the file, as a person sees it; null for what vanished.
    line = models.PositiveIntegerField(_("ligne"), null=True)
    #: What names the object: the cleaned values of the target's key, joined by "|".
    key = models.CharField(_("identifiant"), max_length=400, blank=True)
    kind = models.CharField(_("résultat"), max_length=10, choices=Kind.choices, blank=True)
    #: The cells as they were read, by header.
    raw = models.JSONField(default=dict)
    #: Column of the target → value, ready for the database (see `imports.cleaning`).
    cleaned = models.JSONField(default=dict)
    #: [{"field", "code", "message", "remedy", "value", "level": "error" | "warning"}, …]
    faults = models.JSONField(default=list)
    #: Fingerprint of the cleaned values: two equal lines are a duplicate without consequence.
    row_hash = models.CharField(max_length=32, blank=True)
    object_id = models.PositiveBigIntegerField(null=True)
    #: `updated_at` of the object when the line was compared with it.
    object_version = models.DateTimeField(null=True)
    #: Withdrawn by this feed, listed again.
    returns = models.BooleanField(default=False)
    #: A person chose to leave it out.
    excluded = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    class Meta:
        verbose_name = _("ligne importée")
        verbose_name_plural = _("lignes importées")
        ordering = ["line", "pk"]
        indexes = [
            models.Index(fields=["batch", "key"], name="row_key"),
            models.Index(fields=["batch", "kind", "line"], name="row_kind"),
        ]

    def __str__(self):
        return f"{self.line or '–'} : {self.key}"


class Provenance(models.Model):
    """An object that a feed made or updated: which line of which batch said so last."""

    feed = models.ForeignKey(
        "imports.Feed", on_delete=models.CASCADE, related_name="provenances", db_index=False
    )
    object_id = models.PositiveBigIntegerField()
    key = models.CharField(_("identifiant"), max_length=400)
    batch = models.ForeignKey("imports.ImportBatch", on_delete=models.CASCADE, related_name="+")
    line = models.PositiveIntegerField(_("ligne"), null=True)
    #: The batch whose file didn't list it any more.
    withdrawn_by = models.ForeignKey(
        "imports.ImportBatch", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("provenance")
        verbose_name_plural = _("provenances")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["feed", "object_id"], name="provenance_once_per_feed")
        ]

    def __str__(self):
        return f"{self.feed} : {self.key}"


class Change(models.Model):
    """What a batch did to an object, to take it back."""

    class Action(models.TextChoices):
        CREATED = "created", _("créé")
        UPDATED = "updated", _("modifié")
        WITHDRAWN = "withdrawn", _("retiré")

    class Undo(models.TextChoices):
        NONE = "", _("pas annulé")
        UNDONE = "undone", _("annulé")
        #: Some fields were changed since, and keep their newer value.
        CONFLICT = "conflict", _("annulé en partie")

    batch = models.ForeignKey(
        "imports.ImportBatch", on_delete=models.CASCADE, related_name="changes", db_index=False
    )
    line = models.PositiveIntegerField(null=True)
    object_id = models.PositiveBigIntegerField()
    key = models.CharField(max_length=400, blank=True)
    action = models.CharField(max_length=10, choices=Action.choices)
    #: Field → value, as in `ImportRow.cleaned`; `before` is empty for what was created.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    #: The provenance of before: {"batch", "line", "withdrawn_by", "key"}, or null.
    provenance = models.JSONField(null=True)
    undo = models.CharField(max_length=10, choices=Undo.choices, blank=True)
    #: Fields that kept a newer value when the batch was undone.
    conflicts = models.JSONField(default=list)

    class Meta:
        verbose_name = _("changement")
        verbose_name_plural = _("changements")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "object_id"], name="change_once_per_batch"),
            models.CheckConstraint(
                name="change_of_what_was_there",
                condition=Q(action="created") | ~Q(before={}),
            ),
        ]

    def __str__(self):
        return f"{self.get_action_display()} : {self.key}"

    @property
    def title(self):
        """What people call the object; empty where the journal doesn't say."""
        found = (values.get(name) for values in (self.after, self.before) for name in TITLES)
        return next(filter(None, found), "")
