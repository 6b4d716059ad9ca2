"""Real processes on the database of a running site: workers that are killed, people who click at
the same moment. Run by test_processes, in the site's own environment:

    python -m tests.imports.life.processes kill
"""

import os
import random
import signal
import sys
import time

ROWS = 3_000
#: Kills in each state where a worker is at work.
KILLS = 4


def setup():
    sys.path.insert(0, "site")
    import django

    django.setup()


def feed_of_partners(code):
    from catalogue.models import Network
    from imports.models import Feed

    network = Network.objects.create(code=code, name=code, kind=Network.Kind.REGIONAL)
    return Feed.objects.create(name=code, code=code, target="partners", network=network)


def person_for(feed):
    from accounts.models import User
    from catalogue.models import Membership, Role

    user = User.objects.create(email=f"{feed.code}@example.org")
    Membership.objects.create(user=user, role=Role.DATA, network=feed.network)
    return user


def send(feed, user, rows, name="Atelier"):
    from io import BytesIO

    from imports import services

    lines = [f"{feed.code}-{number};{name};Association\n" for number in range(rows)]
    content = BytesIO(("Code;Nom;Type\n" + "".join(lines)).encode())
    return services.receive(feed, content, "partenaires.csv", origin="upload", user=user)[0]


def fork(function):
    """A child process, with connections of its own."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        code = function() or 0
    finally:
        os._exit(code)


def exit_code(child):
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def work(*arguments):
    """The production worker, with nothing to wait for."""
    from django.core.management import call_command

    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123
    call_command("worker", "--no-startup-delay", "--interval", "0.01", "--queue-name=*", *arguments)


def wait_for(batch, states, seconds=20):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        batch.refresh_from_db()
        if batch.state in states:
            return
        time.sleep(0.002)
    raise AssertionError(f"{batch.state} instead of {states}")


def kill_workers():
    """In each state, many times, at random moments."""
    from django.core.management import call_command

    from imports import services
    from imports.models import BatchState

    feed = feed_of_partners("kill")
    user = person_for(feed)
    struck = []

    def strike(batch, state):
        """Kills a worker a moment after it took the batch up."""
        after = {"staging": ["review"], "applying": ["applied"], "undoing": ["undone"]}[state]
        worker = fork(work)
        wait_for(batch, [state, *after, "failed"])
        time.sleep(random.uniform(0, 0.15))
        os.kill(worker, signal.SIGKILL)
        exit_code(worker)
        batch.refresh_from_db()
        struck.append(batch.state)
        check_catalogue(batch)
        time.sleep(float(os.environ["IMPORT_LEASE_SECONDS"]))
        call_command("resume_imports", verbosity=0)

    def finish(batch, *states):
        worker = fork(work)
        wait_for(batch, states)
        os.kill(worker, signal.SIGKILL)
        exit_code(worker)
        check_catalogue(batch)

    for _round in range(KILLS):
        batch = send(feed, user, ROWS)
        strike(batch, "staging")
        finish(batch, "review")
        assert batch.rows.count() == ROWS, "each line is staged once"
        services.confirm(batch, user, {})
        strike(batch, "applying")
        finish(batch, "applied")
        services.request_undo(batch, user)
        strike(batch, "undoing")
        finish(batch, "undone")

    # A worker that dies at each attempt: the batch is given up, and its feed goes on.
    batch = send(feed, user, ROWS)
    while batch.state not in {BatchState.REVIEW, BatchState.FAILED}:
        strike(batch, "staging")
    other = send(feed, user, 2, name="Autre")
    finish(other, "review")
    services.confirm(other, user, {})
    finish(other, "applied")
    kills = {state: struck.count(state) for state in sorted(set(struck))}
    sys.stdout.write(f"{len(struck)} kills, {kills}")


def check_catalogue(batch):
    """As before, or as after; and the batch says which."""
    from catalogue.models import Partner

    number = Partner.objects.filter(code__startswith=f"{batch.feed.code}-").count()
    after = batch.state in {"applied", "undo-requested", "undoing"}
    assert number == (batch.counts["new"] if after else 0), (batch.state, number)


def confirm_at_once():
    """Ten people confirm one batch, then two batches of one feed are confirmed together."""
    from imports import services, tasks
    from imports.models import ImportBatch

    feed = feed_of_partners("race")
    user = person_for(feed)
    batch = send(feed, user, 10)
    tasks.advance.call(batch.pk)

    def confirm(pk, at):
        mine = ImportBatch.objects.get(pk=pk)
        time.sleep(max(0, at - time.time()))
        try:
            services.confirm(mine, user, {})
        except services.Refusal:
            return 3
        return 0

    start = time.time() + 0.5
    children = [fork(lambda: confirm(batch.pk, start)) for _person in range(10)]
    codes = sorted(exit_code(child) for child in children)
    assert codes == [0] + [3] * 9, codes
    tasks.advance.call(batch.pk)

    batches = [send(feed, user, 500, name=name) for name in ("Un", "Deux")]
    for batch in batches:
        tasks.advance.call(batch.pk)

    def confirm_and_apply(pk, at):
        confirm(pk, at)
        tasks.advance.call(pk)

    start = time.time() + 0.5
    children = [fork(lambda pk=batch.pk: confirm_and_apply(pk, start)) for batch in batches]
    assert [exit_code(child) for child in children] == [0, 0]
    for batch in batches:
        tasks.advance.call(batch.pk)
        batch.refresh_from_db()
        assert batch.state == "applied", (batch.state, batch.failure)
    from catalogue.models import Partner

    names = set(Partner.objects.filter(code__startswith="race-").values_list("name", flat=True))
    assert len(names) == 1, "the second one finds what the first one changed, and leaves it"
    conflicts = sorted(batch.counts["conflicts"] for batch in batches)
    assert conflicts == [0, 500], conflicts


def feed_for_pushes():
    feed = feed_of_partners("push")
    token = feed.new_token()
    feed.save()
    sys.stdout.write(f"{feed.pk} {token}")


if __name__ == "__main__":
    setup()
    {"kill": kill_workers, "confirm": confirm_at_once, "push": feed_for_pushes}[sys.argv[1]]()
