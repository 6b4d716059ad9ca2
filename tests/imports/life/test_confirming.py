"""From a review to the catalogue and back: who may, when, and what stands in the way."""

import pytest

from catalogue.models import Partner
from imports import services, tasks
from imports.models import BatchState, ImportBatch
from tests.factories import PartnerFactory, UserFactory
from tests.imports.life.files import confirm, partners, send

pytestmark = pytest.mark.dialect

ERRORS = partners(1, 2) + "p-3;;Association\n"


def test_a_confirmed_batch_is_applied(reviewed, user):
    batch = confirm(reviewed, user)
    assert (batch.state, batch.failure) == (BatchState.APPLIED, "")
    assert batch.confirmed_by == user
    assert batch.counts["applied"] == 3
    assert batch.is_indexed
    assert sorted(Partner.objects.values_list("code", flat=True)) == ["p-1", "p-2", "p-3"]


def test_an_applied_batch_can_be_taken_back(reviewed, user):
    confirm(reviewed, user)
    services.request_undo(reviewed, user)
    reviewed.refresh_from_db()
    assert (reviewed.state, reviewed.failure) == (BatchState.UNDONE, "")
    assert reviewed.undone_by == user
    assert not Partner.objects.exists()


def test_what_was_read_for_one_owner_is_not_written_for_another(feed, reviewed, user):
    feed.partner = PartnerFactory()
    feed.save()
    batch = confirm(reviewed, user)
    assert batch.state == BatchState.FAILED
    assert "modifié depuis" in batch.failure
    assert not Partner.objects.filter(code__startswith="p-").exists()


def test_only_the_chosen_kinds_are_applied(feed, reviewed, user):
    confirm(reviewed, user)
    batch = send(feed, partners(1, 2, name="Maison") + "p-4;Quatre;Association\n", user=user)
    confirm(batch, user, "new")
    assert set(Partner.objects.filter(live=True).values_list("code", "name")) == {
        ("p-1", "Atelier 1"),
        ("p-2", "Atelier 2"),
        ("p-3", "Atelier 3"),
        ("p-4", "Quatre"),
    }


@pytest.mark.parametrize("kinds", [[], ["unchanged"], ["new", "drop table"]])
def test_there_must_be_something_to_apply(reviewed, user, kinds):
    with pytest.raises(services.Refusal, match="Choisissez"):
        services.confirm(reviewed, user, {"kinds": kinds})


def test_all_or_nothing_means_nothing_while_a_line_is_in_error(feed, user):
    batch = send(feed, ERRORS, user=user)
    assert batch.counts["invalid"] == 1
    with pytest.raises(services.Refusal, match="en entier ou pas du tout"):
        confirm(batch, user)
    assert not Partner.objects.exists()


def test_the_valid_rows_are_applied_where_the_feed_says_so(feed, user):
    feed.policy = feed.Policy.VALID_ROWS
    feed.save()
    assert confirm(send(feed, ERRORS, user=user), user).state == BatchState.APPLIED
    assert Partner.objects.count() == 2


class TestWithdrawals:
    @pytest.fixture
    def batch(self, feed, user):
        confirm(send(feed, partners(*range(10)), user=user), user)
        return send(feed, partners(*range(8)), user=user)

    def test_past_the_threshold_they_ask_a_second_confirmation(self, batch, user):
        with pytest.raises(services.TooManyWithdrawals, match="2 fiches sur 10"):
            confirm(batch, user)
        confirm(batch, user, accepts_withdrawals=True)
        assert Partner.objects.filter(live=True).count() == 8

    def test_without_them_there_is_nothing_to_confirm_twice(self, batch, user):
        batch = confirm(batch, user, "new", "changed")
        assert batch.state == BatchState.APPLIED

    def test_what_a_person_left_out_does_not_count(self, batch, user):
        batch.rows.filter(kind="vanished", key="p-9").update(excluded=True)
        assert confirm(batch, user).state == BatchState.APPLIED
        assert Partner.objects.filter(live=True).count() == 9

    def test_what_was_withdrawn_comes_back_with_its_history(self, feed, batch, user):
        confirm(batch, user, accepts_withdrawals=True)
        gone = Partner.objects.get(code="p-9")
        batch = confirm(send(feed, partners(*range(10)), user=user), user)
        gone.refresh_from_db()
        assert gone.live
        assert batch.counts["applied"] == 2


@pytest.mark.parametrize(
    "ask",
    [
        lambda batch, user: services.confirm(batch, user, {}),
        services.cancel,
        services.request_undo,
        lambda batch, user: services.choose_mapping(batch, user, batch.mapping),
    ],
)
def test_a_stranger_is_refused_everything(reviewed, ask):
    with pytest.raises(services.Refusal, match="le droit"):
        ask(reviewed, UserFactory())


