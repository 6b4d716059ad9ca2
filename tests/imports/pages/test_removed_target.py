"""A feed whose content no module declares any more: nothing is imported, and all stays readable."""

import pytest
from django.urls import reverse

from catalogue.models import Role
from imports.models import BatchState, Feed, ImportBatch
from tests import factories
from tests.catalogue.admin.tools import submit, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(sign_in):
    return sign_in(Role.STRUCTURE_HEAD)


@pytest.fixture
def feed(feed):
    Feed.objects.update(target="licornes")
    return Feed.objects.get()


def url(name, thing):
    return reverse(f"imports:{name}", args=[thing.pk])


@pytest.mark.parametrize("state", BatchState.values)
def test_every_import_stays_readable(client, feed, state):
    batch = factories.ImportBatchFactory(feed=feed, state=state, counts={"new": 12})
    factories.ImportRowFactory(batch=batch)
    page = text_of(client.get(url("batch", batch)))
    assert "n’est plus pris en charge" in page
    assert "12 ajouts" in page
    assert "Fichier d’origine" in page
    assert client.get(url("batch", batch), {"format": "json"}).status_code == 200


@pytest.mark.parametrize("name", ["template", "schema"])
def test_the_files_that_describe_it_are_refused_with_a_reason(client, feed, name):
    assert "n’est plus pris en charge" in text_of(client.get(url(name, feed), follow=True))


def test_its_own_page_keeps_the_history_and_takes_no_file(client, feed):
    factories.ImportBatchFactory(feed=feed, filename="ancien.csv")
    page = text_of(client.get(url("feed", feed)))
    assert "n’est plus pris en charge" in page
    assert "ancien.csv" in page
    assert "Envoyer et vérifier" not in page


@pytest.mark.parametrize("name", ["mapping", "confirm", "undo", "correction"])
def test_what_can_t_be_done_any_more_says_so(client, feed, name):
    state = BatchState.APPLIED if name == "undo" else BatchState.REVIEW
    batch = factories.ImportBatchFactory(feed=feed, state=state)
    factories.ImportRowFactory(batch=batch)
    page = client.post(url(name, batch), {"kinds": ["new"]}, follow=True)
    assert "n’est plus pris en charge" in text_of(page)
    assert ImportBatch.objects.get().state == state


@pytest.mark.parametrize("name", ["mapping", "corrected", "correction"])
def test_pages_that_need_its_columns_lead_back_with_a_reason(client, feed, name):
    batch = factories.ImportBatchFactory(feed=feed)
    factories.ImportRowFactory(batch=batch)
    page = client.get(url(name, batch), follow=True)
    assert "n’est plus pris en charge" in text_of(page)


def test_it_can_be_given_up(client, feed):
    batch = factories.ImportBatchFactory(feed=feed)
    client.post(url("cancel", batch))
    assert ImportBatch.objects.get().state == BatchState.CANCELLED


def test_it_can_be_switched_off(client, feed):
    factories.ImportBatchFactory(feed=feed)
    address = reverse("imports_feed:edit", args=[feed.pk])
    submit(client, address, is_active=None)
    assert not Feed.objects.get().is_active
