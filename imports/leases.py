"""Which worker has a batch in hand, and until when it may stay silent.

The queue doesn't take back a task whose worker was killed (django-tasks-db leaves it "running"),
so a batch carries a lease; and so does the file that is made from it (`CorrectedFile`). The date of
the lease is its proof too: as long as the row carries that very date, nobody else took the work
over, and nobody cancelled it.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from imports.models import ImportBatch
from imports.models.batches import WORKING

#: How many workers may die over the same work before the batch is given up.
MAX_ATTEMPTS = 3


class LeaseLostError(Exception):
    """Somebody cancelled the batch, or another worker took it over: stop, and touch nothing."""


def silence_allowed():
    return timedelta(seconds=settings.IMPORT_LEASE_SECONDS)


def is_free(now):
    return Q(lease_until=None) | Q(lease_until__lte=now)


def unattended(model=ImportBatch, states=WORKING):
    """What should be moving and has nobody to move it."""
    return model.objects.filter(is_free(timezone.now()), state__in=states)


class Lease:
    """Of a batch; or of anything else with a state, a `lease_until` and `attempts`."""

    def __init__(self, work):
        self.work = work
        self.until = work.lease_until

    @classmethod
    def claim(cls, pk, state, model=ImportBatch):
        """A lease for whoever asks first; None for the others."""
        now = timezone.now()
        free = model.objects.filter(is_free(now), pk=pk, state=state)
        with transaction.atomic():
            # Who applies a batch holds its row: alive, however long the lease has been over.
            work = free.select_for_update(skip_locked=True).first()
            if work is None:
                return None
            work.lease_until = now + silence_allowed()
            work.attempts += 1
            work.save(update_fields=["lease_until", "attempts"])
        return cls(work)

    def held(self):
        return type(self.work).objects.filter(
            pk=self.work.pk, state=self.work.state, lease_until=self.until
        )

    def beat(self, *_progress, **fields):
        """Says that the work goes on."""
        until = timezone.now() + silence_allowed()
        if not self.held().update(lease_until=until, **fields):
            raise LeaseLostError(self.work.pk)
        self.until = self.work.lease_until = until

    def lock(self):
        """Holds the row to the end of the transaction: what is written in it is written by the one
        who has the lease, or not at all."""
        if not self.held().select_for_update().exists():
            raise LeaseLostError(self.work.pk)

    def release(self, state, **fields):
        """The work is done, in the transaction that did it."""
        done = self.held().update(state=state, lease_until=None, attempts=0, **fields)
        if not done:
            raise LeaseLostError(self.work.pk)
