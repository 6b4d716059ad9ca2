"""What people and programs may ask of a batch. Each either does it, or raises a `Refusal`.

Every step is one conditional UPDATE: of two people who ask at the same moment, one is refused.
The task that goes on from there is queued in the same transaction, so that none is lost.
"""

import hashlib
from pathlib import PureWindowsPath

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.files import private_storage
from catalogue.refusals import Refusal
from imports import correcting, matching, rules, tasks
from imports.models import BatchState, ImportBatch
from imports.models.batches import original_path
from imports.reading import limits
from imports.rules import TooManyWithdrawals

__all__ = [
    "Refusal",
    "TooManyWithdrawals",
    "cancel",
    "choose_mapping",
    "confirm",
    "receive",
    "request_undo",
    "run",
]

WITH_COLUMNS_TO_CHOOSE = [BatchState.MAPPING, BatchState.REVIEW]
CANCELLABLE = [
    BatchState.RECEIVED,
    BatchState.MAPPING,
    BatchState.STAGING,
    BatchState.REVIEW,
    BatchState.CONFIRMED,
]


class KeyAlreadyUsed(Refusal):
    """The same idempotency key came with another file."""


class TooBig(Refusal):
    """The limit is in `reading.limits`."""


def receive(feed, file, filename, *, origin, user=None, idempotency_key=""):
    """Keeps a file, and has it read. `(batch, created)`: the same file sent again while its batch
    is open, or anything under the same key, is the batch that is already there.
    """
    if user is not None:
        rules.check_right(feed, user)
    check_feed(feed)
    size, digest = measure(file)
    key = key_of(idempotency_key, digest)
    known = feed.batches.filter(idempotency_key=key)
    if batch := known.first():
        return same_file(batch, digest), False
    batch = ImportBatch(
        feed=feed,
        origin=origin,
        idempotency_key=key,
        filename=readable_name(filename),
        size=size,
        sha256=digest,
        created_by=user,
    )
    batch.original.name = private_storage().save(original_path(batch, filename), File(file))
    try:
        with transaction.atomic():
            batch.save()
            if origin != ImportBatch.Origin.COMMAND:  # which does the work itself
                tasks.advance.enqueue(batch.pk)
    except IntegrityError:
        batch.original.storage.delete(batch.original.name)
        # Sent again meanwhile; if it isn't that, this raises the right error.
        return same_file(known.get(), digest), False
    batch.refresh_from_db()
    return batch, True


def check_feed(feed):
    if not feed.is_active:
        raise Refusal(_("Ce flux est désactivé."))
    rules.check_target(feed)


def measure(file):
    """Size and SHA-256, read once; refuses what is too big before anything is kept."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(limits.MIB):
        size += len(chunk)
        if size > limits.FILE_BYTES:
            raise TooBig(
                _("Ce fichier dépasse %(limit)s Mo. Envoyez-le en plusieurs parties.")
                % {"limit": limits.FILE_BYTES // limits.MIB}
            )
        digest.update(chunk)
    file.seek(0)
    return size, digest.hexdigest()


def key_of(idempotency_key, digest):
    """A sender's key holds for ever; the content of a file, until its batch is closed."""
    if idempotency_key:
        return "key:" + hashlib.sha256(idempotency_key.encode()).hexdigest()
    return tasks.CONTENT_KEY + digest


def same_file(batch, digest):
    if batch.sha256 != digest:
        raise KeyAlreadyUsed(_("Cette clé a déjà servi pour un autre fichier."))
    return batch


def readable_name(filename):
    """The last part of what the sender calls it, without control characters."""
    name = PureWindowsPath(str(filename or "")).name
    printable = "".join(letter for letter in name if letter.isprintable()).strip()
    return printable[:200] or _("sans nom")


