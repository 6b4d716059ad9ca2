"""Jobs that come round by the clock. They run as tasks, in whichever worker is free."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task

from .models import PeriodicJob

#: Management command → how often.
JOBS = {
    "publish_scheduled": timedelta(minutes=1),  # Wagtail: what goes live, what expires
    "prune_db_task_results": timedelta(days=1),  # finished tasks older than two weeks
    "clearsessions": timedelta(days=1),
    "resume_imports": timedelta(minutes=1),  # what a dead worker left behind
    "pull_feeds": timedelta(minutes=5),
    "purge_imports": timedelta(days=1),
    "send_digests": timedelta(hours=1),  # of activity: it knows when it is Monday
    "refresh_figures": timedelta(minutes=1),  # public ones, after reports changed
    "collect_figures": timedelta(days=1),  # public ones that no page shows any more
    "purge_counts": timedelta(days=1),
    "purge_forms": timedelta(days=1),
    "remind_agreements": timedelta(days=1),
    "make_libraries": timedelta(days=1),  # of images and documents, for whoever has none yet
    "collect_links": timedelta(days=1),  # where public pages lead
    "check_links": timedelta(minutes=10),  # whether that is still there: a few at a time
}


@task()
def run_job(name):
    if name not in JOBS:
        raise ValueError(f"not a periodic job: {name}")
    # What it did is in the database; what goes wrong is in the log.
    call_command(name, verbosity=0)


def enqueue_due_jobs(now=None):
    """Queues each job whose time has come, once, however many workers ask at the same time."""
    now = now or timezone.now()
    for name, interval in JOBS.items():
        job, _ = PeriodicJob.objects.get_or_create(name=name, defaults={"due_at": now})
        # Of two workers that read the same date, only one still finds it.
        unclaimed = PeriodicJob.objects.filter(name=name, due_at=job.due_at)
        if job.due_at <= now and unclaimed.update(due_at=now + interval):
            run_job.enqueue(name)
