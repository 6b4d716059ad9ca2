"""What the background worker leaves behind it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkerHeartbeat(models.Model):
    """A running worker, and when it last said so. A worker that stops takes its row away."""

    worker_id = models.CharField(_("processus"), max_length=64, primary_key=True)
    beat_at = models.DateTimeField(_("dernier signe de vie"), db_index=True)

    class Meta:
        verbose_name = _("signe de vie d’un processus")
        verbose_name_plural = _("signes de vie des processus")
        ordering = ["-beat_at"]

    def __str__(self):
        return self.worker_id


class PeriodicJob(models.Model):
    """When a job of `operations.periodic` is due again. Two workers can't both claim that date."""

    name = models.CharField(_("tâche"), max_length=60, primary_key=True)
    due_at = models.DateTimeField(_("prochaine exécution"))

    class Meta:
        verbose_name = _("tâche périodique")
        verbose_name_plural = _("tâches périodiques")
        ordering = ["name"]

    def __str__(self):
        return self.name
