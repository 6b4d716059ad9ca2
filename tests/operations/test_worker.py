"""The background worker, as a real process, and the clock it carries."""

import signal
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from operations import periodic
from operations.heartbeat import Heartbeat
from operations.management.commands import worker
from operations.models import PeriodicJob, WorkerHeartbeat
from tests.factories import SchemeFactory
from tests.running import HEARTBEAT_SECONDS, wait_until

pytestmark = pytest.mark.dialect


@pytest.mark.xdist_group("site")
def test_the_health_page_follows_the_life_and_death_of_the_worker(running_site):
    assert running_site.status("/healthz") == 503, "no worker yet"
    with running_site.worker() as worker:
        wait_until(running_site.is_healthy, seconds=30, message="no heartbeat")
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        wait_until(
            lambda: running_site.status("/healthz") == 503,
            seconds=3 * HEARTBEAT_SECONDS + 5,
            message="the worker's death went unnoticed",
        )


@pytest.mark.xdist_group("site")
def test_a_worker_asked_to_stop_says_goodbye(running_site):
    with running_site.worker() as worker:
        wait_until(running_site.is_healthy, seconds=30, message="no heartbeat")
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=10) == 0
        assert running_site.status("/healthz") == 503


@pytest.mark.django_db
class TestHeartbeat:
    def test_a_beat_is_dated(self):
        before = timezone.now()
        Heartbeat("w").beat()
        Heartbeat("w").beat()
        assert WorkerHeartbeat.objects.get().beat_at >= before

    def test_a_leaving_worker_forgets_those_that_were_killed_long_ago(self):
        now = timezone.now()
        WorkerHeartbeat.objects.create(worker_id="killed", beat_at=now - timedelta(days=2))
        WorkerHeartbeat.objects.create(worker_id="colleague", beat_at=now)
        Heartbeat("w").leave()
        assert [beat.worker_id for beat in WorkerHeartbeat.objects.all()] == ["colleague"]


@pytest.fixture
def queue(settings, monkeypatch):
    """The queue of production, and its loop: runs what waits, then returns."""
    # The loop would close the connection that holds the test's transaction.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    return db_worker.Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
    )


def queued_jobs():
    tasks = DBTaskResult.objects.filter(task_path=periodic.run_job.module_path)
    return sorted(task.args_kwargs["args"][0] for task in tasks)


EACH_MINUTE = ["publish_scheduled", "refresh_figures", "resume_imports"]


@pytest.mark.django_db
class TestPeriodicJobs:
    def test_each_job_is_queued_at_once_then_when_its_time_comes(self, queue):
        now = timezone.now()
        periodic.enqueue_due_jobs(now)
        assert queued_jobs() == sorted(periodic.JOBS)
        periodic.enqueue_due_jobs(now + timedelta(seconds=59))
        assert queued_jobs() == sorted(periodic.JOBS)
        periodic.enqueue_due_jobs(now + timedelta(seconds=60))
        assert queued_jobs() == sorted([*periodic.JOBS, *EACH_MINUTE])

    def test_what_another_worker_claimed_is_left_to_it(self, queue):
        now = timezone.now()
        for name in periodic.JOBS:
            PeriodicJob.objects.create(name=name, due_at=now + timedelta(minutes=1))
        periodic.enqueue_due_jobs(now)
        assert queued_jobs() == []

    def test_every_job_succeeds(self, queue):
        periodic.enqueue_due_jobs()
        queue.run()
        assert {task.status for task in DBTaskResult.objects.all()} == {"SUCCESSFUL"}

    def test_a_scheme_goes_live_at_the_minute_its_editor_chose(self, queue):
        scheme = SchemeFactory(live=False, go_live_at=timezone.now() + timedelta(minutes=5))
        scheme.save_revision(approved_go_live_at=scheme.go_live_at)
        with time_machine.travel(scheme.go_live_at + timedelta(seconds=1)):
            periodic.enqueue_due_jobs()
            queue.run()
        scheme.refresh_from_db()
        assert scheme.live

    def test_only_the_jobs_of_the_list_can_be_run(self):
        with pytest.raises(ValueError, match="not a periodic job"):
            periodic.run_job.call("flush")


@pytest.mark.django_db
class TestWhatTheWorkerTells:
    @pytest.fixture(autouse=True)
    def started(self, queue):
        """The loop begins as `manage.py worker` begins it."""
        worker.Command().configure_logging(verbosity=1)

    def test_a_failure_with_its_trace(self, queue, caplog):
        periodic.run_job.enqueue("flush")
        queue.run()
        [record] = caplog.records
        assert record.levelname == "ERROR"
        assert "operations.periodic.run_job state=FAILED" in caplog.text
        assert "Traceback" in caplog.text
        assert "ValueError: not a periodic job: flush" in caplog.text

    def test_a_slow_task_by_its_name_and_how_long_it_took(self, queue, caplog, monkeypatch):
        with time_machine.travel(timezone.now(), tick=False) as clock:
            monkeypatch.setattr(periodic, "call_command", lambda *_, **__: clock.shift(45))
            periodic.run_job.enqueue("check_links")
            queue.run()
        [record] = caplog.records
        assert record.levelname == "WARNING"
        assert record.getMessage() == "Task operations.periodic.run_job('check_links') took 45 s"

    def test_a_quick_one_only_to_whoever_asks_for_everything(self, queue, caplog):
        periodic.run_job.enqueue("clearsessions")
        queue.run()
        assert caplog.messages == []
        with caplog.at_level("DEBUG", logger="django_tasks"):
            periodic.run_job.enqueue("clearsessions")
            queue.run()
        states = [message.rsplit(" ", 2)[-1] for message in caplog.messages]
        assert states == ["backend=default", "state=RUNNING", "state=SUCCESSFUL"]
