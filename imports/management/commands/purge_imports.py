"""`manage.py purge_imports`: old files and their rows go, the history stays."""

from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from imports import correcting
from imports.models import BatchState, ImportBatch
from imports.tasks import CLOSED

#: Nobody came to look at it in all that time.
FORGOTTEN = [BatchState.MAPPING, BatchState.REVIEW]


class Command(BaseCommand):
    help = (
        "Efface le fichier, les lignes et le journal des vieux imports. Leur ligne d’historique et "
        "leurs décomptes restent ; ils ne peuvent plus être annulés."
    )

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=settings.IMPORT_RETENTION_DAYS)

    def handle(self, *, days, **options):
        old = ImportBatch.objects.filter(created_at__lt=timezone.now() - timedelta(days=days))
        for pk in list(old.exclude(original="").values_list("pk", flat=True)):
            purge(old.filter(pk=pk))


def purge(batches):
    """One batch, in a transaction of its own, unless it is in use."""
    with transaction.atomic():
        batches.filter(state__in=FORGOTTEN).update(state=BatchState.CANCELLED, idempotency_key="")
        batch = batches.filter(state__in=CLOSED).select_for_update().first()
        if batch is None:
            return
        file = batch.original
        name, storage = file.name, file.storage
        batches.update(original="")
        correcting.forget(batch)
        batch.rows.all().delete()
        batch.changes.all().delete()
        transaction.on_commit(lambda: storage.delete(name))