class TestOutOfStep:
    """Each person looks at a page that may be old."""

    def test_a_batch_is_confirmed_once(self, reviewed, user):
        same = ImportBatch.objects.get(pk=reviewed.pk)
        confirm(reviewed, user)
        with pytest.raises(services.Refusal, match="maintenant « appliqué »"):
            services.confirm(same, user, {})

    def test_a_cancelled_batch_cannot_be_confirmed(self, reviewed, user):
        same = ImportBatch.objects.get(pk=reviewed.pk)
        services.cancel(reviewed, user)
        with pytest.raises(services.Refusal, match="maintenant « abandonné »"):
            services.confirm(same, user, {})

    def test_an_applied_batch_cannot_be_cancelled(self, reviewed, user):
        confirm(reviewed, user)
        with pytest.raises(services.Refusal):
            services.cancel(reviewed, user)

    def test_a_batch_is_undone_once(self, reviewed, user):
        confirm(reviewed, user)
        services.request_undo(reviewed, user)
        with pytest.raises(services.Refusal, match="maintenant « annulé"):
            services.request_undo(reviewed, user)

    def test_a_cancelled_file_may_be_sent_again(self, feed, reviewed, user):
        services.cancel(reviewed, user)
        assert send(feed, user=user) != reviewed


class TestRightsLostMeanwhile:
    """The role is looked at again when the catalogue is written."""

    @pytest.fixture
    def waiting(self, reviewed, user, monkeypatch):
        """Confirmed, and no worker has come yet."""
        with monkeypatch.context() as without_worker:
            without_worker.setattr(type(tasks.advance), "enqueue", lambda *args, **kwargs: None)
            services.confirm(reviewed, user, {})
        return reviewed

    def test_a_role_revoked_after_confirmation_stops_the_import(self, waiting, user):
        user.memberships.all().delete()
        tasks.advance.call(waiting.pk)
        waiting.refresh_from_db()
        assert waiting.state == BatchState.FAILED
        assert "n’a plus le droit" in waiting.failure
        assert not Partner.objects.exists()

    def test_so_does_an_account_that_was_removed(self, waiting, user):
        user.delete()
        tasks.advance.call(waiting.pk)
        waiting.refresh_from_db()
        assert waiting.state == BatchState.FAILED

    def test_so_does_an_account_that_was_closed(self, waiting, user):
        user.is_active = False
        user.save()
        tasks.advance.call(waiting.pk)
        waiting.refresh_from_db()
        assert waiting.state == BatchState.FAILED

    def test_an_undo_that_may_not_be_done_leaves_the_import_applied(
        self, reviewed, user, monkeypatch
    ):
        confirm(reviewed, user)
        with monkeypatch.context() as without_worker:
            without_worker.setattr(type(tasks.advance), "enqueue", lambda *args, **kwargs: None)
            services.request_undo(reviewed, user)
        user.memberships.all().delete()
        tasks.advance.call(reviewed.pk)
        reviewed.refresh_from_db()
        assert reviewed.state == BatchState.APPLIED
        assert "n’a plus le droit" in reviewed.failure
        assert Partner.objects.count() == 3


class TestAlone:
    """Nobody looks at what a program sends, where the feed says so and nothing is strange."""

    @pytest.fixture(autouse=True)
    def applies_alone(self, feed):
        feed.applies_alone = True
        feed.save()

    def push(self, feed, text=None):
        return send(feed, text, origin=ImportBatch.Origin.PUSH)

    def test_a_flawless_file_is_applied(self, feed):
        assert self.push(feed).state == BatchState.APPLIED
        assert Partner.objects.count() == 3

    def test_a_person_who_sends_a_file_reviews_it(self, feed, user):
        assert send(feed, user=user).state == BatchState.REVIEW

    def test_one_line_in_error_and_a_person_looks(self, feed):
        feed.policy = feed.Policy.VALID_ROWS
        feed.save()
        assert self.push(feed, ERRORS).state == BatchState.REVIEW

    def test_too_many_withdrawals_and_a_person_looks(self, feed):
        self.push(feed)
        assert self.push(feed, partners(1)).state == BatchState.REVIEW

    @pytest.mark.parametrize(
        "text", [partners(1, 2) + "p-3;Atel", partners(1) + "p-2;Deux;Association;de trop\n"]
    )
    def test_a_doubtful_line_and_a_person_looks(self, feed, text):
        """Cut in the middle, the last line would have been half of what its author wrote."""
        feed.policy = feed.Policy.VALID_ROWS
        feed.save()
        assert self.push(feed, text).state == BatchState.REVIEW
        assert not Partner.objects.exists()

    def test_a_list_that_became_empty_and_a_person_looks(self, feed):
        """Whatever the threshold."""
        feed.withdrawal_threshold = 100
        feed.save()
        self.push(feed)
        assert self.push(feed, partners()).state == BatchState.REVIEW
        assert Partner.objects.filter(live=True).count() == 3

    def test_columns_chosen_by_a_person_are_reviewed_by_one(self, feed, user):
        batch = self.push(feed, "Code;Nom;Type;Zorglub\np-1;Atelier;Association;x\n")
        services.choose_mapping(batch, user, batch.mapping)
        batch.refresh_from_db()
        assert batch.state == BatchState.REVIEW

    def test_elsewhere_it_waits(self, feed):
        feed.applies_alone = False
        feed.save()
        assert self.push(feed).state == BatchState.REVIEW
