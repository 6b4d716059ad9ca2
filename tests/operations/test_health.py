"""/healthz, as the machine that watches the site sees it."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from operations import health
from operations.heartbeat import silence_allowed
from operations.models import WorkerHeartbeat

pytestmark = [pytest.mark.django_db, pytest.mark.dialect("operations.health")]


@pytest.fixture
def worker():
    return WorkerHeartbeat.objects.create(worker_id="a-worker", beat_at=timezone.now())


def test_all_is_well(client, worker):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "checks": {"database": "ok", "migrations": "ok", "worker": "ok"},
    }


def test_no_worker_raises_the_alarm(client):
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["status"] == "down"
    assert response.json()["checks"]["worker"] == "down"


def test_a_worker_silent_for_too_long_counts_as_dead(client, worker):
    worker.beat_at = timezone.now() - silence_allowed() - timedelta(seconds=1)
    worker.save()
    assert client.get("/healthz").status_code == 503


def test_one_living_worker_among_dead_ones_is_enough(client, worker):
    WorkerHeartbeat.objects.create(worker_id="killed", beat_at=timezone.now() - timedelta(days=2))
    assert client.get("/healthz").status_code == 200


def test_a_migration_left_out_raises_the_alarm(client, worker, monkeypatch):
    monkeypatch.setitem(health.CHECKS, "migrations", health.AppliedMigrations())
    MigrationRecorder(connection).record_unapplied("operations", "0001_initial")
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["checks"]["migrations"] == "down"


def test_migrations_seen_applied_are_not_looked_for_again(django_assert_num_queries):
    migrations = health.AppliedMigrations()
    assert migrations()
    with django_assert_num_queries(0):
        assert migrations()


def test_the_answer_is_neither_cached_nor_tied_to_a_visitor(client, worker):
    response = client.get("/healthz")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_a_head_request_is_enough_and_a_post_is_refused(client, worker):
    assert client.head("/healthz").status_code == 200
    assert client.post("/healthz").status_code == 405


def test_an_unreachable_database_is_reported_without_its_address():
    """In a process of its own: this one's connection can't be taken away."""
    script = (
        "from django.test import Client; answer = Client().get('/healthz');"
        "print(answer.status_code, answer.content.decode())"
    )
    process = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", script],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": "postgres://someone:secret@127.0.0.1:1/nowhere",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    status, body = process.stdout.strip().splitlines()[-1].split(" ", 1)
    assert status == "503"
    assert '"database": "down"' in body
    assert "secret" not in body
    assert "127.0.0.1" not in body
