"""A page with blocks in its body, and what the blocks show."""

import pytest
from wagtail.models import Collection, CollectionViewRestriction, Page

from cms.models import StandardPage
from tests.blocks import make_document, make_image


@pytest.fixture
def home(db):
    return Page.objects.get(depth=2)


@pytest.fixture
def page_of(home):
    """A published page with these blocks in its body, as they are stored."""

    def page_of(*blocks):
        page = StandardPage(title="Essai", slug="essai")
        page.body = [{"type": kind, "value": value} for kind, value in blocks]
        return home.add_child(instance=page)

    return page_of


@pytest.fixture
def elsewhere(home):
    return home.add_child(instance=StandardPage(title="Ailleurs", slug="ailleurs"))


@pytest.fixture
def body_of_api(client):
    def body_of_api(page):
        return client.get(f"/api/v1/pages/{page.pk}/").json()["body"]

    return body_of_api


@pytest.fixture
def image(db):
    return make_image()


@pytest.fixture
def document(db):
    return make_document()


@pytest.fixture
def private():
    """A collection that one needs a password for."""
    collection = Collection.get_first_root_node().add_child(name="Réservée")
    CollectionViewRestriction.objects.create(collection=collection, password="secret")
    return collection
