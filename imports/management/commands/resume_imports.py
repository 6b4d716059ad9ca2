"""`manage.py resume_imports`: what a dead worker left behind goes on."""

from django.core.management.base import BaseCommand

from imports import correcting, leases, tasks
from imports.models import BatchState, CorrectedFile, ImportBatch


class Command(BaseCommand):
    help = "Remet dans la file les imports dont plus personne ne s’occupe."

    def handle(self, *, verbosity, **options):
        waiting = list(leases.unattended().order_by("pk").values_list("pk", flat=True))
        for pk in waiting:
            tasks.advance.enqueue(pk)
        for file in leases.unattended(CorrectedFile, [CorrectedFile.State.ASKED]).order_by("pk"):
            correcting.make.enqueue(file.pk)
        written = [BatchState.APPLIED, BatchState.UNDONE]
        unindexed = ImportBatch.objects.filter(state__in=written, is_indexed=False)
        for pk in unindexed.values_list("pk", flat=True):
            tasks.index_changes.enqueue(pk)
        if verbosity > 1:
            self.stdout.write(f"{len(waiting)}")
