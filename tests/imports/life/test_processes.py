"""Real workers killed, real requests at the same moment, on a site of their own."""

import json
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from tests.imports.life.files import partners

pytestmark = [
    pytest.mark.xdist_group("site"),
    pytest.mark.dialect("imports.leases", "imports.applying", "imports.undoing"),
]


@pytest.fixture
def run(running_site):
    """Runs a function of `processes` in the site's environment; returns what it prints."""
    return partial(running_site.run, "-m", "tests.imports.life.processes")


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