def choose_mapping(batch, user, mapping):
    """{header: column name, or "" to leave it out}, for every header of the file."""
    rules.check_right(batch.feed, user)
    if batch.state not in WITH_COLUMNS_TO_CHOOSE:
        raise out_of_step(batch)
    rules.check_target(batch.feed)
    check_mapping(batch, mapping)
    with transaction.atomic():
        go_on(
            batch,
            WITH_COLUMNS_TO_CHOOSE,
            BatchState.STAGING,
            mapping=mapping,
            choices={"mapped_by": user.pk},
            lines_read=0,
            counts={},
            staged_at=None,
        )
        batch.rows.all().delete()
        correcting.forget(batch)
        tasks.advance.enqueue(batch.pk)


def check_mapping(batch, mapping):
    target = batch.feed.target_definition
    columns = target.columns
    headers = set(batch.inspection.get("headers", []))
    is_whole = isinstance(mapping, dict) and set(mapping) == headers
    if not is_whole or not all(name in ["", *columns] for name in mapping.values()):
        raise Refusal(_("Dites pour chaque colonne du fichier ce qu’elle contient."))
    chosen = [name for name in mapping.values() if name]
    twice = {name for name in chosen if chosen.count(name) > 1}
    if twice:
        raise Refusal(
            _("Deux colonnes du fichier ne peuvent pas dire la même chose : %(names)s.")
            % {"names": ", ".join(sorted(columns[name].header for name in twice))}
        )
    # Fewer columns than a new object needs are enough to update what is there.
    if missing := matching.missing_key(target, batch.feed, chosen):
        names = ", ".join(columns[name].header for name in missing)
        raise Refusal(
            _(
                "Il manque une colonne pour : %(names)s. Sans elle, Parvis ne peut pas reconnaître "
                "les lignes d’un fichier à l’autre."
            )
            % {"names": names}
        )


def confirm(batch, user, choices, *, accepts_withdrawals=False):
    """Applies the kinds of rows in `choices["kinds"]`. Without a user: from the command line."""
    if user is not None:
        rules.check_right(batch.feed, user)
    check_feed(batch.feed)
    batch.refresh_from_db()  # its counts are what is agreed to
    if batch.state != BatchState.REVIEW:
        raise out_of_step(batch)
    kinds = choices.get("kinds", rules.KINDS)
    rules.check_application(batch, kinds, accepts_withdrawals=accepts_withdrawals)
    with transaction.atomic():
        go_on(
            batch,
            [BatchState.REVIEW],
            BatchState.CONFIRMED,
            choices=batch.choices | {"kinds": kinds, "by_a_person": user is not None},
            confirmed_by=user,
            confirmed_at=timezone.now(),
        )
        if user is not None:
            tasks.advance.enqueue(batch.pk)


def cancel(batch, user):
    """A worker that has it in hand notices, and stops."""
    rules.check_right(batch.feed, user)
    with transaction.atomic():
        go_on(
            batch,
            CANCELLABLE,
            BatchState.CANCELLED,
            idempotency_key=tasks.key_once_closed(batch),
            lease_until=None,
        )


def request_undo(batch, user):
    rules.check_right(batch.feed, user)
    rules.check_target(batch.feed)
    with transaction.atomic():
        go_on(batch, [BatchState.APPLIED], BatchState.UNDO_REQUESTED, undone_by=user, failure="")
        if not batch.original:
            raise Refusal(
                _("Cet import est trop ancien pour être annulé : son journal a été effacé.")
            )
        tasks.advance.enqueue(batch.pk)


def run(batch, stop_at=BatchState.REVIEW):
    """Has the work done here and now, by this process: for the command line."""
    tasks.run(batch.pk, stop_at)
    batch.refresh_from_db()


def go_on(batch, states, state, **fields):
    """From one of these states to another, unless somebody was faster."""
    rows = ImportBatch.objects.filter(pk=batch.pk, state__in=states)
    moved = rows.update(state=state, attempts=0, **fields)
    if not moved:
        batch.refresh_from_db(fields=["state"])
        raise out_of_step(batch)
    batch.refresh_from_db()


def out_of_step(batch):
    return Refusal(
        _("Ce n’est plus possible : cet import est maintenant « %(state)s ».")
        % {"state": batch.get_state_display()}
    )
