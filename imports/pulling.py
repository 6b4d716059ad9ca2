"""Files fetched on a schedule from their partner's server."""

from datetime import timedelta
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from imports import rules, services
from imports.fetching import fetch
from imports.models import BatchState, Feed, ImportBatch
from imports.notifications import notify_of_pull_error
from operations.outbound import FetchError

EVERY = {
    Feed.Frequency.HOURLY: timedelta(hours=1),
    Feed.Frequency.DAILY: timedelta(days=1),
    Feed.Frequency.WEEKLY: timedelta(weeks=1),
}
#: After a failure, however rare the pulls.
AGAIN_AFTER = timedelta(hours=1)


def due(now):
    """The feeds whose time has come. `pulled_at` is the last attempt."""
    late = Q(pulled_at=None) | (~Q(pull_error="") & Q(pulled_at__lte=now - AGAIN_AFTER))
    for frequency, interval in EVERY.items():
        late |= Q(frequency=frequency, pulled_at__lte=now - interval)
    return Feed.objects.filter(late, is_active=True).exclude(url="").exclude(frequency="")


def pull_now(feed, user):
    """Somebody doesn't want to wait. Raises a `Refusal`."""
    rules.check_right(feed, user)
    services.check_feed(feed)
    pull.enqueue(feed.pk)


@task()
def pull(feed_pk):
    """Fetches the file of a feed, and has it read if it is another one. Answers with the batch."""
    feed = Feed.objects.get(pk=feed_pk)
    try:
        batch = receive(feed)
    except (FetchError, services.Refusal) as error:
        fail(feed, str(error))
        return None
    note(feed, pull_error="")
    return batch and batch.pk


def receive(feed):
    fetched = fetch(feed.url, etag=feed.etag, last_modified=feed.last_modified)
    if fetched.file is None:
        return None
    with fetched.file:
        _size, digest = services.measure(fetched.file)
        if is_known(feed, digest):
            batch = None
        else:
            name = PurePosixPath(unquote(urlsplit(feed.url).path)).name
            batch, _created = services.receive(
                feed, fetched.file, name, origin=ImportBatch.Origin.PULL
            )
    note(feed, etag=fetched.etag, last_modified=fetched.last_modified)
    return batch


def is_known(feed, digest):
    """Servers without ETag give the same file again and again."""
    last = feed.batches.filter(origin=ImportBatch.Origin.PULL).first()
    return (
        last is not None
        and last.sha256 == digest
        and last.state not in {BatchState.FAILED, BatchState.CANCELLED}
    )


def fail(feed, message):
    told = bool(feed.pull_error)
    note(feed, pull_error=message[:300])
    if not told:
        notify_of_pull_error.enqueue(feed.pk)


def note(feed, **fields):
    Feed.objects.filter(pk=feed.pk).update(pulled_at=timezone.now(), **fields)
