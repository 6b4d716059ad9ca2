"""Files fetched on a schedule."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from imports import pulling, services
from imports.fetching import Fetched
from imports.models import BatchState, Feed, ImportBatch
from operations.outbound import FetchError
from tests.factories import UserFactory
from tests.imports.life.files import confirm, partners, send

URL = "https://partner.example/export/mes%20partenaires.csv?date=2026"


@pytest.fixture
def feed(feed):
    feed.url, feed.frequency, feed.contact_email = URL, "daily", "donnees@example.org"
    feed.save()
    return feed


@pytest.fixture
def partner(monkeypatch):
    """The partner's server: what it answers, and what it was asked (see test_fetching)."""

    class Partner:
        text, etag, asked, error = partners(1, 2), '"1"', [], None

        def fetch(self, url, **conditions):
            self.asked = [*self.asked, (url, conditions)]
            if self.error:
                raise FetchError(self.error)
            if conditions["etag"] == self.etag != "":
                return Fetched(None, self.etag)
            return Fetched(BytesIO(self.text.encode()), self.etag)

    partner = Partner()
    monkeypatch.setattr(pulling, "fetch", partner.fetch)
    return partner


def later(feed, **delay):
    Feed.objects.filter(pk=feed.pk).update(pulled_at=timezone.now() - timedelta(**delay))
    call_command("pull_feeds")


def test_a_file_whose_time_has_come_is_fetched_and_read(feed, partner):
    call_command("pull_feeds")
    batch = ImportBatch.objects.get()
    assert (batch.origin, batch.state) == ("pull", BatchState.REVIEW)
    assert batch.filename == "mes partenaires.csv"
    feed.refresh_from_db()
    assert (feed.etag, feed.pull_error) == ('"1"', "")


@pytest.mark.parametrize(
    ("frequency", "delay", "times"),
    [
        ("hourly", {"minutes": 59}, 0),
        ("hourly", {"minutes": 61}, 1),
        ("daily", {"hours": 23}, 0),
        ("daily", {"hours": 25}, 1),
        ("weekly", {"days": 6}, 0),
        ("weekly", {"days": 8}, 1),
    ],
)
def test_each_feed_has_its_rhythm(feed, partner, frequency, delay, times):
    Feed.objects.update(frequency=frequency)
    later(feed, **delay)
    assert len(partner.asked) == times


@pytest.mark.parametrize("changes", [{"is_active": False}, {"frequency": ""}])
def test_some_feeds_are_not_fetched(feed, partner, changes):
    Feed.objects.update(**changes)
    call_command("pull_feeds")
    assert partner.asked == []


def test_what_did_not_change_is_no_new_batch(feed, partner):
    call_command("pull_feeds")
    later(feed, days=2)
    assert partner.asked[-1][1]["etag"] == '"1"'
    assert ImportBatch.objects.count() == 1


def test_nor_is_the_same_file_from_a_server_without_etag(feed, user, partner):
    partner.etag = ""
    call_command("pull_feeds")
    confirm(ImportBatch.objects.get(), user)
    later(feed, days=2)
    assert ImportBatch.objects.count() == 1
    partner.text = partners(1, 2, 3)
    later(feed, days=2)
    assert ImportBatch.objects.count() == 2


def test_what_was_cancelled_is_read_again(feed, user, partner):
    partner.etag = ""
    call_command("pull_feeds")
    services.cancel(ImportBatch.objects.get(), user)
    later(feed, days=2)
    assert ImportBatch.objects.count() == 2


class TestFailing:
    @pytest.fixture(autouse=True)
    def failed(self, feed, partner):
        partner.error = "Ce serveur ne répond pas."
        call_command("pull_feeds")

    def test_it_is_said_on_the_feed_and_to_its_contact(self, feed, mailoutbox):
        feed.refresh_from_db()
        assert feed.pull_error == "Ce serveur ne répond pas."
        (mail,) = mailoutbox
        assert "Ce serveur ne répond pas." in mail.body
        assert not ImportBatch.objects.exists()

    def test_the_name_of_the_feed_adds_no_header_to_the_mail(self, feed, mailoutbox):
        mailoutbox.clear()
        Feed.objects.update(name="Offres\nBcc: x@example.org", pull_error="")
        later(feed, days=2)
        (mail,) = mailoutbox
        assert mail.subject == "Fichier introuvable : Offres Bcc: x@example.org"

    def test_it_is_tried_each_hour_and_said_once(self, feed, partner, mailoutbox):
        later(feed, minutes=59)
        assert len(partner.asked) == 1
        later(feed, minutes=61)
        assert len(partner.asked) == 2
        assert len(mailoutbox) == 1

    def test_it_is_over_when_the_file_comes(self, feed, partner):
        partner.error = None
        later(feed, minutes=61)
        feed.refresh_from_db()
        assert feed.pull_error == ""
        assert ImportBatch.objects.count() == 1


def test_somebody_may_not_wait(feed, user, partner):
    pulling.pull_now(feed, user)
    assert ImportBatch.objects.count() == 1


def test_not_anybody(feed, partner):
    with pytest.raises(services.Refusal):
        pulling.pull_now(feed, UserFactory())
    assert partner.asked == []


def test_a_file_that_somebody_just_sent_is_not_read_twice(feed, user, partner):
    batch = send(feed, partner.text, user=user)
    call_command("pull_feeds")
    assert list(ImportBatch.objects.all()) == [batch]
