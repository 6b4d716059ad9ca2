"""A page with blocks in its body, and what the blocks show."""

import gc
import warnings

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, Page

from cms.blocks.media import FORMATS, LOGO
from cms.models import StandardPage


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
    """With its renditions: Wagtail leaves the files that it makes them from for Python to close."""
    image = get_image_model().objects.create(
        title="IMG_2041 Inès.png", file=get_test_image_file("ines.png")
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        image.get_renditions(*FORMATS, *LOGO)
        gc.collect()
    return image


@pytest.fixture
def document(db):
    return get_document_model().objects.create(
        title="Papiers à apporter", file=ContentFile(b"x" * 2048, "papiers.pdf")
    )


@pytest.fixture
def private():
    """A collection that one needs a password for."""
    collection = Collection.get_first_root_node().add_child(name="Réservée")
    CollectionViewRestriction.objects.create(collection=collection, password="secret")
    return collection
