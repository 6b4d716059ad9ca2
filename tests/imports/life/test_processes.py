"""Real workers killed, real requests at the same moment, on a site of their own."""

import json
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings

from tests.imports.life.files import partners

pytestmark = pytest.mark.xdist_group("site")


@pytest.fixture
def run(running_site):
    """Runs a function of `processes` in the site's environment; returns what it prints."""

    def run(name, **environ):
        done = subprocess.run(
            [sys.executable, "-m", "tests.imports.life.processes", name],
            cwd=settings.BASE_DIR,
            env=running_site.environ | environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def test_workers_killed_at_any_moment_leave_nothing_half_done(run):
    assert "kills" in run("kill", IMPORT_LEASE_SECONDS="0.2")


def test_of_many_who_confirm_at_once_one_does_and_two_batches_take_turns(run):
    run("confirm")


def test_the_same_file_pushed_ten_times_at_once_is_one_batch(run, running_site):
    pk, token = run("push").split()

    def push(_attempt):
        request = urllib.request.Request(
            f"{running_site.url}/api/v1/feeds/{pk}/batches/",
            json.dumps([{"Code": "p-1", "Nom": partners(1), "Type": "Association"}]).encode(),
            {
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
                "Idempotency-Key": "the same",
                "X-Forwarded-Proto": "https",
            },
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)["id"]

    with ThreadPoolExecutor(10) as senders:
        answers = set(senders.map(push, range(10)))
    assert len(answers) == 1, answers
