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


#: What `fork` started and nobody has seen end.
children = set()


def fork(function):
    """A child process, with connections of its own."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child:
        children.add(child)
        return child
    code = 1
    try:
        code = function() or 0
    finally:
        os._exit(code)


def exit_code(child):
    status = os.waitpid(child, 0)[1]
    children.remove(child)
    return os.waitstatus_to_exitcode(status)


def kill(child):
    os.kill(child, signal.SIGKILL)
    exit_code(child)


def work(*arguments):
    """The production worker, with nothing to wait for."""
    from django.core.management import call_command

    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123
    call_command("worker", "--no-startup-delay", "--interval", "0.01", "--queue-name=*", *arguments)


def wait_for(batch, condition, seconds=60):
    """Polls, and takes up each second what was left behind, as the worker's clock does each minute.
    Once is not enough on PostgreSQL, where a killed worker's last statement goes on, and holds the
    batch, until the server notices that nobody waits for it."""
    from django.core.management import call_command

    deadline = time.monotonic() + seconds
    resumed = 0
    while time.monotonic() < deadline:
        batch.refresh_from_db()
        if condition():
            return
        if time.monotonic() - resumed > 1:
            call_command("resume_imports", verbosity=0)
            resumed = time.monotonic()
        time.sleep(0.002)
    raise AssertionError(f"still {batch.state} after {seconds} s, {batch.attempts} attempts")


def kill_workers():
    """In each state, many times, at random moments."""
    from imports import services
    from imports.models import BatchState

    feed = feed_of_partners("kill")
    user = person_for(feed)
    struck = []

    def strike(batch, state):
        """Kills a worker a moment after it took the batch up in this state, or later."""
        after = {"staging": "review", "applying": "applied", "undoing": "undone"}[state]
        attempts = batch.attempts if batch.state == state else 0
        worker = fork(work)
        wait_for(
            batch,
            lambda: (
                batch.state in {after, "failed"}
                or (batch.state == state and batch.attempts > attempts)
            ),
        )
        time.sleep(random.uniform(0, 0.15))
        kill(worker)
        batch.refresh_from_db()
        struck.append(batch.state)
        check_catalogue(batch)

    def finish(batch, state):
        worker = fork(work)
        wait_for(batch, lambda: batch.state == state)
        kill(worker)
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
    """As before, or as after; and the batch says which. Read in one statement: on PostgreSQL what
    a killed worker asked for may end between two."""
    from django.db.models import Count, OuterRef, Subquery
    from django.db.models.functions import Coalesce

    from catalogue.models import Partner
    from imports.models import ImportBatch

    written = Partner.objects.filter(code__startswith=f"{batch.feed.code}-").order_by()
    number = written.annotate(batch=OuterRef("pk")).values("batch").values(number=Count("pk"))
    found = ImportBatch.objects.annotate(written=Coalesce(Subquery(number), 0)).get(pk=batch.pk)
    after = found.state in {"applied", "undo-requested", "undoing"}
    assert found.written == (found.counts["new"] if after else 0), (found.state, found.written)


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
    try:
        {"kill": kill_workers, "confirm": confirm_at_once, "push": feed_for_pushes}[sys.argv[1]]()
    finally:
        # A worker that outlived us would hold our output open, and whoever reads it for ever.
        for child in children:
            os.kill(child, signal.SIGKILL)
