"""Workers that die, that are slow, or that come two at a time."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from catalogue.models import Partner
from imports import applying, classification, services, staging, tasks
from imports.leases import MAX_ATTEMPTS, Lease, LeaseLostError
from imports.models import BatchState, ImportBatch
from tests.factories import FeedFactory
from tests.imports.life.files import confirm, partners, send

pytestmark = pytest.mark.dialect("imports.leases")


class Killed(BaseException):
    """Like SIGKILL: nothing that runs after it is ours."""


@pytest.fixture
def no_worker(monkeypatch):
    """What is queued stays there."""
    monkeypatch.setattr(type(tasks.advance), "enqueue", lambda *args, **kwargs: None)


def is_dead(*_args):
    raise Killed


def over(batch):
    """Its lease is."""
    ImportBatch.objects.filter(pk=batch.pk).update(lease_until=timezone.now() - timedelta(hours=1))


def advance_and_die(batch):
    with pytest.raises(Killed):
        tasks.advance.call(batch.pk)
    batch.refresh_from_db()


class TestKilledWhileReading:
    @pytest.fixture
    def batch(self, feed, user, no_worker, monkeypatch):
        """Two lines of five are kept."""
        monkeypatch.setattr(staging, "CHUNKS", (2, 2, 2))
        batch = send(feed, partners(1, 2, 3, 4, 5), user=user)
        beat, beats = Lease.beat, []

        def beat_twice(lease, *progress):
            if beats:
                raise Killed
            beats.append(progress)
            beat(lease, *progress)

        with monkeypatch.context() as dying:
            dying.setattr(Lease, "beat", beat_twice)
            advance_and_die(batch)
        return batch

    def test_the_lines_that_were_kept_are_counted(self, batch):
        assert batch.state == BatchState.STAGING
        assert batch.lines_read == 3  # of the file: two, and the headings
        assert batch.rows.count() == 2

    def test_nobody_else_touches_it_before_its_lease_is_over(self, batch):
        tasks.advance.call(batch.pk)
        batch.refresh_from_db()
        assert batch.state == BatchState.STAGING

    def test_it_goes_on_where_it_stopped(self, batch):
        over(batch)
        tasks.advance.call(batch.pk)
        batch.refresh_from_db()
        assert (batch.state, batch.failure) == (BatchState.REVIEW, "")
        assert list(batch.rows.values_list("line", flat=True)) == [2, 3, 4, 5, 6]
        assert batch.attempts == 0


class TestKilledWhileApplying:
    @pytest.fixture
    def batch(self, reviewed, user, no_worker, monkeypatch):
        confirm(reviewed, user)
        with monkeypatch.context() as dying:
            dying.setattr(tasks, "remember_mapping", is_dead)
            advance_and_die(reviewed)
        return reviewed

    def test_the_catalogue_is_as_before(self, batch):
        assert batch.state == BatchState.APPLYING
        assert not Partner.objects.exists()

    def test_its_feed_lets_the_next_one_through_in_the_end(self, batch, feed, user):
        other = send(feed, partners(7), user=user)
        tasks.advance.call(other.pk)
        confirm(other, user)
        tasks.advance.call(other.pk)
        other.refresh_from_db()
        assert other.state == BatchState.CONFIRMED, "one writer per feed"
        over(batch)
        tasks.advance.call(batch.pk)
        tasks.advance.call(other.pk)
        assert Partner.objects.count() == 4

    def test_after_as_many_deaths_as_that_it_is_given_up(self, batch, monkeypatch):
        monkeypatch.setattr(tasks, "remember_mapping", is_dead)
        for _attempt in range(MAX_ATTEMPTS - 1):
            over(batch)
            advance_and_die(batch)
        over(batch)
        tasks.advance.call(batch.pk)
        batch.refresh_from_db()
        assert batch.state == BatchState.FAILED
        assert "interrompu plusieurs fois" in batch.failure
        assert not Partner.objects.exists()


def test_killed_while_undoing_it_is_undone_by_the_next(reviewed, user, no_worker, monkeypatch):
    confirm(reviewed, user)
    tasks.advance.call(reviewed.pk)
    services.request_undo(reviewed, user)
    with monkeypatch.context() as dying:
        dying.setattr(tasks.undoing, "undo", is_dead)
        advance_and_die(reviewed)
    assert (reviewed.state, Partner.objects.count()) == (BatchState.UNDOING, 3)
    over(reviewed)
    tasks.advance.call(reviewed.pk)
    reviewed.refresh_from_db()
    assert (reviewed.state, Partner.objects.count()) == (BatchState.UNDONE, 0)


class TestResuming:
    def test_what_nobody_has_in_hand_is_queued_again(self, feed, user, monkeypatch):
        with monkeypatch.context() as without_worker:
            without_worker.setattr(type(tasks.advance), "enqueue", lambda *args, **kwargs: None)
            batch = send(feed, user=user)
        assert batch.state == BatchState.RECEIVED
        call_command("resume_imports")
        batch.refresh_from_db()
        assert batch.state == BatchState.REVIEW

    def test_what_waits_for_a_person_is_left_alone(self, reviewed):
        call_command("resume_imports")
        reviewed.refresh_from_db()
        assert reviewed.state == BatchState.REVIEW

    def test_what_the_search_was_not_told_is_told(self, reviewed, user):
        confirm(reviewed, user)
        ImportBatch.objects.update(is_indexed=False)
        call_command("resume_imports")
        reviewed.refresh_from_db()
        assert reviewed.is_indexed

    def test_what_the_search_knows_it_is_not_told_twice(
        self, reviewed, user, django_assert_num_queries
    ):
        confirm(reviewed, user)
        with django_assert_num_queries(1):
            tasks.index_changes.call(reviewed.pk)


class TestSlowWorkers:
    """Not dead, only late: what they write then is refused."""

    @pytest.fixture
    def late(self, reviewed, user, no_worker):
        confirm(reviewed, user)
        tasks.step(reviewed.pk)
        lease = Lease.claim(reviewed.pk, BatchState.APPLYING)
        over(reviewed)
        return lease

    def test_a_lease_that_somebody_took_over_is_worth_nothing(self, reviewed, late):
        tasks.advance.call(reviewed.pk)
        with pytest.raises(LeaseLostError):
            tasks.apply(late)
        assert Partner.objects.count() == 3

    def test_a_batch_has_one_lease_at_a_time(self, reviewed, late):
        assert Lease.claim(reviewed.pk, BatchState.APPLYING)
        assert Lease.claim(reviewed.pk, BatchState.APPLYING) is None

    def test_a_cancelled_batch_stops_being_read(self, feed, user, no_worker, monkeypatch):
        batch = send(feed, user=user)
        stage = staging.stage

        def cancelled_meanwhile(batch, beat):
            services.cancel(ImportBatch.objects.get(pk=batch.pk), user)
            stage(batch, beat)

        monkeypatch.setattr(staging, "stage", cancelled_meanwhile)
        tasks.advance.call(batch.pk)
        batch.refresh_from_db()
        assert (batch.state, batch.rows.count()) == (BatchState.CANCELLED, 0)


class TestTrouble:
    def test_an_error_of_ours_is_said_and_logged(self, feed, user, monkeypatch, caplog):
        def broken(batch):
            raise ZeroDivisionError

        monkeypatch.setattr(classification, "classify", broken)
        batch = send(feed, user=user)
        assert batch.state == BatchState.FAILED
        assert "erreur imprévue" in batch.failure
        assert "ZeroDivisionError" in caplog.text

    def test_one_while_applying_leaves_the_catalogue_as_it_was(
        self, reviewed, user, monkeypatch, caplog
    ):
        apply = applying.apply

        def broken(batch):
            apply(batch)
            raise ZeroDivisionError

        monkeypatch.setattr(applying, "apply", broken)
        batch = confirm(reviewed, user)
        assert batch.state == BatchState.FAILED
        assert not Partner.objects.exists()
        assert "ZeroDivisionError" in caplog.text

    def test_a_database_out_of_reach_is_tried_again_later(self, feed, user, no_worker, monkeypatch):
        def out_of_reach(batch):
            raise OperationalError("the connection is lost")

        batch = send(feed, user=user)
        with monkeypatch.context() as trouble:
            trouble.setattr(classification, "classify", out_of_reach)
            with pytest.raises(OperationalError):
                tasks.advance.call(batch.pk)
        over(batch)
        tasks.advance.call(batch.pk)
        batch.refresh_from_db()
        assert batch.state == BatchState.REVIEW

    def test_a_target_that_is_gone_fails_with_a_sentence(self, feed, user, no_worker):
        batch = send(feed, user=user)
        type(feed).objects.update(target="gone")
        tasks.advance.call(batch.pk)
        batch.refresh_from_db()
        assert batch.state == BatchState.FAILED
        assert "plus pris en charge" in batch.failure


def test_two_batches_of_one_feed_are_applied_one_after_the_other(feed, user, no_worker):
    first, second = (send(feed, partners(number), user=user) for number in (1, 2))
    for batch in (first, second):
        tasks.advance.call(batch.pk)
        confirm(batch, user)
    tasks.step(first.pk)
    tasks.advance.call(second.pk)
    tasks.advance.call(first.pk)
    tasks.advance.call(second.pk)
    states = {batch.state for batch in ImportBatch.objects.all()}
    assert states == {BatchState.APPLIED}


def test_the_end_of_one_calls_the_one_that_waits(feed, user, monkeypatch):
    with monkeypatch.context() as without_worker:
        without_worker.setattr(type(tasks.advance), "enqueue", lambda *args, **kwargs: None)
        first, second = (send(feed, partners(number), user=user) for number in (1, 2))
        for batch in (first, second):
            tasks.advance.call(batch.pk)
            # The second list withdraws the partner of the first.
            confirm(batch, user, accepts_withdrawals=True)
        tasks.step(first.pk)
    tasks.advance.call(first.pk)
    second.refresh_from_db()
    assert second.state == BatchState.APPLIED


def test_feeds_do_not_wait_for_each_other(feed, user, network, no_worker):
    other = FeedFactory(target="partners", structure=None, network=network, partner=None)
    mine, theirs = send(feed, partners(1), user=user), send(other, partners(2), user=user)
    for batch in (mine, theirs):
        tasks.advance.call(batch.pk)
        confirm(batch, user)
    tasks.step(mine.pk)
    tasks.advance.call(theirs.pk)
    theirs.refresh_from_db()
    assert theirs.state == BatchState.APPLIED
