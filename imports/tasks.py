"""What a worker does with a batch: whatever its state asks next.

Safe to run twice at once, and to kill anywhere. A lease says who has the batch (`imports.leases`);
what is written to the catalogue is written in one transaction with the state that says so; what is
to follow is queued in that transaction too.
"""

import logging
import time
from collections.abc import Callable

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from modelcluster.fields import ParentalKey

from catalogue.indexing import index_written
from catalogue.references import update_references
from imports import applying, classification, history, matching, originals, rules, staging, undoing
from imports.leases import MAX_ATTEMPTS, Lease, LeaseLostError
from imports.models import BatchState, Feed, ImportBatch
from imports.models.batches import WORKING, WRITING
from imports.notifications import NOTIFIED, notify
from imports.reading import ReadingError, normalise_header

logger = logging.getLogger(__name__)

#: Begins the idempotency key of a batch that was sent without one: what it contains is its key.
CONTENT_KEY = "sha256:"
#: Somebody watches a batch move; the search may know of it a minute later.
AFTER_THE_REST = -10
#: No more work to expect, unless somebody asks for an undo.
CLOSED = [BatchState.APPLIED, BatchState.UNDONE, BatchState.CANCELLED, BatchState.FAILED]
#: One writer per feed (constraint `batch_one_writer_per_feed`): the others wait in these.
WRITERS = {
    BatchState.CONFIRMED: BatchState.APPLYING,
    BatchState.UNDO_REQUESTED: BatchState.UNDOING,
}


class GivenUpError(Exception):
    """The batch can't go on; a sentence says why."""


@task()
def advance(batch_pk):
    while step(batch_pk):
        pass


def run(batch_pk, stop_at):
    """`advance`, waiting for whoever has the batch in hand."""
    while state_of(batch_pk) in WORKING and state_of(batch_pk) != stop_at:
        if not step(batch_pk):
            time.sleep(0.2)


def state_of(batch_pk):
    return ImportBatch.objects.filter(pk=batch_pk).values_list("state", flat=True).first()


def step(batch_pk):
    """Does what the state of the batch asks. False when there is nothing to do here and now."""
    state = state_of(batch_pk)
    if state in WRITERS:
        return begin_writing(batch_pk, state)
    lease = Lease.claim(batch_pk, state) if state in WORK else None
    if lease is None:
        return False
    try:
        attempt(WORK[state], lease)
    except LeaseLostError:
        return False
    return True


def begin_writing(batch_pk, state):
    """Waits where another batch of the feed is being written, whose end calls this one."""
    try:
        with transaction.atomic():
            waiting = ImportBatch.objects.filter(pk=batch_pk, state=state)
            return bool(waiting.update(state=WRITERS[state], lease_until=None, attempts=0))
    except IntegrityError:
        return False


def attempt(work: Callable, lease):
    """Whatever happens, the batch moves on or says why not. Only a database that can't be reached,
    or a killed worker, leaves it to the lease."""
    try:
        check_attempts(lease.work)
        work(lease)
    except (LeaseLostError, OperationalError, InterfaceError):
        raise
    except (ReadingError, GivenUpError, rules.Refusal) as error:
        give_up(lease, str(error))
    except Exception as error:  # a batch never stays "running"
        logger.exception("Import %s stopped", lease.work.pk)
        give_up(lease, explained(error, lease.work))


def explained(error, batch):
    """The log has the trace, the page a sentence."""
    if isinstance(error, IntegrityError) and batch.state in WRITING:
        return _(
            "Le catalogue a changé pendant ce traitement : une fiche que le fichier cite vient "
            "sans doute d’être supprimée. Rien n’a été modifié. Renvoyez le fichier : la "
            "vérification dira laquelle."
        )
    return _(
        "Une erreur imprévue a interrompu le traitement ; le catalogue n’a pas changé. "
        "L’équipe technique en trouve la trace dans le journal."
    )


def check_attempts(batch):
    if batch.attempts > MAX_ATTEMPTS:
        raise GivenUpError(
            _(
                "Le traitement s’est interrompu plusieurs fois. "
                "Renvoyez le fichier ; si cela se répète, prévenez l’équipe technique."
            )
        )


def give_up(lease, failure):
    """An import that couldn't be undone is still applied."""
    undoing_ = lease.work.state == BatchState.UNDOING
    move(lease, BatchState.APPLIED if undoing_ else BatchState.FAILED, failure=failure)


def move(lease, state, **fields):
    """The end of a step: the new state, and what follows from it."""
    batch = lease.work
    writing = batch.state in WRITING
    with transaction.atomic():
        if state in CLOSED:
            fields["idempotency_key"] = key_once_closed(batch)
        lease.release(state, **fields)
        if state in NOTIFIED:
            notify.enqueue(batch.pk, state)
        if writing:
            if not fields.get("is_indexed", True):
                index_changes.enqueue(batch.pk)
            call_next(batch.feed_id)


