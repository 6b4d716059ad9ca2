"""The worker's sign of life, and the clock of the periodic jobs."""

import logging
from datetime import timedelta
from threading import Event, Thread

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from .models import WorkerHeartbeat
from .periodic import enqueue_due_jobs

logger = logging.getLogger(__name__)

FORGOTTEN_AFTER = timedelta(days=1)


def silence_allowed():
    """How long a worker may stay silent before it counts as dead."""
    return timedelta(seconds=3 * settings.WORKER_HEARTBEAT_SECONDS)


def is_worker_alive(now=None):
    since = (now or timezone.now()) - silence_allowed()
    return WorkerHeartbeat.objects.filter(beat_at__gt=since).exists()


class Heartbeat(Thread):
    """Beats beside the worker's loop, which a long task may hold for minutes.

    Use as a context manager around the loop.
    """

    def __init__(self, worker_id):
        super().__init__(name="heartbeat", daemon=True)
        self.worker_id = worker_id
        self.stopping = Event()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exception):
        self.stopping.set()
        self.join(timeout=settings.WORKER_HEARTBEAT_SECONDS)

    def run(self):
        while True:
            # A locked or a lost database: say so, and try again with a fresh connection.
            try:
                self.beat()
                enqueue_due_jobs()
            except Error:
                logger.exception("Worker %s could not say that it is alive", self.worker_id)
                connection.close()
            if self.stopping.wait(settings.WORKER_HEARTBEAT_SECONDS):
                break
        self.leave()
        connection.close()  # this thread's own

    def beat(self):
        WorkerHeartbeat.objects.update_or_create(
            worker_id=self.worker_id, defaults={"beat_at": timezone.now()}
        )

    def leave(self):
        killed_long_ago = timezone.now() - FORGOTTEN_AFTER
        try:
            WorkerHeartbeat.objects.filter(worker_id=self.worker_id).delete()
            WorkerHeartbeat.objects.filter(beat_at__lt=killed_long_ago).delete()
        except Error:
            logger.exception("Worker %s could not say goodbye", self.worker_id)
