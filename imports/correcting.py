"""Who asks for the file to correct, and the worker that makes it.

A short one is made while the person waits; a long one takes a minute, so it is made once, kept
beside the original, and goes with it.
"""

import logging
from contextlib import suppress

from django.core.files import File
from django.db import InterfaceError, OperationalError, transaction
from django_tasks import task

from imports import corrected, rules
from imports.leases import MAX_ATTEMPTS, Lease, LeaseLostError
from imports.models import CorrectedFile
from imports.models.corrected import corrected_path

logger = logging.getLogger(__name__)

State = CorrectedFile.State

#: Cells that are written in about two seconds.
IMMEDIATE = 30_000


def is_immediate(batch):
    return batch.counts.get("total", 0) * len(batch.inspection["headers"]) <= IMMEDIATE


def of(batch):
    return CorrectedFile.objects.filter(batch=batch).first()


def ask(batch, user):
    """Has it made, once; again where it failed."""
    rules.check_right(batch.feed, user)
    rules.check_target(batch.feed)
    with transaction.atomic():
        found, created = CorrectedFile.objects.get_or_create(batch=batch)
        failed = CorrectedFile.objects.filter(pk=found.pk, state=State.FAILED)
        if created or failed.update(state=State.ASKED, attempts=0, lines=0):
            make.enqueue(found.pk)


def forget(batch):
    """The lines it was made of are going; so does its file, when the transaction ends well."""
    for found in CorrectedFile.objects.select_for_update().filter(batch=batch):
        name, storage = found.file.name, found.file.storage
        found.delete()
        if name:
            transaction.on_commit(lambda name=name, storage=storage: storage.delete(name))


@task()
def make(pk):
    """Safe to run twice at once, and to kill anywhere."""
    lease = Lease.claim(pk, State.ASKED, model=CorrectedFile)
    if lease is None:
        return
    with suppress(LeaseLostError):  # nobody wants it any more, or another worker has it
        attempt(lease)


def attempt(lease):
    if lease.work.attempts > MAX_ATTEMPTS:
        lease.release(State.FAILED)
        return
    try:
        write(lease)
    except (LeaseLostError, OperationalError, InterfaceError):
        raise
    except Exception:  # the log has the trace, the page a sentence and a button
        logger.exception("The file to correct of import %s wasn't made", lease.work.batch_id)
        lease.release(State.FAILED)


def write(lease):
    found = lease.work
    with corrected.workbook(found.batch, lambda lines: lease.beat(lines=lines)) as file:
        name = found.file.storage.save(corrected_path(found), File(file))
    try:
        lease.release(State.READY, file=name)
    except LeaseLostError:
        found.file.storage.delete(name)
        raise