def key_once_closed(batch):
    """The same content may be sent again from now on."""
    return "" if batch.idempotency_key.startswith(CONTENT_KEY) else batch.idempotency_key


def call_next(feed_pk):
    waiting = ImportBatch.objects.filter(feed=feed_pk, state__in=list(WRITERS))
    pk = waiting.order_by("confirmed_at").values_list("pk", flat=True).first()
    if pk:
        advance.enqueue(pk)


class Stopwatch:
    def __init__(self, batch, name):
        self.before, self.name = batch.durations, name
        self.start = time.monotonic()

    @property
    def durations(self):
        """With what an interrupted attempt may have taken before."""
        spent = self.before.get(self.name, 0) + time.monotonic() - self.start
        return self.before | {self.name: round(spent, 2)}


def look(lease):
    """RECEIVED: what the file is, and what its columns are."""
    batch = lease.work
    inspection = originals.inspect(batch)
    if batch.filename.lower().endswith(".json") and "json" not in inspection.format:
        raise GivenUpError(
            _("Ce fichier n’est pas du JSON bien formé. Envoyez une liste d’objets, entière.")
        )
    match = matching.match(
        target_of(batch), inspection.headers, batch.feed.mapping, inspection.samples or {}
    )
    move(
        lease,
        BatchState.STAGING if match.is_complete else BatchState.MAPPING,
        inspection=originals.as_json(inspection),
        mapping=match.mapping,
        notices=[list(notice) for notice in inspection.warnings],
    )


def target_of(batch):
    rules.check_target(batch.feed)
    return batch.feed.target_definition


def stage(lease):
    """STAGING: every line read, then compared with the catalogue."""
    batch = lease.work
    target_of(batch)
    watch = Stopwatch(batch, "staging")
    staging.stage(batch, lease.beat)
    with transaction.atomic():
        lease.lock()
        classification.classify(batch)
        fields = {
            "staged_at": timezone.now(),
            "durations": watch.durations,
            "choices": batch.choices | {"read_for": rules.purpose(batch.feed)},
        }
        if not rules.applies_alone(batch):
            move(lease, BatchState.REVIEW, **fields)
            return
        fields["choices"] |= {"kinds": rules.KINDS, "by_a_person": False}
        move(lease, BatchState.CONFIRMED, confirmed_at=timezone.now(), **fields)


def apply(lease):
    """APPLYING: the catalogue and the state that says so, together."""
    batch = lease.work
    target_of(batch)
    watch = Stopwatch(batch, "applying")
    with transaction.atomic():
        lease.lock()
        rules.check_right_still(
            batch.feed, batch.confirmed_by, by_a_person=batch.choices.get("by_a_person", True)
        )
        rules.check_purpose_still(batch)
        applying.apply(batch)
        remember_mapping(batch)
        move(
            lease,
            BatchState.APPLIED,
            counts=batch.counts,
            durations=watch.durations,
            applied_at=batch.applied_at,
            is_indexed=False,
        )


def remember_mapping(batch):
    """Only what led somewhere is worth remembering."""
    known = Feed.objects.values_list("mapping", flat=True).get(pk=batch.feed_id)
    learnt = {normalise_header(header): name for header, name in batch.mapping.items()}
    Feed.objects.filter(pk=batch.feed_id).update(mapping=known | learnt)


def undo(lease):
    """UNDOING: as above, backwards."""
    batch = lease.work
    target_of(batch)
    watch = Stopwatch(batch, "undoing")
    with transaction.atomic():
        lease.lock()
        rules.check_right_still(batch.feed, batch.undone_by, by_a_person=True)
        undoing.undo(batch)
        move(
            lease,
            BatchState.UNDONE,
            counts=batch.counts,
            durations=watch.durations,
            undone_at=timezone.now(),
            is_indexed=False,
        )


WORK = {
    BatchState.RECEIVED: look,
    BatchState.STAGING: stage,
    BatchState.APPLYING: apply,
    BatchState.UNDOING: undo,
}


@task(priority=AFTER_THE_REST)
def index_changes(batch_pk):
    """The search, Wagtail's index of references and each object's history learn what a batch wrote:
    set-based writes send no signal. `resume_imports` may have asked for it more than once."""
    batch = ImportBatch.objects.select_related("feed").get(pk=batch_pk)
    if batch.is_indexed:
        return
    if batch.feed.is_supported:
        model = batch.feed.target_definition.model
        index_written(model, list(batch.changes.values_list("object_id", flat=True)))
        for field in model._meta.concrete_fields:
            if isinstance(field, ParentalKey):  # whose references are those of its parent
                parents = batch.changes.order_by().values_list(f"after__{field.name}", flat=True)
                update_references(field.related_model, set(parents) - {None})
        history.write(batch)
    ImportBatch.objects.filter(pk=batch_pk, state=batch.state).update(is_indexed=True)
